import { closeSockets } from '../../lib/db/open-pages'
import { orStale, presentHead, sql, undoStateId } from '../../lib/db/sql'
import type { Bindings } from '../../lib/env'
import type { ActiveJob, JobKind, JobStep } from '../../lib/jobs/queries'
import type { TableRow } from '../export/read/entry'
import type { TableName } from '../export/read/tables'
import { dropFiles, type RowPage, readPage } from './files'
import { mergeGoalParents, mergeRunning, recomputeMerged, renameTaken } from './merge'
import { identityOf, moveGitHubToken, swapStates } from './swap'
import {
  addChunks,
  addRows,
  copyPlanParts,
  copyRows,
  type FillContext,
  type KeyRange,
  withComputedColumns,
} from './write-rows'

export const modes = ['replace', 'merge'] as const
export type Mode = (typeof modes)[number]

export type RestoreWork = { shadow: string; mode: Mode }

/**
 * Part of a restore: adds the document's rows, copies the owner's (in a merge), or finishes. A step runs some parts.
 */
export type RestorePart =
  | { do: 'add' | 'running' | 'parents'; table: TableName; page: RowPage | null }
  | { do: 'copy'; table: TableName; range: KeyRange; rows: number }
  | { do: 'settle' | 'swap' }

const addPage = async (fill: FillContext, table: TableName, rows: TableRow[]) => {
  const named = await renameTaken(fill, table, rows)
  const all = named.map((row) => withComputedColumns(table, row, fill.now))
  return [...addRows(fill, table, all), ...(table === 'plans' ? addChunks(fill, all) : [])]
}

/** Deletes the journal of figures, because its entries do not describe a restore. It starts over. */
const dropJournal = ({ db, shadow }: FillContext) => sql(db)`DELETE FROM ledger_edits WHERE user_id = ${shadow}`

const copy = (fill: FillContext, table: TableName, range: KeyRange) => {
  const { owner } = fill
  if (owner === null) return []
  return [copyRows(fill, owner, table, range), ...(table === 'plans' ? copyPlanParts(fill, owner) : [])]
}

export const partRows = (part: RestorePart) => {
  if (part.do === 'add' || part.do === 'running') return part.page?.rows ?? 0
  return part.do === 'copy' ? part.rows : 0
}

const restorePrefix = ({ work }: ActiveJob): RestoreWork => JSON.parse(work)

export const restoreJob = (env: Bindings): JobKind => {
  const read = (userId: string, job: ActiveJob, page: RowPage | null) =>
    page ? readPage(env.BACKUPS, userId, job.id, page) : Promise.resolve([])

  const writesOf = async (fill: FillContext, part: RestorePart, rows: TableRow[]) => {
    if (part.do === 'add') return addPage(fill, part.table, rows)
    if (part.do === 'running') return mergeRunning(fill, rows)
    if (part.do === 'parents') return mergeGoalParents(fill, rows)
    if (part.do === 'copy') return copy(fill, part.table, part.range)
    return recomputeMerged(fill)
  }

  const plan = async (db: D1Database, userId: string, job: ActiveJob, now: number): Promise<JobStep> => {
    const { shadow, mode } = restorePrefix(job)
    const parts: RestorePart[] = JSON.parse(job.part ?? '[{"do":"swap"}]')
    const isLast = parts.some((part) => part.do === 'swap')
    const [head, identity, ...pages] = await Promise.all([
      presentHead(db, shadow),
      isLast ? identityOf(db, userId) : null,
      ...parts.map((part) => ('page' in part ? read(userId, job, part.page) : [])),
    ])
    const writer = { userId: shadow, seq: head.seq }
    const fill: FillContext = { db, shadow, owner: mode === 'merge' ? userId : null, now }
    if (isLast) {
      const after = swapStates(db, { from: userId, to: shadow, identity: identity ?? '' }, now)
      return { writes: [], after, records: 0, isLast: true, writer }
    }
    const writes = await Promise.all(parts.map((part, index) => writesOf(fill, part, pages[index] ?? [])))
    const addsSessions = parts.some((part) => 'table' in part && part.table === 'sessions')
    const records = parts.reduce((sum, part) => sum + partRows(part), 0)
    return { writes: [...writes.flat(), ...(addsSessions ? [dropJournal(fill)] : [])], records, isLast, writer }
  }

  return {
    name: 'restore',
    plan,
    cancel: (db, userId, job) => [
      sql(db)`
        UPDATE change_heads SET restore_id = NULL
        WHERE user_id = ${userId} AND restore_id = ${job.id} AND restore_id <> ${undoStateId}`,
      orStale(db),
      sql(db)`UPDATE users SET shadow_until = 0 WHERE id = ${restorePrefix(job).shadow} AND shadow_of = ${userId}`,
    ],
    finish: async (userId, job) => {
      // The person's id has changed.
      closeSockets(env.DB, userId)
      await moveGitHubToken(env, userId, restorePrefix(job).shadow)
      await dropFiles(env.BACKUPS, userId)
    },
  }
}
