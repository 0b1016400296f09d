import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { type NewProject, nextColor, projectKey } from '../../../filing/projects/queries'
import type { LeftOut } from '../../../lib/files/left-out'
import { eachWithPauses } from '../../../lib/http/wait-until'
import {
  capitalize,
  cleanLine,
  cleanName,
  firstCharacters,
  nameKey,
  removeDirectionMarks,
} from '../../../lib/text/text'
import type { LogRow, TimeLog } from '../csv/read'
import type { LogUse } from '../formats/activitywatch'
import { generalName } from '../general'
import type { PlanLink } from '../plan-link'
import { type SplitSession, withSplits } from '../queries'
import { sessionTitleLimit } from '../schema'
import { type KnownTask, type NewTask, planTasks } from './tasks'

/** Use of an app on a day to import. */
export type NewUse = Omit<LogUse, 'key'> & { id: string; import_id: string }

/** A plan named in a file, with one of its chunks; null without chunks. */
export type NamedChunk = { id: string; title: string; chunk_id: string | null; chunk_title: string | null }

/** A project of the person. `is_client`: 1 if its organization is a client. Rows may omit other organizations. */
export type NamedProject = { id: string; name: string; client: string; is_client: 0 | 1 }

export type ExistingData = {
  /** Import keys and ids of rows that are already sessions, including deleted ones. */
  keys: Set<string>
  ids: Set<string>
  projects: NamedProject[]
  organizations: { name: string }[]
  goals: { id: string; title: string }[]
  chunks: NamedChunk[]
  tasks: { id: string; title: string; project_id: string | null }[]
  /** Tasks of earlier imports by key. */
  importedTasks: Map<string, KnownTask>
  /** App uses that are not stored yet. */
  newUses: NewUse[]
}

export type ImportPlan = {
  sessions: SplitSession[]
  /** Rows of the sessions, in the same order. */
  rows: LogRow[]
  projects: NewProject[]
  /** Names of clients that are added as organizations. */
  organizations: string[]
  tasks: NewTask[]
  uses: NewUse[]
  duplicates: number
  total_seconds: number
  app_seconds: number
  days: { first: string; last: string; count: number } | null
  /** Goals, plans and tasks that rows name but the person does not have. */
  leftOut: LeftOut[]
}

/** Counts for an import that stores everything in its plan. */
export const countsOf = ({ sessions, tasks, uses, duplicates, total_seconds, app_seconds }: ImportPlan) => ({
  imported: sessions.length,
  duplicates,
  total_seconds,
  tasks: tasks.length,
  app_days: uses.length,
  app_seconds,
})

/** True if nothing in a file is new. */
export const isEmpty = ({ sessions, tasks, uses }: ImportPlan) => sessions.length + tasks.length + uses.length === 0

/** Returns a function that is true for rows not stored yet. Of rows with the same key, only for the first. */
const isNew = ({ keys, ids }: ExistingData) => {
  const seen = new Set<string>()
  return ({ key, id }: LogRow) => {
    const isKnown = keys.has(key) || seen.has(key) || (id !== null && ids.has(id))
    seen.add(key)
    return !isKnown
  }
}

/** Names in a row that its session loses. */
const missingOf = (row: LogRow, { goal_id, plan_id, chunk_id, task_id }: SplitSession): LeftOut[] => {
  const named = [
    { kind: 'goal', name: row.goal ?? row.goal_id, id: goal_id },
    { kind: 'plan', name: row.plan_title ?? row.plan, id: row.plan && plan_id },
    { kind: 'chunk', name: row.chunk, id: chunk_id },
    { kind: 'task', name: row.task ?? row.task_id, id: task_id },
  ]
  return named.flatMap(({ kind, name, id }) => {
    const what = `${capitalize(kind)} “${firstCharacters(name?.trim() ?? '', 100)}”`
    return name && id === null ? [{ line: row.line, what, reason: `You have no such ${kind}.` }] : []
  })
}

type Named = { id: string; title: string }

/** Returns a function that finds a row by id, else by title. If titles are equal, the first row counts. */
const finder = (rows: Named[]) => {
  const ids = new Set(rows.map(({ id }) => id))
  const byTitle = new Map(rows.toReversed().map(({ id, title }) => [title, id]))
  return (id: string | null, title: string | null) =>
    id !== null && ids.has(id) ? id : (title !== null && byTitle.get(title)) || null
}

