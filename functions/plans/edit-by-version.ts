import type { Context } from 'hono'
import { editVersion } from '../lib/api/edit'
import { matchedVersion, rowTag } from '../lib/api/precondition'
import { invalid, invalidFields } from '../lib/api/request'
import type { App } from '../lib/env'
import { ProblemError } from '../lib/problem'
import { planCardsDue } from './cards-due'
import { type Refused, readSent } from './document'
import { editPlan, type OpenPlan, open } from './edit'
import { planJson } from './json'
import type { PlanEnv } from './load'
import type { PlanLinks } from './put'
import * as q from './queries'
import type { PlanWithContent } from './schema'

/** The problem of a document that cannot be a plan, with a line for each fault. @param path the member that holds it */
export const refused = (wrong: Refused, path = 'content') => {
  if ('member' in wrong) return invalidFields({ [wrong.member]: [wrong.message] })
  const errors = wrong.errors.slice(0, 100).map(({ line, message }) => ({ path, line, message }))
  const detail = errors.map(({ line, message }) => `Line ${line}: ${message}`).join(' ')
  return new ProblemError({ ...invalid(errors), detail })
}

export const find = <E extends App>(c: Context<E>, id: string) => q.plan(c.env.DB, c.var.user.id, id)

/** Reads of a plan as the API shows it. */
export const shownReads = <E extends App>(c: Context<E>, id: string) => [find(c, id), planCardsDue(c, id)] as const

/** A plan as the API shows it. */
export const shown = async <E extends App>(c: Context<E>, row: PlanWithContent) =>
  planJson(row, await planCardsDue(c, row.id))

export const answer = async (c: Context<App>, id: string, status: 200 | 201) => {
  const [row, cardsDue] = await Promise.all(shownReads(c, id))
  if (!row) return c.notFound()
  if (status === 201) c.header('Location', `${c.req.path}/${id}`)
  c.header('ETag', rowTag(row.seq))
  return c.json(planJson(row, cardsDue), status)
}

export const matched = <E extends App>(c: Context<E>, row: PlanWithContent) =>
  matchedVersion(
    c,
    row,
    ({ seq }) => seq,
    (found) => shown(c, found),
  )

type Changes = { content?: string; links?: Partial<PlanLinks> }

type Edit = {
  row: PlanWithContent
  /** The version that the request names. */
  seq: number | undefined
  edit: (opened: OpenPlan, now: number) => Changes
  /** The member that holds the document. */
  path?: string
}

/**
 * Edits a plan at the version that the request names, else at the latest. An edit that changes nothing writes nothing.
 * False when the plan is gone. @throws ProblemError 409 and 422
 */
export const edited = (c: Context<PlanEnv>, { row, seq, edit, path }: Edit) =>
  editVersion({
    row,
    seq,
    again: () => find(c, row.id),
    write: async (saved) => {
      const opened = open(saved)
      const now = Date.now()
      const changes = edit(opened, now)
      const { goal_id, project_id, scheduler } = saved
      const isSame =
        (changes.content ?? saved.content) === saved.content &&
        Object.entries(changes.links ?? {}).every(
          ([name, value]) =>
            Object.entries({ goal_id, project_id, scheduler }).find(([one]) => one === name)?.[1] === value,
        )
      if (isSame) return true
      const read = changes.content === undefined ? null : readSent(changes.content)
      if (read && 'errors' in read) throw refused(read, path)
      const outcome = await editPlan(c.env.DB, c.var.user.id, opened, changes, now)
      if ('errors' in outcome) throw refused(outcome, path)
      return 'saved' in outcome
    },
    json: (found) => shown(c, found),
  })
