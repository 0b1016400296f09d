import type { Context } from 'hono'
import type { App } from '../lib/env'
import { withWrite } from '../lib/load'
import { conflict, retry } from '../lib/retry'
import { editPlan, open } from '../plans/edit'
import type { ReadPlan } from '../plans/markdown/read'
import * as q from '../plans/queries'
import type { PlanWithContent } from '../plans/schema'
import { keepForUndo } from '../plans/writes'

/** The markdown that an edit makes of a plan; null where there is no such chunk. */
export type Edit = (read: ReadPlan, now: number, row: PlanWithContent) => string | null

type Options<T> = {
  edit: Edit
  /** Reads the answer, in the batch of the write. */
  after: () => Promise<T | null>
  /** Statements beside those of the plan; by default what Undo needs. */
  also?: (row: PlanWithContent, now: number) => D1PreparedStatement[]
}

/** `refused` says why the markdown that the edit makes is none of a plan. */
export type Edited<T> = { saved: T } | { refused: string }

const garbled = 'The text has a chunk heading, a field or an open code block. Edit the markdown instead.'

/**
 * Edits a plan's markdown as it is now, so that two edits at once are both made. Null when the plan or the chunk is
 * gone.
 */
export const editLatest = <E extends App, T>(
  c: Context<E>,
  id: string,
  { edit, after, also }: Options<T>,
): Promise<Edited<T> | null> => {
  const { DB } = c.env
  const { user } = c.var
  const result = (saved: T | null) => saved && { saved }
  return retry(async () => {
    const row = await q.plan(DB, user.id, id)
    const opened = row && open(row)
    const now = Date.now()
    const content = opened && edit(opened.read, now, opened.row)
    if (!opened || content === null) return null
    if (content === 'garbled') return { refused: garbled }
    const prepared = withWrite(c, after)
    const more = also?.(opened.row, now) ?? [keepForUndo(DB, user.id, id, opened.row.content)]
    const outcome = await editPlan(DB, user.id, opened, { content }, now, more)
    if ('saved' in outcome) return result(await prepared())
    if ('stale' in outcome) return conflict
    const [fault] = outcome.errors
    return { refused: fault ? `Line ${fault.line}: ${fault.message}` : 'The plan can’t be read.' }
  })
}
