import { duration, plural } from '../../lib/format'
import { batchRows } from '../../lib/jobs/batches'
import { allRows, headOf, jsonChunks, orStale, part, sql } from '../../lib/sql'
import { addProjects, projects } from '../../projects/queries'
import type { LogRow } from '../csv/read'
import { addSessions } from '../queries'
import { mostSessionsIn, rowsToDelete, type SessionSize } from '../rows-written'
import type { ExistingData, ImportPlan } from './plan'
import type { NamedChunk } from './plan-cells'
import type { ImportRow, ListedImport } from './schema'

export const importsPerPage = 50

/** Rows that it writes to add a project, or to delete it. */
export const rowsOfProject = 40

export const importUndoPath = (id: string) => `/sessions/import/${id}/undo`

export const sumText = (sessions: number, seconds: number) => `${plural(sessions, 'session')}, ${duration(seconds)}`

/** The first and last session of an import give its days: sessions are numbered in order of time. */
export const listImports = (db: D1Database, userId: string, before: string, limit: number) =>
  allRows<ListedImport>(sql(db)`
    SELECT id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq, created_at,
      (SELECT days ->> '$[0][0]' FROM sessions WHERE user_id = ${userId} AND import_id = imports.id
       ORDER BY number LIMIT 1) AS first_date,
      (SELECT days ->> '$[#-1][0]' FROM sessions WHERE user_id = ${userId} AND import_id = imports.id
       ORDER BY number DESC LIMIT 1) AS last_date
    FROM imports
    WHERE user_id = ${userId} AND id < ${before}
    ORDER BY id DESC
    LIMIT ${limit}`)

export const findImport = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq, created_at
    FROM imports
    WHERE user_id = ${userId} AND id = ${id}`.first<ImportRow>()

/** One statement after the other, as their results are large together. */
const textSet = async (statements: D1PreparedStatement[]) => {
  const values = new Set<string>()
  for (const statement of statements)
    for (const { text } of await allRows<{ text: string }>(statement)) values.add(text)
  return values
}

export const existingDataFor = async (db: D1Database, userId: string, rows: LogRow[]): Promise<ExistingData> => {
  const hasGoals = rows.some(({ goal, goal_id }) => goal !== null || goal_id !== null)
  const plans = [...new Set(rows.flatMap(({ plan }) => plan?.trim() ?? []))]
  const tasks = [...new Set(rows.flatMap(({ task, task_id }) => [task ?? [], task_id ?? []].flat()))]
  const [{ seq }, keys, ids, ownProjects, goals, chunks, ownTasks] = await Promise.all([
    headOf(db, userId),
    textSet(
      jsonChunks(rows.map(({ key }) => key)).map(
        (chunk) => sql(db)`
          SELECT import_key AS text
          FROM sessions
          WHERE user_id = ${userId} AND import_key IN (SELECT value FROM json_each(${chunk}))`,
      ),
    ),
    textSet(
      jsonChunks(rows.flatMap(({ id }) => id ?? [])).map(
        (chunk) => sql(db)`
          SELECT id AS text FROM sessions WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${chunk}))`,
      ),
    ),
    projects(db, userId),
    hasGoals ? goalTitles(db, userId) : [],
    Promise.all(jsonChunks(plans).map((names) => chunksOf(db, userId, names))),
    Promise.all(jsonChunks(tasks).map((names) => tasksOf(db, userId, names))),
  ])
  return { seq, keys, ids, projects: ownProjects, goals, chunks: chunks.flat(), tasks: ownTasks.flat() }
}

/** Plans by their ids or titles, with their chunks, each in order. @param names JSON of a list */
const chunksOf = (db: D1Database, userId: string, names: string) =>
  allRows<NamedChunk>(sql(db)`
    WITH named (name) AS (SELECT value FROM json_each(${names}))
    SELECT plans.id, plans.title, plan_chunks.id AS chunk_id, plan_chunks.title AS chunk_title
    FROM plans
      LEFT JOIN plan_chunks ON plan_chunks.user_id = plans.user_id AND plan_chunks.plan_id = plans.id
    WHERE plans.user_id = ${userId} AND deleted_at IS NULL AND (plans.id IN named OR plans.title IN named)
    ORDER BY plans.id, position`)

/** Tasks by their ids or titles, the newest first. @param names JSON of a list */
const tasksOf = (db: D1Database, userId: string, names: string) =>
  allRows<{ id: string; title: string }>(sql(db)`
    WITH named (name) AS (SELECT value FROM json_each(${names}))
    SELECT id, title FROM tasks
    WHERE user_id = ${userId} AND deleted_at IS NULL AND (id IN named OR title IN named)
    ORDER BY id DESC`)

const goalTitles = (db: D1Database, userId: string) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL ORDER BY id`)

