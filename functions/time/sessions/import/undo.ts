import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { commitPlanned } from '../../../lib/db/retry'
import { allRows, chunkRows, constant, orStale, part, type SqlPart, sql } from '../../../lib/db/sql'
import { type App, rowLoader } from '../../../lib/env'
import { undoPath } from '../../../lib/http/path-to'
import {
  addJob,
  busyProblem,
  endJob,
  type JobKind,
  jobApiPath,
  type NewJob,
  startedJson,
  unfinishedJob,
} from '../../../lib/jobs/queries'
import { isUsedOrganization } from '../../../lib/kinds'
import { removeRows } from '../../../lib/resource/row-writes'
import { plural } from '../../../lib/text/format'
import { importJob, recordNoun } from './confirm'
import { advanceUsage, findImport } from './queries'
import type { ImportRow } from './schema'

const ofImport = (userId: string, importId: string) => part`user_id = ${userId} AND import_id = ${importId}`

/** SELECT of a table's rows that refer to a project, including deleted rows. */
const usesIn = (table: string) =>
  part`SELECT 1 FROM ${constant(table)} WHERE user_id = made.user_id AND project_id = made.id`

/**
 * SQL condition: projects that undoing the import deletes. A project stays if it was merged, if other sessions, plans,
 * tasks, learnings or meetings refer to it, or if the Undo of a change would return sessions to it.
 */
const isDeletableProject = (userId: string, importId: string) => part`
  user_id = ${userId} AND id IN (
    SELECT made.id FROM projects AS made
    WHERE made.user_id = ${userId} AND made.import_id = ${importId} AND made.merged_into IS NULL
      AND NOT EXISTS (${usesIn('tasks')} UNION ALL ${usesIn('learnings')} UNION ALL ${usesIn('meetings')})
      AND NOT EXISTS (
        ${usesIn('sessions')} UNION ALL ${usesIn('plans')} UNION ALL
        SELECT 1 FROM change_parts JOIN json_each(change_parts.rows) AS image
          JOIN sessions ON sessions.user_id = made.user_id AND sessions.id = image.value ->> 'id'
        WHERE change_parts.user_id = made.user_id AND change_parts.kind = 'session'
          AND image.value ->> '$.was.project_id' = made.id))`

/** Deletes projects permanently, with clients that the import created and that nothing else refers to. */
const removeProjects = (db: D1Database, userId: string, which: SqlPart) => [
  ...removeRows(
    db,
    userId,
    'organization',
    part`user_id = ${userId} AND type = 'client' AND updated_at = created_at
      AND id IN (SELECT organization_id FROM projects WHERE ${which})
      AND created_at >= (
        SELECT min(created_at) FROM imports
        WHERE user_id = ${userId} AND id IN (SELECT import_id FROM projects WHERE ${which}))
      AND NOT ${isUsedOrganization(userId, 'organizations.id', which)}`,
  ),
  ...removeRows(db, userId, 'project', which),
]

/** SQL of tasks that undoing the import deletes. Action items stay, and tasks with other sessions or a next task. */
const isDeletableTask = (userId: string, importId: string) => part`
  tasks.user_id = ${userId} AND tasks.import_id = ${importId}
    AND tasks.owner IS NULL
    AND NOT EXISTS (SELECT 1 FROM session_days AS spent WHERE spent.user_id = ${userId} AND spent.task_id = tasks.id)
    AND NOT EXISTS (SELECT 1 FROM tasks AS next WHERE next.user_id = ${userId} AND next.repeats = tasks.id)`

/** Deletes app usage, and removes apps without remaining use from the list of used apps. */
const deleteUses = (db: D1Database, userId: string, which: SqlPart) => {
  const last = part`SELECT package_name, max(date) AS date FROM daily_usage WHERE user_id = ${userId} GROUP BY package_name`
  return [
    sql(db)`DELETE FROM app_usage WHERE ${which}`,
    sql(
      db,
    )`DELETE FROM used_apps WHERE user_id = ${userId} AND package_name NOT IN (SELECT package_name FROM (${last}))`,
    sql(db)`
      UPDATE used_apps SET last_date = last.date FROM (${last}) AS last
      WHERE used_apps.user_id = ${userId} AND used_apps.package_name = last.package_name AND last_date <> last.date`,
    advanceUsage(db, userId),
  ]
}

/** Rows that an import created, in order of deletion. A task or project is deleted only if nothing refers to it. */
const made: {
  table: string
  count: keyof Counts
  /** Maximum number of rows that a step deletes. */
  most: () => number
  of: (userId: string, importId: string) => SqlPart
  remove: (db: D1Database, userId: string, which: SqlPart) => D1PreparedStatement[]
}[] = [
  {
    table: 'sessions',
    count: 'sessions',
    most: chunkRows,
    of: ofImport,
    remove: (db, userId, which) => removeRows(db, userId, 'session', which),
  },
  {
    table: 'tasks',
    count: 'tasks',
    most: () => 100,
    of: isDeletableTask,
    remove: (db, userId, which) => removeRows(db, userId, 'task', which),
  },
  { table: 'app_usage', count: 'uses', most: chunkRows, of: ofImport, remove: deleteUses },
  { table: 'projects', count: 'projects', most: () => projectsPerStep, of: isDeletableProject, remove: removeProjects },
]

