import { duration, plural } from '../../lib/format'
import { columnsOf } from '../../lib/resource/reads'
import { allRows, headOf, jsonChunks, orStale, sql } from '../../lib/sql'
import { addProjects } from '../../projects/queries'
import type { TimeLog } from '../csv/read'
import { addSplitSessions } from '../queries'
import { addUses, advanceUsage, type ExistingData, type ImportPlan, type NamedProject, usesWithIds } from './plan'
import type { NamedChunk } from './plan-cells'
import { presentIn } from './resolve'
import { ImportRow, type ListedImport } from './schema'
import { addTasks, type KnownTask } from './tasks'

export const importsPerPage = 50

export const importUndoPath = (id: string) => `/sessions/import/${id}/undo`

type Sums = { sessions: number; seconds: number; tasks: number; appSeconds: number }

/** `2 sessions, 3h, and 1 task`; what an import has none of is left out. */
export const sumText = ({ sessions, seconds, tasks, appSeconds }: Sums) => {
  const parts = [
    (sessions > 0 || (tasks === 0 && appSeconds === 0)) && `${plural(sessions, 'session')}, ${duration(seconds)}`,
    tasks > 0 && plural(tasks, 'task'),
    appSeconds > 0 && `${duration(appSeconds)} of app use`,
  ].filter(Boolean)
  return parts.join(' and ')
}

export const sumsOfPlan = ({ sessions, total_seconds, tasks, app_seconds }: ImportPlan): Sums => ({
  ...{ sessions: sessions.length, seconds: total_seconds, tasks: tasks.length, appSeconds: app_seconds },
})

export const sumsOfImport = ({ imported, total_seconds, tasks, app_seconds }: ImportRow): Sums => ({
  ...{ sessions: imported, seconds: total_seconds, tasks, appSeconds: app_seconds },
})

/** The first and last session of an import give its days: sessions are numbered in order of time. */
export const listImports = (db: D1Database, userId: string, before: string, limit: number) =>
  allRows<ListedImport>(sql(db)`
    SELECT ${columnsOf('imports', ImportRow)},
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
    SELECT ${columnsOf('imports', ImportRow)}
    FROM imports
    WHERE user_id = ${userId} AND id = ${id}`.first<ImportRow>()

export const existingDataFor = async (
  db: D1Database,
  userId: string,
  { rows, tasks: logTasks, uses: logUses }: Pick<TimeLog, 'rows' | 'tasks' | 'uses'>,
  importId: string,
): Promise<ExistingData> => {
  const hasGoals = rows.some(({ goal, goal_id }) => goal !== null || goal_id !== null)
  const plans = [...new Set(rows.flatMap(({ plan }) => plan?.trim() ?? []))]
  const named = logTasks.flatMap(({ isNamed, title }) => (isNamed ? [title] : []))
  const tasks = [...new Set([...rows.flatMap(({ task, task_id }) => [task ?? [], task_id ?? []].flat()), ...named])]
  const uses = await usesWithIds(logUses, importId)
  const [{ seq }, keys, ids, ownProjects, goals, chunks, ownTasks, importedTasks, knownUses] = await Promise.all([
    headOf(db, userId),
    presentIn(
      db,
      userId,
      ['sessions', 'import_key'],
      rows.map(({ key }) => key),
    ),
    presentIn(
      db,
      userId,
      ['sessions', 'id'],
      rows.flatMap(({ id }) => id ?? []),
    ),
    namedProjects(db, userId),
    hasGoals ? goalTitles(db, userId) : [],
    Promise.all(jsonChunks(plans).map((names) => chunksOf(db, userId, names))),
    Promise.all(jsonChunks(tasks).map((names) => tasksOf(db, userId, names))),
    Promise.all(jsonChunks(logTasks.map(({ key }) => key)).map((chunk) => tasksWithKeys(db, userId, chunk))),
    presentIn(
      db,
      userId,
      ['app_usage', 'id'],
      uses.map(({ id }) => id),
    ),
  ])
  return {
    ...{ seq, keys, ids, projects: ownProjects, goals, chunks: chunks.flat(), tasks: ownTasks.flat() },
    importedTasks: new Map(importedTasks.flat().map((task) => [task.import_key, task])),
    newUses: uses.filter(({ id }) => !knownUses.has(id)),
  }
}

/** Tasks of earlier imports. @param keys JSON of a list */
const tasksWithKeys = (db: D1Database, userId: string, keys: string) =>
  allRows<KnownTask>(sql(db)`
    SELECT tasks.id, import_key, deleted_at IS NOT NULL AS deleted
    FROM tasks
    WHERE user_id = ${userId} AND import_key IN (SELECT value FROM json_each(${keys}))`)

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
  allRows<{ id: string; title: string; project_id: string | null }>(sql(db)`
    WITH named (name) AS (SELECT value FROM json_each(${names}))
    SELECT id, title, project_id FROM tasks
    WHERE user_id = ${userId} AND deleted_at IS NULL AND (id IN named OR title IN named)
    ORDER BY id DESC`)

const namedProjects = (db: D1Database, userId: string) =>
  allRows<NamedProject>(sql(db)`
    SELECT projects.id, projects.name, coalesce(organizations.name, '') AS client,
      coalesce(organizations.type = 'client', 0) AS is_client
    FROM projects LEFT JOIN organizations ON organizations.user_id = projects.user_id
      AND organizations.id = projects.organization_id AND organizations.deleted_at IS NULL
    WHERE projects.user_id = ${userId} AND projects.deleted_at IS NULL`)

const goalTitles = (db: D1Database, userId: string) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL ORDER BY id`)

type NewImport = Omit<ImportRow, 'seq' | 'created_at'>

/** Guard: rolls the batch back if the user wrote anything after `seq`. */
export const addImportRow = (db: D1Database, userId: string, added: NewImport, seq: number, now: number) => [
  sql(db)`
    INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, tasks,
      app_days, app_seconds, seq, created_at)
    SELECT ${userId}, ${added.id}, ${added.file_name}, ${added.format}, ${added.time_zone}, ${added.imported},
      ${added.duplicates}, ${added.rejected}, ${added.total_seconds}, ${added.tasks}, ${added.app_days},
      ${added.app_seconds}, seq, ${now}
    FROM change_heads
    WHERE user_id = ${userId} AND seq = ${seq + 1}`,
  orStale(db),
]

/** Guard: as `addImportRow`. */
export const addImport = (
  db: D1Database,
  userId: string,
  added: NewImport,
  { projects, tasks, sessions, uses }: ImportPlan,
  seq: number,
  now: number,
) => [...addImportRow(db, userId, added, seq, now), ...addRows(db, userId, { projects, tasks, sessions, uses }, now)]

/** Adds rows of an import, each kind before those that name it. */
export const addRows = (
  db: D1Database,
  userId: string,
  { projects, tasks, sessions, uses }: Pick<ImportPlan, 'projects' | 'tasks' | 'sessions' | 'uses'>,
  now: number,
) => [
  ...addProjects(db, userId, projects, now),
  ...addTasks(db, userId, tasks, now),
  ...addSplitSessions(db, userId, sessions, now),
  ...(uses.length === 0 ? [] : [...addUses(db, userId, uses, now), advanceUsage(db, userId)]),
]