type NewImport = Omit<ImportRow, 'seq' | 'created_at'>

/** Guard: rolls the batch back if the user wrote anything after `seq`. */
export const addImportRow = (db: D1Database, userId: string, added: NewImport, seq: number, now: number) => [
  sql(db)`
    INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq,
      created_at)
    SELECT ${userId}, ${added.id}, ${added.file_name}, ${added.format}, ${added.time_zone}, ${added.imported},
      ${added.duplicates}, ${added.rejected}, ${added.total_seconds}, seq, ${now}
    FROM change_heads
    WHERE user_id = ${userId} AND seq = ${seq + 1}`,
  orStale(db),
]

/** Guard: as `addImportRow`. */
export const addImport = (
  db: D1Database,
  userId: string,
  added: NewImport,
  { projects, sessions }: ImportPlan,
  seq: number,
  now: number,
) => [
  ...addImportRow(db, userId, added, seq, now),
  ...addProjects(db, userId, projects, now),
  ...addSessions(db, userId, sessions, now),
]

/**
 * Projects that an import created and that go with it. A project stays if it was merged, if other sessions or a plan use
 * it, or if undoing a change would return sessions to it.
 */
const isDeletable = (userId: string, importId: string) => part`
  user_id = ${userId} AND import_id = ${importId} AND merged_into IS NULL
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE user_id = ${userId} AND project_id = projects.id)
    AND id NOT IN (SELECT project_id FROM plans WHERE user_id = ${userId} AND project_id IS NOT NULL)
    AND id NOT IN (
      SELECT image.value ->> '$.was.project_id'
      FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN sessions AS present
        ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
      WHERE change_parts.user_id = ${userId} AND change_parts.kind = 'session'
        AND image.value ->> '$.was.project_id' IS NOT NULL)`

export const deleteImport = (db: D1Database, userId: string, id: string) =>
  sql(db)`DELETE FROM imports WHERE user_id = ${userId} AND id = ${id}`

/**
 * Removes an import for good: its sessions, deleted ones too, and the projects it created. Guard: rolls the batch back
 * if the import is gone.
 */
export const removeImport = (db: D1Database, userId: string, id: string) => [
  sql(db)`DELETE FROM sessions WHERE user_id = ${userId} AND import_id = ${id}`,
  sql(db)`DELETE FROM projects WHERE ${isDeletable(userId, id)}`,
  deleteImport(db, userId, id),
  orStale(db),
]

/** The sessions of an import in their order, as many as one batch could delete. */
export const sizesOfImport = (db: D1Database, userId: string, id: string) =>
  allRows<SessionSize & { number: number }>(sql(db)`
    SELECT number, json_array_length(days) AS days, json_array_length(coalesce(hours, days)) AS hours,
      json_array_length(tags) AS tags
    FROM sessions INDEXED BY sessions_by_import
    WHERE user_id = ${userId} AND import_id = ${id}
    ORDER BY number
    LIMIT ${mostSessionsIn(batchRows, rowsToDelete)}`)

export const countOfImport = async (db: D1Database, userId: string, id: string) =>
  (await sql(db)`
    SELECT count(*) AS sessions, (SELECT count(*) FROM projects WHERE user_id = ${userId} AND import_id = ${id}) AS projects
    FROM sessions INDEXED BY sessions_by_import
    WHERE user_id = ${userId} AND import_id = ${id}`.first<{ sessions: number; projects: number }>()) ?? {
    sessions: 0,
    projects: 0,
  }

export const deleteSessions = (db: D1Database, userId: string, numbers: number[]) => sql(db)`
  DELETE FROM sessions
  WHERE number IN (SELECT value FROM json_each(${JSON.stringify(numbers)})) AND +user_id = ${userId}`

export const deletableProjects = (db: D1Database, userId: string, importId: string, limit: number) =>
  allRows<{ id: string }>(sql(db)`SELECT id FROM projects WHERE ${isDeletable(userId, importId)} LIMIT ${limit}`)

export const deleteProjectsOfImport = (db: D1Database, userId: string, projects: { id: string }[]) => sql(db)`
  DELETE FROM projects
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(projects.map(({ id }) => id))}))`
