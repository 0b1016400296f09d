import { v7 as uuid } from 'uuid'
import { columnList } from '../../lib/db/conditions'
import { commitPlanned } from '../../lib/db/retry'
import { allRows, chunkCharacters, chunkRows, constant, sql } from '../../lib/db/sql'
import type { Bindings } from '../../lib/env'
import { undoPath } from '../../lib/http/path-to'
import { addJob, type NewJob, refuseWhileBusy } from '../../lib/jobs/queries'
import { plural } from '../../lib/text/format'
import { foldText, removeDirectionMarks } from '../../lib/text/text'
import { backupsPath } from '../backups/schema'
import type { TableRow } from '../export/read/entry'
import { type TableName, tableNames } from '../export/read/tables'
import type { RowPage } from './files'
import { type Preview, runningList } from './preview'
import { type Mode, partRows, type RestorePart, type RestoreWork, restoreJob } from './steps'
import { rangeColumns } from './write-rows'

/** Splits a table of the person into ranges of keys, one for each step that copies rows, with their number of rows. */
const rangesOf = async (db: D1Database, userId: string, table: TableName): Promise<RestorePart[]> => {
  const order = rangeColumns(table)
  const columns = columnList(order)
  const size = chunkRows()
  const found = await allRows<TableRow & { place: number }>(sql(db)`
    SELECT ${columns}, place FROM (
      SELECT ${columns}, row_number() OVER (ORDER BY ${columns}) AS place, count(*) OVER () AS total
      FROM ${constant(table)} WHERE user_id = ${userId})
    WHERE place % ${size} = 0 OR place = total`)
  return found.map((row, index) => {
    const key = (of: TableRow) => order.map((column) => of[column] ?? null)
    const before = found[index - 1]
    const range = { from: before ? key(before) : null, to: key(row) }
    return { do: 'copy', table, range, rows: row.place - (before?.place ?? 0) }
  })
}

const pagesOf = (preview: Preview, list: string): RowPage[] => preview.pages[list] ?? []

/** True if a part must start a new step, because it reads rows that other parts write. */
const beginsStep = (part: RestorePart, step: RestorePart[]) => {
  if (part.do === 'running' || part.do === 'parents' || part.do === 'swap') return true
  if (part.do === 'settle') return false
  if (part.do === 'copy' && part.table === 'plans') return true
  return step.some((other) => 'table' in other && other.do === part.do && other.table === part.table)
}

/** Fraction of a step that a part takes. */
const shareOf = (part: RestorePart) => {
  if (part.do === 'copy') return part.rows / chunkRows()
  return 'page' in part && part.do !== 'parents' ? (part.page?.length ?? 0) / chunkCharacters : 0
}

const stepsOf = (parts: RestorePart[]) => {
  const steps: RestorePart[][] = []
  let full = 0
  for (const part of parts) {
    const step = steps.at(-1)
    full += shareOf(part)
    if (step && full <= 1 && !beginsStep(part, step)) step.push(part)
    else {
      steps.push([part])
      full = shareOf(part)
    }
  }
  return steps
}

const partsOf = async (db: D1Database, userId: string, preview: Preview, mode: Mode): Promise<RestorePart[][]> => {
  const add = (table: TableName): RestorePart[] => pagesOf(preview, table).map((page) => ({ do: 'add', table, page }))
  const running: RestorePart[] = pagesOf(preview, runningList).map((page) => ({
    do: 'running',
    table: 'sessions',
    page,
  }))
  const copies = await Promise.all(tableNames.map((table) => (mode === 'merge' ? rangesOf(db, userId, table) : [])))
  const filled = tableNames.flatMap((table, index) => [
    ...add(table),
    ...(table === 'sessions' ? running : []),
    ...(copies[index] ?? []),
  ])
  const goals = pagesOf(preview, 'goals')
  const parents: RestorePart[] = (goals.length === 0 ? [null] : goals).map((page) => ({
    do: 'parents',
    table: 'goals',
    page,
  }))
  return stepsOf([...filled, ...parents, ...(mode === 'merge' ? [{ do: 'settle' } as const] : []), { do: 'swap' }])
}

/** Adds the temporary account that the restore fills. A merge keeps the person's name and preferences. */
const addShadow = (db: D1Database, userId: string, shadow: string, { user }: Preview, mode: Mode, now: number) => {
  const isMerge = mode === 'merge' ? 1 : 0
  const username = removeDirectionMarks(user.username)
  return [
    sql(db)`
      INSERT INTO users
        (id, username, name_key, preferences, latest_day, created_at, updated_at, last_active_at, shadow_of)
      SELECT ${shadow}, iif(${isMerge}, username, ${username}), iif(${isMerge}, name_key, ${foldText(username)}),
        iif(${isMerge}, preferences, ${JSON.stringify(user.preferences)}),
        iif(${isMerge}, latest_day, ${user.latest_day}), ${now},
        iif(${isMerge}, updated_at, min(${user.updated_at}, ${now})), last_active_at, id
      FROM users WHERE id = ${userId}`,
    sql(db)`
      INSERT INTO change_heads (user_id, seq, stats_seq, whitelist_seq, timer_seq, usage_seq, epoch)
      SELECT ${shadow}, seq, stats_seq, whitelist_seq, timer_seq, usage_seq, epoch
      FROM change_heads WHERE user_id = ${userId}`,
  ]
}

const jobOf = (userId: string, preview: Preview, mode: Mode, total: number): NewJob => ({
  id: preview.id,
  title: `${mode === 'merge' ? 'Merge' : 'Restore'} of ${preview.name}`,
  records: 'rows restored',
  message: `${mode === 'merge' ? 'Merged' : 'Restored'} ${preview.name}, ${plural(preview.rows, 'row')}`,
  page: backupsPath,
  undo: undoPath('backup.restore', userId),
  total,
})

/**
 * Starts a restore. Refuses other writes until the job is done or cancelled. The person's rows are unchanged until the
 * last step.
 * @throws ProblemError 409 while another job is unfinished
 * @param also returns more statements for the first batch
 */
export const beginRestore = (
  env: Bindings,
  userId: string,
  preview: Preview,
  mode: Mode,
  also: (job: NewJob, now: number) => D1PreparedStatement[] = () => [],
) =>
  commitPlanned(env.DB, userId, [], async () => {
    const { DB } = env
    await refuseWhileBusy(DB, userId)
    const parts = await partsOf(DB, userId, preview, mode)
    const now = Date.now()
    const work: RestoreWork = { shadow: uuid(), mode }
    const total = parts.flat().reduce((sum, part) => sum + partRows(part), 0)
    const job = jobOf(userId, preview, mode, total)
    const writes = [
      ...also(job, now),
      ...addShadow(DB, userId, work.shadow, preview, mode, now),
      ...addJob(DB, userId, restoreJob(env), job, { work, parts: parts.map((part) => JSON.stringify(part)) }, now),
      sql(DB)`UPDATE change_heads SET restore_id = ${job.id} WHERE user_id = ${userId}`,
    ]
    return { result: { job, at: now }, writes }
  })