/** Links rows to plans and chunks, by id or title. The title of a missing plan becomes that of an untitled row. */
const linkPlans = (rows: NamedChunk[]) => {
  const planOf = finder(rows)
  const chunkOf = new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [
      id,
      finder(
        own.flatMap(({ chunk_id, chunk_title }) =>
          chunk_id === null ? [] : [{ id: chunk_id, title: chunk_title ?? '' }],
        ),
      ),
    ]),
  )
  return ({ plan, chunk, plan_title, title }: LogRow): PlanLink & { title: string } => {
    const cell = plan === null ? null : plan.trim()
    const plan_id = planOf(cell, cell) ?? planOf(null, cell && plan_title)
    if (plan_id === null) {
      const named = plan_title ?? plan ?? ''
      return { plan_id, chunk_id: null, title: title || firstCharacters(cleanLine(named), sessionTitleLimit) }
    }
    const chunkCell = chunk === null ? null : chunk.trim()
    return { plan_id, chunk_id: chunkOf.get(plan_id)?.(chunkCell, chunkCell) ?? null, title }
  }
}

/** True for a row that belongs in its client's general project. */
export const isGeneral = ({ project, client }: Pick<LogRow, 'project' | 'client'>) => project === null && client !== ''

/**
 * Links rows to projects by name and client, and creates missing projects. A row without a client can also match a
 * project whose organization is not a client.
 */
const linkProjects = ({ projects }: ExistingData, importId: string) => {
  const ids = new Map(projects.map(({ id, name, client }) => [projectKey(name, client), id]))
  const created: NewProject[] = []
  const others = projects.filter(({ is_client }) => is_client === 0)
  const named = new Map(others.map(({ id, name }) => [nameKey(name), id]))
  const link = (row: Pick<LogRow, 'project' | 'client'>) => {
    const client = cleanName(row.client)
    const name = isGeneral(row) ? generalName : row.project && cleanName(row.project)
    if (!name) return null
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

/** Clients of new projects that are not yet organizations. */
const newOrganizations = (projects: NewProject[], { organizations }: ExistingData) => {
  const known = new Set(['', ...organizations.map(({ name }) => nameKey(name))])
  const clients = new Map(projects.toReversed().map(({ client }) => [nameKey(client), client]))
  return [...clients].flatMap(([key, client]) => (known.has(key) ? [] : [client])).toReversed()
}

/** Returns a function that keeps a row's id, unless it is repeated or invalid. */
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

/** Plans an import. Leaves out known rows. New sessions are added in order of time. */
export const planSessionImport = async (
  { rows, tasks: logTasks, uses }: Pick<TimeLog, 'rows' | 'tasks' | 'uses'>,
  known: ExistingData,
  importId: string,
  dayStartMinute: number,
): Promise<ImportPlan> => {
  const added = rows.filter(isNew(known)).toSorted((a, b) => a.started_at - b.started_at)
  const goalOf = finder(known.goals)
  const projects = linkProjects(known, importId)
  const idOf = chooseIds()
  const planOf = linkPlans(known.chunks)
  const taskOf = finder(known.tasks)
  const tasks = planTasks(
    logTasks,
    { known: known.importedTasks, own: known.tasks },
    { importId, usedKeys: new Set(added.flatMap(({ task_key }) => task_key ?? [])), projectOf: projects.link },
  )
  const sessions: SplitSession[] = []
  const leftOut: LeftOut[] = []
  await eachWithPauses(added, (row) => {
    const session = withSplits({
      id: idOf(row),
      source: 'import' as const,
      project_id: projects.link(row),
      goal_id: goalOf(row.goal_id, row.goal),
      ...planOf(row),
      task_id: row.task_key === undefined ? taskOf(row.task_id, row.task) : tasks.idOf(row.task_key),
      artifacts: row.artifacts,
      billable: row.billable,
      hourly_rate: row.hourly_rate,
      currency: row.currency,
      notes: row.notes,
      tags: [...new Set(row.tags.map(removeDirectionMarks))].filter(Boolean),
      started_at: row.started_at,
      ended_at: row.ended_at,
      duration_seconds: row.duration_seconds,
      time_zone: row.time_zone,
      day_start_minute: row.day_start_minute ?? dayStartMinute,
      import_id: importId,
      import_key: row.key,
    })
    sessions.push(session)
    leftOut.push(...missingOf(row, session))
  })
  return {
    sessions,
    rows: added,
    projects: projects.made,
    organizations: newOrganizations(projects.made, known),
    tasks: tasks.added,
    uses: known.newUses,
    duplicates: rows.length - added.length + tasks.duplicates + uses.length - known.newUses.length,
    total_seconds: sessions.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0),
    app_seconds: known.newUses.reduce((sum, { seconds }) => sum + seconds, 0),
    days: daysOf(sessions, known.newUses),
    leftOut,
  }
}
