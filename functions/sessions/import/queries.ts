import { allRows, headOf, jsonChunks, orStale, sql } from '../../lib/sql'
import { addProjects, projects } from '../../projects/queries'
import type { LogRow } from '../csv/read'
import { addSessions } from '../queries'
import type { ExistingData, ImportPlan } from './plan'
import type { ImportRow, ListedImport } from './schema'

export const importsPerPage = 50

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

const textSet = async (statements: D1PreparedStatement[]) => {
  const values = new Set<string>()
  for (const statement of statements) {
    for (const { text } of (await statement.all<{ text: string }>()).results) values.add(text)
  }
  return values
}

export const existingDataFor = async (db: D1Database, userId: string, rows: LogRow[]): Promise<ExistingData> => {
  const { seq } = await headOf(db, userId)
  const ids = rows.flatMap(({ id }) => id ?? [])
  const hasGoals = rows.some(({ goal, goal_id }) => goal !== null || goal_id !== null)
  return {
    seq,
    keys: await textSet(
      jsonChunks(rows.map(({ key }) => key)).map(
        (chunk) => sql(db)`
          SELECT import_key AS text
          FROM sessions
          WHERE user_id = ${userId} AND import_key IN (SELECT value FROM json_each(${chunk}))`,
      ),
    ),
    ids: await textSet(
      jsonChunks(ids).map(
        (chunk) => sql(db)`
          SELECT id AS text FROM sessions WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${chunk}))`,
      ),
    ),
    projects: await projects(db, userId),
    goals: hasGoals ? await goalTitles(db, userId) : [],
  }
}

const goalTitles = (db: D1Database, userId: string) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL ORDER BY id`)

type NewImport = Omit<ImportRow, 'seq' | 'created_at'>

/** Guard: rolls the batch back if the user wrote anything after `seq`. */
export const addImport = (
  db: D1Database,
  userId: string,
  added: NewImport,
  { projects, sessions }: ImportPlan,
  seq: number,
  now: number,
) => [
  sql(db)`
    INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq,
      created_at)
    SELECT ${userId}, ${added.id}, ${added.file_name}, ${added.format}, ${added.time_zone}, ${added.imported},
      ${added.duplicates}, ${added.rejected}, ${added.total_seconds}, seq, ${now}
    FROM change_heads
    WHERE user_id = ${userId} AND seq = ${seq + 1}`,
  orStale(db),
  ...addProjects(db, userId, projects, now),
  ...addSessions(db, userId, sessions, now),
]

/**
 * Removes an import for good: its sessions, deleted ones too, and the projects it created. A project stays if it was
 * merged, if other sessions use it, or if undoing a change would return sessions to it. Guard: rolls back if the import
 * is gone.
 */
export const removeImport = (db: D1Database, userId: string, id: string) => [
  sql(db)`DELETE FROM sessions WHERE user_id = ${userId} AND import_id = ${id}`,
  sql(db)`
    DELETE FROM projects
    WHERE user_id = ${userId} AND import_id = ${id} AND merged_into IS NULL
      AND NOT EXISTS (SELECT 1 FROM sessions WHERE user_id = ${userId} AND project_id = projects.id)
      AND id NOT IN (
        SELECT image.value ->> '$.was.project_id'
        FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN sessions AS present
          ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
        WHERE change_parts.user_id = ${userId} AND change_parts.kind = 'session'
          AND image.value ->> '$.was.project_id' IS NOT NULL)`,
  sql(db)`DELETE FROM imports WHERE user_id = ${userId} AND id = ${id}`,
  orStale(db),
]
