import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { eachWithPauses } from '../../lib/pauses'
import { hashed } from '../../lib/secrets'
import { jsonChunks, part, sql } from '../../lib/sql'
import { nameKey } from '../../lib/text'
import { type NewProject, nextColor, projectKey } from '../../projects/queries'
import type { LogRow, TimeLog } from '../csv/read'
import type { LogUse } from '../formats/activitywatch'
import { type SplitSession, withSplits } from '../queries'
import { linkPlans, type NamedChunk, namedOf } from './plan-cells'
import { type KnownTask, type NewTask, planTasks } from './tasks'

/** Time of an app on a day, as an import brings it. */
export type NewUse = Omit<LogUse, 'key'> & { id: string; import_id: string }

/** Its time counts on the day that the file has it, also where the person’s days have moved since. */
export const addUses = (db: D1Database, userId: string, added: NewUse[], now: number) =>
  jsonChunks(added).map(
    (chunk) => sql(db)`
      INSERT INTO app_usage (user_id, id, package_name, started_at, ended_at, client_id, days, import_id, created_at)
      SELECT ${userId}, value ->> 'id', value ->> 'package_name', value ->> 'started_at', value ->> 'ended_at', '',
        json_array(json_array(value ->> 'date', value ->> 'seconds')), value ->> 'import_id', ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, id) DO NOTHING`,
  )

/** Follows a write of app usage, whose version reports and lists compare. */
export const advanceUsage = (db: D1Database, userId: string) =>
  sql(db)`UPDATE change_heads SET usage_seq = usage_seq + 1 WHERE user_id = ${userId}`

export const ofImport = (userId: string, importId: string) => part`user_id = ${userId} AND import_id = ${importId}`

/** Ids of uses: the same for a computer, an app and a day each time. */
export const usesWithIds = async (uses: LogUse[], importId: string) => {
  const result: NewUse[] = []
  for (const { key, ...use } of uses) result.push({ ...use, id: await hashed(key), import_id: importId })
  return result
}

/** `is_client` is 1 for a project of a client, whose rows name that; other organizations are not in files. */
export type NamedProject = { id: string; name: string; client: string; is_client: 0 | 1 }

export type ExistingData = {
  seq: number
  /** Import keys and ids of the rows that sessions already have, deleted ones included. */
  keys: Set<string>
  ids: Set<string>
  projects: NamedProject[]
  goals: { id: string; title: string }[]
  chunks: NamedChunk[]
  tasks: { id: string; title: string; project_id: string | null }[]
  /** Tasks of earlier imports by their keys. */
  importedTasks: Map<string, KnownTask>
  /** Uses of apps that are not there yet. */
  newUses: NewUse[]
}

export type ImportPlan = {
  sessions: SplitSession[]
  projects: NewProject[]
  tasks: NewTask[]
  uses: NewUse[]
  duplicates: number
  total_seconds: number
  app_seconds: number
  days: { first: string; last: string; count: number } | null
}

/** True where nothing of a file is new. */
export const isEmpty = ({ sessions, tasks, uses }: ImportPlan) => sessions.length + tasks.length + uses.length === 0

/** Tells rows that are not there yet; of those with one key only the first. */
const isNew = ({ keys, ids }: ExistingData) => {
  const seen = new Set<string>()
  return ({ key, id }: LogRow) => {
    const isKnown = keys.has(key) || seen.has(key) || (id !== null && ids.has(id))
    seen.add(key)
    return !isKnown
  }
}

/** Links rows by an id of some others, else by a title of theirs; of equal titles the first counts. */
const linkNamed = (others: { id: string; title: string }[]) => {
  const { ids, byTitle } = namedOf(others)
  return (id: string | null, title: string | null) =>
    id !== null && ids.has(id) ? id : (title !== null && byTitle.get(title)) || null
}

/**
 * Links rows to projects by name and client, and a row that names no client to a project of its name in an organization
 * that is none; creates missing ones.
 */
const linkProjects = ({ projects }: ExistingData, importId: string) => {
  const ids = new Map(projects.map(({ id, name, client }) => [projectKey(name, client), id]))
  const created: NewProject[] = []
  const others = projects.filter(({ is_client }) => is_client === 0)
  const named = new Map(others.map(({ id, name }) => [nameKey(name), id]))
  const link = ({ project: name, client }: Pick<LogRow, 'project' | 'client'>) => {
    if (name === null) return null
    const key = projectKey(name, client)
    const known = ids.get(key) ?? (client === '' ? named.get(nameKey(name)) : undefined)
    if (known !== undefined) return known
    const id = uuid()
    const color = nextColor(projects.length + created.length)
    created.push({ id, name, client, classification: 'work', color, import_id: importId })
    ids.set(key, id)
    return id
  }
  return { made: created, link }
}

/** Keeps the id of an export, unless it is repeated or invalid. */
const chooseIds = () => {
  const taken = new Set<string>()
  return ({ id }: LogRow) => {
    const kept = id !== null && !taken.has(id) && z.uuid().safeParse(id).success ? id : uuid()
    taken.add(kept)
    return kept
  }
}

const daysOf = (sessions: SplitSession[], uses: NewUse[]) => {
  const found = new Set(uses.map(({ date }) => date))
  for (const { days } of sessions) for (const [date] of days) found.add(date)
  const dates = [...found].sort()
  const [first, last] = [dates[0], dates.at(-1)]
  return first === undefined || last === undefined ? null : { first, last, count: dates.length }
}

/** Plans an import. Known rows are left out; new ones are added in order of time. */
export const planImport = async (
  { rows, tasks: logTasks, uses }: Pick<TimeLog, 'rows' | 'tasks' | 'uses'>,
  known: ExistingData,
  importId: string,
  dayStartMinute: number,
): Promise<ImportPlan> => {
  const added = rows.filter(isNew(known)).toSorted((a, b) => a.started_at - b.started_at)
  const goalOf = linkNamed(known.goals)
  const projects = linkProjects(known, importId)
  const idOf = chooseIds()
  const planOf = linkPlans(known.chunks)
  const taskOf = linkNamed(known.tasks)
  const tasks = planTasks(
    logTasks,
    { known: known.importedTasks, own: known.tasks },
    { importId, usedKeys: new Set(added.flatMap(({ task_key }) => task_key ?? [])), projectOf: projects.link },
  )
  const sessions: SplitSession[] = []
  await eachWithPauses(added, (row) => {
    const session = {
      id: idOf(row),
      source: 'import' as const,
      project_id: projects.link(row),
      goal_id: goalOf(row.goal_id, row.goal),
      ...planOf(row),
      task_id: row.task_key === undefined ? taskOf(row.task_id, row.task) : tasks.idOf(row.task_key),
      artifacts: row.artifacts,
      notes: row.notes,
      tags: row.tags,
      started_at: row.started_at,
      ended_at: row.ended_at,
      duration_seconds: row.duration_seconds,
      time_zone: row.time_zone,
      day_start_minute: row.day_start_minute ?? dayStartMinute,
      import_id: importId,
      import_key: row.key,
    }
    sessions.push(withSplits(session))
  })
  return {
    sessions,
    projects: projects.made,
    tasks: tasks.added,
    uses: known.newUses,
    duplicates: rows.length - added.length + tasks.duplicates + uses.length - known.newUses.length,
    total_seconds: sessions.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0),
    app_seconds: known.newUses.reduce((sum, { seconds }) => sum + seconds, 0),
    days: daysOf(sessions, known.newUses),
  }
}
