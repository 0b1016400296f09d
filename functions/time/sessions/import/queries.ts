import { addProjects } from '../../../filing/projects/queries'
import { allRows, constant, jsonChunks, sql } from '../../../lib/db/sql'
import { columnsOf } from '../../../lib/resource/row-reads'
import { sha256Hex } from '../../../lib/secrets'
import { duration, plural } from '../../../lib/text/format'
import type { TimeLog } from '../csv/read'
import type { LogUse } from '../formats/activitywatch'
import { addSplitSessions } from '../queries'
import type { ExistingData, ImportPlan, NamedChunk, NamedProject, NewUse } from './plan'
import { ImportRow, type ListedImport } from './schema'
import { addTasks, type KnownTask } from './tasks'

export const importsPerPage = 50

/** Path of the list of an import's sessions; of the imports if it has no sessions. */
export const importResultPath = ({ sessions, days }: Pick<ImportPlan, 'sessions' | 'days'>) =>
  sessions.length === 0 || !days ? '/sessions/import' : `/sessions?from=${days.first}&to=${days.last}`

/** `2 sessions, 3h, and 1 task`. Leaves out kinds that the import lacks. */
export const sumText = (sums: Pick<ImportRow, 'imported' | 'total_seconds' | 'tasks' | 'app_seconds'>) => {
  const { imported, total_seconds, tasks, app_seconds } = sums
  const parts = [
    (imported > 0 || (tasks === 0 && app_seconds === 0)) &&
      `${plural(imported, 'session')}, ${duration(total_seconds)}`,
    tasks > 0 && plural(tasks, 'task'),
    app_seconds > 0 && `${duration(app_seconds)} of app use`,
  ].filter(Boolean)
  return parts.join(' and ')
}

/** Imports. Their dates come from the first and last session, since sessions are numbered in order of time. */
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

/** Returns the texts that a column of the person's rows contains. Reads in parts, because results are large. */
export const readExistingTexts = async (
  db: D1Database,
  userId: string,
  [table, column]: ['sessions' | 'tasks' | 'app_usage', 'id' | 'import_key'],
  texts: (string | null)[],
) => {
  const present = new Set<string>()
  for (const chunk of jsonChunks(texts)) {
    const found = await allRows<{ text: string }>(sql(db)`
      SELECT ${constant(column)} AS text
      FROM ${constant(table)}
      WHERE user_id = ${userId} AND ${constant(column)} IN (SELECT value FROM json_each(${chunk}))`)
    for (const { text } of found) present.add(text)
  }
  return present
}

/** Adds ids to uses. The id depends only on computer, app and day. */
const usesWithIds = async (uses: LogUse[], importId: string) => {
  const result: NewUse[] = []
  for (const { key, ...use } of uses) result.push({ ...use, id: await sha256Hex(key), import_id: importId })
  return result
}

export const readExistingData = async (
  db: D1Database,
  userId: string,
  { rows, tasks: logTasks, uses: logUses }: Pick<TimeLog, 'rows' | 'tasks' | 'uses'>,
  importId: string,
): Promise<ExistingData> => {
  const hasGoals = rows.some(({ goal, goal_id }) => goal !== null || goal_id !== null)
  const plans = [...new Set(rows.flatMap(({ plan, plan_title }) => (plan ? [plan.trim(), plan_title ?? ''] : [])))]
  const named = logTasks.flatMap(({ isNamed, title }) => (isNamed ? [title] : []))
  const tasks = [...new Set([...rows.flatMap(({ task, task_id }) => [task ?? [], task_id ?? []].flat()), ...named])]
  const uses = await usesWithIds(logUses, importId)
  const hasClients = [...rows, ...logTasks].some(({ client }) => client !== '')
  const [keys, ids, ownProjects, organizations, goals, chunks, ownTasks, importedTasks, knownUses] = await Promise.all([
    readExistingTexts(
      db,
      userId,
      ['sessions', 'import_key'],
      rows.map(({ key }) => key),
    ),
    readExistingTexts(
      db,
      userId,
      ['sessions', 'id'],
      rows.flatMap(({ id }) => id ?? []),
    ),
    namedProjects(db, userId),
    hasClients ? organizationNames(db, userId) : [],
    hasGoals ? goalTitles(db, userId) : [],
    Promise.all(jsonChunks(plans).map((names) => chunksOf(db, userId, names))),
    Promise.all(jsonChunks(tasks).map((names) => tasksOf(db, userId, names))),
    Promise.all(jsonChunks(logTasks.map(({ key }) => key)).map((chunk) => tasksWithKeys(db, userId, chunk))),
    readExistingTexts(
      db,
      userId,
      ['app_usage', 'id'],
      uses.map(({ id }) => id),
    ),
  ])
  return {
    keys,
    ids,
    projects: ownProjects,
    organizations,
    goals,
    chunks: chunks.flat(),
    tasks: ownTasks.flat(),
    importedTasks: new Map(importedTasks.flat().map((task) => [task.import_key, task])),
    newUses: uses.filter(({ id }) => !knownUses.has(id)),
  }
}

