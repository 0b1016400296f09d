import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import type { App } from '../lib/env'
import { grouped } from '../lib/format'
import { batchRows } from '../lib/jobs/batches'
import { addJob, refuseWhileBusy } from '../lib/jobs/queries'
import { respondStarted } from '../lib/jobs/respond'
import { ProblemError } from '../lib/problem'
import { redirectTo } from '../lib/respond'
import { commitPlanned } from '../lib/retry'
import type { Outdates } from '../lib/sql'
import { rowsToEdit, type SessionSize } from '../sessions/rows-written'
import { withImages } from './images'
import { type PlanRetags, savePlanTags } from './plan-tags'
import { changeUndoPath } from './queries'
import type { ChangeRow, SessionMoves, Touched } from './schema'
import { type TaggedKey, undoableTables } from './tables'
import { addChange, undoable } from './writes'

export type ChangePlan = Pick<ChangeRow, 'kind' | 'summary'> & {
  touched: Touched
  /** Rows of other kinds whose tags it replaces, and what it does to those of plans. */
  tagged?: TaggedKey[]
  plans?: PlanRetags
  writes: D1PreparedStatement[]
  /** Set where it can be too much for one batch: the same change as a job. */
  steps?: {
    moves: SessionMoves
    /** Sizes of the sessions that it touches, of as many at least as one batch can write. */
    sizes: SessionSize[]
    /** How many rows of other kinds it changes, and how many it writes for these. */
    others?: { count: number; rows: number }
    /** Path of the page that it leads to. */
    page: string
    /** Projects that are written when it begins, and how. */
    first?: { projects: string[]; writes: D1PreparedStatement[] }
  }
}

/** `isStarted` when a job with the id of the change goes on with it. */
type UndoableChange = Pick<ChangeRow, 'id' | 'summary'> & { isStarted?: true }

/** Projects that one batch can write within `batchRows`: a renamed one takes seven rows, its undo as many. */
export const mostProjects = 2_500

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

/** Name of the kind of job that moves sessions (functions/jobs/moves.ts). */
export const movesJob = 'moves'

const isLong = ({ sizes, others }: NonNullable<ChangePlan['steps']>) =>
  sizes.reduce((rows, size) => rows + rowsToEdit(size), others?.rows ?? 0) > batchRows

const begin = (
  db: D1Database,
  userId: string,
  change: Pick<ChangeRow, 'id' | 'kind' | 'summary'>,
  steps: NonNullable<ChangePlan['steps']>,
  total: number,
  now: number,
) => {
  const { moves, page, first, others } = steps
  const { id, summary } = change
  const job = {
    id,
    title: summary,
    records: others?.count ? 'entries changed' : 'sessions changed',
    message: summary,
    page,
    undo: changeUndoPath(id),
    total,
  }
  const images = [{ table: undoableTables.projects, keys: first?.projects ?? [] }]
  return [
    ...addChange(db, userId, change, now),
    ...withImages(db, { userId, changeId: id }, images, first?.writes ?? [], now),
    ...addJob(db, userId, { name: movesJob }, job, { work: moves }, now),
  ]
}

/**
 * Commits a change of many rows, all of it or nothing, so that it can be undone, or begins a job with it; plans again
 * when anything was written in between.
 * @param plan takes `now` in epoch ms, and may refuse instead
 * @throws ProblemError 409 `busy`, 422 where it changes too many projects
 */
export const runUndoable = <Refused extends { refused: unknown }>(
  db: D1Database,
  userId: string,
  plan: (now: number) => Promise<ChangePlan | Refused>,
): Promise<UndoableChange | Refused> =>
  commitPlanned<UndoableChange | Refused>(db, userId, ['stats'], async () => {
    const now = Date.now()
    const [planned] = await Promise.all([plan(now), refuseWhileBusy(db, userId)])
    if ('refused' in planned) return { result: planned, writes: [] }
    refuseTooMany(planned)
    const { kind, summary, touched, tagged, plans, writes, steps } = planned
    const change = { id: uuid(), kind, summary }
    if (steps && isLong(steps)) {
      const total = (touched.sessions?.length ?? 0) + (steps.others?.count ?? 0)
      return { result: { ...change, isStarted: true }, writes: begin(db, userId, change, steps, total, now) }
    }
    const outdates: Outdates[] = touched.conditions?.length ? ['whitelist'] : []
    const all = plans ? [...writes, ...savePlanTags(db, { userId, changeId: change.id }, plans, now)] : writes
    return { result: change, writes: undoable(db, userId, change, touched, all, now, tagged), outdates }
  })

/** Answers a change of many rows with its Undo, or goes on with the job that it began. */
export const respondUndoable = <E extends App>(c: Context<E>, change: UndoableChange, page: string) =>
  change.isStarted
    ? respondStarted(c, change.id)
    : redirectTo(c, page, { message: change.summary, undo: changeUndoPath(change.id) })