const projectsPerStep = 25

const deleteImport = (db: D1Database, userId: string, id: string) =>
  sql(db)`DELETE FROM imports WHERE user_id = ${userId} AND id = ${id}`

type Counts = { sessions: number; projects: number; tasks: number; uses: number }

const countOfImport = async (db: D1Database, userId: string, id: string): Promise<Counts> =>
  (await sql(db)`
    SELECT count(*) AS sessions,
      (SELECT count(*) FROM projects WHERE user_id = ${userId} AND import_id = ${id}) AS projects,
      (SELECT count(*) FROM tasks WHERE user_id = ${userId} AND import_id = ${id}) AS tasks,
      (SELECT count(*) FROM app_usage
       WHERE user_id = ${userId} AND import_id = ${id}) AS uses
    FROM sessions
    WHERE user_id = ${userId} AND import_id = ${id}`.first<Counts>()) ?? {
    sessions: 0,
    projects: 0,
    tasks: 0,
    uses: 0,
  }

/**
 * Deletes an import permanently: its sessions, even deleted ones, its app usage, and the tasks, projects and clients
 * that it created. Guard: rolls the batch back if the import is gone.
 */
export const removeImport = (db: D1Database, userId: string, id: string, counts?: Counts) => [
  ...made.flatMap(({ count, of, remove }) => (counts?.[count] === 0 ? [] : remove(db, userId, of(userId, id)))),
  deleteImport(db, userId, id),
  orStale(db),
]

/** Loads the import in the path, unless it was undone. */
export const loadImport = rowLoader('importRow', findImport)

type UndoWork = { import_id: string }

const planUndo: JobKind['plan'] = async (db, userId, { work }) => {
  const { import_id }: UndoWork = JSON.parse(work)
  const found = await Promise.all(
    made.map(({ table, most, of }) =>
      allRows<{ id: string }>(
        sql(db)`SELECT id FROM ${constant(table)} WHERE ${of(userId, import_id)} LIMIT ${most()}`,
      ),
    ),
  )
  for (const [index, { count, remove }] of made.entries()) {
    const rows = found[index] ?? []
    if (rows.length === 0) continue
    const ids = JSON.stringify(rows.map(({ id }) => id))
    const which = part`user_id = ${userId} AND id IN (SELECT value FROM json_each(${ids}))`
    return { writes: remove(db, userId, which), records: count === 'projects' ? 0 : rows.length, isLast: false }
  }
  return { writes: [deleteImport(db, userId, import_id)], records: 0, isLast: true }
}

export const undoImportJob: JobKind = { name: 'undo-import', plan: planUndo }

type Started = { started: NewJob; at: number }
type UndoOutcome = { removed: true } | Started | { gone: true }

/** Responds to an API request whose Undo continues as a job. */
export const answerStarted = <E extends App>(c: Context<E>, { started, at }: Started) =>
  c.json(startedJson(started, at), 202, { Location: jobApiPath(started) })

/** Preloads the data for planning an Undo. */
export const readUndoData = ({ env: { DB } }: Context<App>, userId: string, id: string) =>
  Promise.all([unfinishedJob(DB, userId), countOfImport(DB, userId, id), findImport(DB, userId, id)])

/**
 * Undoes an import. An unfinished import's job ends. If the Undo is too large for a batch, starts a job. @param check
 * throws if the row, or null for a missing row, must not be undone @throws ProblemError 409 `busy` while another job is
 * unfinished
 */
export const undoImport = (
  db: D1Database,
  userId: string,
  { id }: ImportRow,
  check: (row: ImportRow | null) => unknown = () => {},
): Promise<UndoOutcome> =>
  commitPlanned<UndoOutcome>(db, userId, ['stats'], async () => {
    const now = Date.now()
    const [row, running, count] = await Promise.all([
      findImport(db, userId, id),
      unfinishedJob(db, userId),
      countOfImport(db, userId, id),
    ])
    if (running && running.undo !== undoPath('session.import', id)) throw busyProblem(running)
    await check(row)
    if (!row) return { result: { gone: true } }
    const ended = running ? endJob(db, userId, importJob, running, now) : []
    const total = count.sessions + count.tasks + count.uses
    if (total <= 2 * chunkRows() && count.projects <= projectsPerStep) {
      return { result: { removed: true }, writes: [...ended, ...removeImport(db, userId, id, count)] }
    }
    const record = recordNoun(count.sessions, total)
    const job: NewJob = {
      id: uuid(),
      title: `Undo of the import of ${plural(total, record)}`,
      records: `${record}s removed`,
      message: `Import undone, ${plural(total, record)} removed`,
      page: '/sessions/import',
      undo: null,
      total,
    }
    const work: UndoWork = { import_id: id }
    return {
      result: { started: job, at: now },
      writes: [...ended, ...addJob(db, userId, undoImportJob, job, { work }, now)],
    }
  })
