import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { commitPlanned } from '../lib/db/retry'
import type { Outdates } from '../lib/db/sql'
import type { App } from '../lib/env'
import { undoPath } from '../lib/http/path-to'
import { ProblemError } from '../lib/http/problem'
import { redirectTo } from '../lib/http/respond'
import { refuseWhileBusy } from '../lib/jobs/queries'
import { grouped } from '../lib/text/format'
import type { TouchedKeys } from './queries'
import type { ChangeRow } from './schema'
import { type ImagedRows, storeUndoable } from './writes'

export type ChangePlan = Pick<ChangeRow, 'kind' | 'summary'> & {
  touched: TouchedKeys
  /** Rows of other kinds whose tags or organization the change replaces. */
  more?: ImagedRows[]
  writes: D1PreparedStatement[]
  /** More writes that need the change's id. May store how to undo effects outside columns (`takesBack` of a kind). */
  also?: (change: UndoableChange) => D1PreparedStatement[]
}

/** A stored change. `seq` is the version that it gave its rows. */
export type UndoableChange = Pick<ChangeRow, 'id' | 'summary' | 'seq'>

/** Maximum number of projects in one change. A batch writes about ten rows for each, and its undo ten more. */
const mostProjects = 2_500

const refuseTooMany = ({ touched: { projects = [] } }: ChangePlan) => {
  if (projects.length <= mostProjects) return
  throw new ProblemError({
    status: 422,
    code: 'invalid',
    title: 'Too many projects',
    detail:
      `This would change ${grouped(projects.length)} projects. At most ${grouped(mostProjects)} can be changed at once, ` +
      'so nothing was changed. Change some of them first, on the page of projects.',
    again: '/projects',
  })
}

/**
 * Commits a change of many rows as a whole, so that it can be undone. If anything else was written in between, plans
 * again.
 * @param plan gets `now` in epoch ms; may return a refusal instead
 * @param onPlan gets the change before it is written
 * @throws ProblemError 409 `busy`; 422 if it changes too many projects
 */
export const runUndoable = <Refused extends { refused: unknown }>(
  db: D1Database,
  userId: string,
  plan: (now: number) => Promise<ChangePlan | Refused>,
  onPlan: (change: UndoableChange) => void = () => {},
): Promise<UndoableChange | Refused> =>
  commitPlanned<UndoableChange | Refused>(db, userId, ['stats'], async ({ seq }) => {
    const now = Date.now()
    const [planned] = await Promise.all([plan(now), refuseWhileBusy(db, userId)])
    if ('refused' in planned) return { result: planned }
    refuseTooMany(planned)
    const { kind, summary, touched, more, writes, also = () => [] } = planned
    const change = { id: uuid(), kind, summary, seq: seq + 1 }
    onPlan(change)
    const outdates: Outdates[] = touched.conditions?.length ? ['whitelist'] : []
    const undoables = storeUndoable(db, userId, change, touched, writes, now, more)
    return { result: change, writes: [...also(change), ...undoables], outdates }
  })

/** Responds to a change of many rows with a toast that has an Undo. */
export const respondUndoable = <E extends App>(
  c: Context<E>,
  { id, summary }: Pick<UndoableChange, 'id' | 'summary'>,
  page: string,
) => redirectTo(c, page, { message: summary, undo: undoPath(id) })