/** Tasks of earlier imports by key. @param keys JSON of a list */
const tasksWithKeys = (db: D1Database, userId: string, keys: string) =>
  allRows<KnownTask>(sql(db)`
    SELECT tasks.id, import_key, deleted_at IS NOT NULL AS deleted
    FROM tasks
    WHERE user_id = ${userId} AND import_key IN (SELECT value FROM json_each(${keys}))`)

/** Plans by id or title, with their chunks, both in order. @param names JSON of a list */
const chunksOf = (db: D1Database, userId: string, names: string) =>
  allRows<NamedChunk>(sql(db)`
    WITH named (name) AS (SELECT value FROM json_each(${names}))
    SELECT plans.id, plans.title, plan_chunks.id AS chunk_id, plan_chunks.title AS chunk_title
    FROM plans
      LEFT JOIN plan_chunks ON plan_chunks.user_id = plans.user_id AND plan_chunks.plan_id = plans.id
    WHERE plans.user_id = ${userId} AND deleted_at IS NULL AND (plans.id IN named OR plans.title IN named)
    ORDER BY plans.id, position`)

/** Tasks by id or title, newest first. @param names JSON of a list */
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

const organizationNames = (db: D1Database, userId: string) =>
  allRows<{ name: string }>(sql(db)`
    SELECT name FROM organizations WHERE user_id = ${userId} AND deleted_at IS NULL`)

const goalTitles = (db: D1Database, userId: string) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL ORDER BY id`)

/** Adds app uses. The time counts on the file's date, even if the person's start of the day has changed since. */
const addUses = (db: D1Database, userId: string, added: NewUse[], now: number) =>
  jsonChunks(added).map(
    (chunk) => sql(db)`
      INSERT INTO app_usage (user_id, id, package_name, started_at, ended_at, client_id, days, import_id, created_at)
      SELECT ${userId}, value ->> 'id', value ->> 'package_name', value ->> 'started_at', value ->> 'ended_at', '',
        json_array(json_array(value ->> 'date', value ->> 'seconds')), value ->> 'import_id', ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, id) DO NOTHING`,
  )

/** Advances the version of app usage, which reports and lists compare. Must come after the write. */
export const advanceUsage = (db: D1Database, userId: string) =>
  sql(db)`UPDATE change_heads SET usage_seq = usage_seq + 1 WHERE user_id = ${userId}`

/** Rows that an import, or a step of it, adds. */
export type ImportedRows = Pick<ImportPlan, 'projects' | 'tasks' | 'sessions' | 'uses'>

/** Adds rows of an import. Referenced kinds come before rows that refer to them. */
export const addRows = (
  db: D1Database,
  userId: string,
  { projects, tasks, sessions, uses }: ImportedRows,
  now: number,
) => [
  ...addProjects(db, userId, projects, now),
  ...addTasks(db, userId, tasks, now),
  ...addSplitSessions(db, userId, sessions, now, true),
  ...(uses.length === 0 ? [] : [...addUses(db, userId, uses, now), advanceUsage(db, userId)]),
]
