import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { Conflict } from '../../views/ui/conflict'
import { type Difference, savedAt } from './conflict'
import type { App } from './env'
import { submittedText } from './form'
import { wantsFragment } from './page'

type Stale = {
  /** Kind of the edited row: `goal`. */
  what: string
  /** Page title where the answer is not a fragment. */
  title: string
  /** Path of the saved version. */
  page: string
  /** Path that the edit is sent to again; `page` by default. */
  action?: string
  /** `updated_at` in epoch ms */
  saved: { seq: number; updated_at: number }
  fields: Difference[]
  /** Sent again with the choice; all that was typed, with the saved `seq`, by default. */
  values?: Record<string, string>
  /** Wraps the conflict in the row of the list that it replaces. Without it the answer is a page. */
  row?: (conflict: Child) => Child
}

/** Answers a stale edit: 409, with both versions to choose from and all that was typed. */
export const answerStale = async <E extends App>(c: Context<E>, stale: Stale) => {
  const { what, title, page, action = page, saved, fields, values, row } = stale
  const inPlace = wantsFragment(c) ? row : undefined
  const conflict = (
    <Conflict
      what={what}
      savedAt={savedAt(saved.updated_at, c.var.user.preferences, Date.now())}
      fields={fields}
      action={action}
      values={values ?? { ...(await submittedText(c)), seq: String(saved.seq) }}
      takeHref={page}
      target={inPlace ? 'closest li' : undefined}
    />
  )
  c.status(409)
  return c.render(inPlace ? inPlace(conflict) : conflict, { title, heading: true })
}
