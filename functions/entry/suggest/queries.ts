import { andInOrg } from '../../lib/kinds'
import { inOrg, type Org } from '../../lib/org'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/sql'
import type { ChunkStatus } from '../../plans/schema'
import { projectKey } from '../../projects/queries'
import { afterAll } from '../queries'
import { foundIds, type Limits, type Names, tagsNamed } from './word'

type ProjectCandidate = { id: string; name: string; client: string; color: string; inactive: 0 | 1 }
type GoalCandidate = { id: string; name: string }
type TaskCandidate = GoalCandidate
type ChunkCandidate = { id: string; title: string; status: ChunkStatus }
/** A plan that is not archived; its chunks only where a typed slash stands behind a part of its name. */
export type PlanCandidate = {
  id: string
  title: string
  is_completed: 0 | 1
  next: (Pick<ChunkCandidate, 'id' | 'title'> & { is_shared: 0 | 1 }) | null
  chunks: ChunkCandidate[]
}
type TagCandidate = { name: string; inactive: 0 | 1 }

/** A title with the project, the goal and the tags of its last session. */
export type TitleCandidate = {
  name: string
  uses: number
  /** epoch ms */
  used_at: number
  project: string | null
  client: string | null
  color: string | null
  /** 1 if another project has the name of this one. */
  is_shared: 0 | 1
  goal: string | null
  tags: string[]
}

/** Project, goal, plan, task and tags of one of the latest sessions. */
type RecentUse = Record<'project_id' | 'goal_id' | 'plan_id' | 'task_id', string | null> & { tags: string[] }

export type Candidates = {
  projects: ProjectCandidate[]
  goals: GoalCandidate[]
  plans: PlanCandidate[]
  tasks: TaskCandidate[]
  tags: TagCandidate[]
  titles: TitleCandidate[]
  recent: RecentUse[]
}

const alone: Limits = { recent: 14, names: 28, found: 10, sessions: 50, foundSessions: 24, titles: 15 }
const both: Limits = { recent: 0, names: 8, found: 5, sessions: 40, foundSessions: 15, titles: 8 }

/** Titles to look for; without an expression those of the latest sessions. */
type Titles = { match?: string }

export type Search = { names?: Names; titles?: Titles }

/** Parts name and client in a project's key. */
const separator = projectKey('', '')

const nothing = part`SELECT NULL WHERE 0`

/** Sessions of a context among the latest ones. */
const latestSessions = (userId: string, org: Org, limit: number) => part`
  SELECT * FROM (
    SELECT project_id, goal_id, plan_id, task_id, title, tags, ended_at
    FROM sessions
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL
    ORDER BY ended_at DESC
    LIMIT ${limit})
  WHERE ${inOrg(userId, org, { project: constant('project_id') })}`

const projectsFrom = (userId: string, org: Org, prefix: string, limit: number) => part`
  SELECT id FROM (
    SELECT id FROM projects
    WHERE user_id = ${userId} AND deleted_at IS NULL AND name_key >= ${prefix} AND name_key < ${prefix + afterAll}
      ${andInOrg(userId, org, 'project')}
    ORDER BY name_key
    LIMIT ${limit})`

const projectsNamed = (userId: string, org: Org, { prefix, match }: Names, most: Limits) => part`
  SELECT 'projects' AS kind, json_object('id', id, 'name', name, 'client', client, 'color', color,
    'inactive', status = 'inactive') AS data
  FROM projects
  WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'project')} AND id IN (
    ${projectsFrom(userId, org, prefix, most.names / 2)}
    UNION ${match ? nothing : projectsFrom(userId, org, '', most.names / 2)}
    UNION SELECT project_id FROM recent
    UNION ${match ? foundIds(match, most.found) : nothing})`

const openGoalsNamed = (userId: string, org: Org, { match }: Names, most: Limits) => {
  const open = (status: string) => part`
    SELECT id FROM (
      SELECT id FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status = ${status} ${andInOrg(userId, org, 'goal')}
      ORDER BY updated_at DESC
      LIMIT ${most.names / 2})`
  return part`
    SELECT 'goals' AS kind, json_object('id', id, 'name', title) AS data
    FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ${andInOrg(userId, org, 'goal')} AND id IN (
      ${open('in_progress')}
      UNION ${open('not_started')}
      UNION SELECT goal_id FROM recent
      UNION ${match ? foundIds(match, most.found) : nothing})`
}

/** Plans that are not archived: open ones, those of the latest sessions, and those found by their id or a word. */
const plansNamed = (userId: string, org: Org, { prefix, plan = '', match }: Names, most: Limits) => {
  // SQLite folds only the case of A to Z: chunks of a plan with other letters are read, too.
  const isMeant = part`${plan} <> '' AND (instr(lower(id || ' ' || title), lower(${plan})) > 0 OR title GLOB '*[^ -~]*')`
  const nextTitle = part`'"title":' || json_quote(next_title)`
  return part`
    SELECT 'plans' AS kind, json_object('id', id, 'title', title, 'is_completed', status = 'completed',
      'next', iif(next_chunk IS NULL, NULL, json_object('id', next_chunk, 'title', next_title, 'is_shared',
        length(chunks) - length(replace(chunks, ${nextTitle}, '')) > length(${nextTitle}))),
      'chunks', json(iif(${isMeant}, chunks, '[]'))) AS data
    FROM plans
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status <> 'archived' ${andInOrg(userId, org, 'plan')} AND id IN (
      SELECT id FROM (
        SELECT id FROM plans
        WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('in_progress', 'not_started')
          ${andInOrg(userId, org, 'plan')}
        ORDER BY status, updated_at DESC
        LIMIT ${most.names / 2})
      UNION SELECT plan_id FROM recent
      UNION SELECT id FROM (
        SELECT id FROM plans
        WHERE user_id = ${userId} AND id >= ${prefix} AND id < ${prefix + afterAll} AND ${prefix} <> ''
        LIMIT ${most.names / 4})
      UNION ${match ? foundIds(match, most.found) : nothing})`
}

/** Open tasks: the latest by date, and those found by a word. */
const tasksNamed = (userId: string, org: Org, { match }: Names, most: Limits) => part`
  SELECT 'tasks' AS kind, json_object('id', id, 'name', title) AS data
  FROM tasks
  WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('todo', 'in_progress')
    ${andInOrg(userId, org, 'task')} AND id IN (
    SELECT id FROM (
      SELECT id FROM tasks
      WHERE user_id = ${userId} AND status IN ('todo', 'in_progress') AND deleted_at IS NULL
      ORDER BY date DESC, position
      LIMIT ${most.names})
    UNION SELECT task_id FROM recent
    UNION ${match ? foundIds(match, most.found) : nothing})`

const namesPart = (userId: string, org: Org, names: Names, most: Limits) => {
  if (names.mark === '@') return projectsNamed(userId, org, names, most)
  if (names.mark === '%') return plansNamed(userId, org, names, most)
  if (names.mark === '^') return tasksNamed(userId, org, names, most)
  return names.mark === '!' ? openGoalsNamed(userId, org, names, most) : tagsNamed(userId, names, most)
}

/** Titles of the sessions that match, or of the latest ones, each with what its last session has. */
const usedTitles = (userId: string, org: Org, { match }: Titles, most: Limits) => part`
  SELECT title, count(*) AS uses, max(ended_at) AS used_at, project_id, goal_id, tags
  FROM (${
    match
      ? part`
    SELECT title, ended_at, project_id, goal_id, sessions.tags AS tags
    FROM sessions
    WHERE user_id = ${userId} AND id IN (${foundIds(match, most.foundSessions)}) AND status = 'completed'
      AND deleted_at IS NULL ${andInOrg(userId, org, 'session')}`
      : latestSessions(userId, org, most.sessions)
  })
  WHERE title <> ''
  GROUP BY title
  ORDER BY used_at DESC
  LIMIT ${most.titles}`

const titlesPart = (userId: string) => part`
  SELECT 'titles' AS kind, json_object('name', used.title, 'uses', uses, 'used_at', used_at, 'project', projects.name,
    'client', projects.client, 'color', projects.color, 'goal', goals.title, 'tags', json(used.tags),
    'is_shared', (
      SELECT count(*)
      FROM projects AS named
      WHERE named.user_id = ${userId} AND named.deleted_at IS NULL
        AND named.name_key >= substr(projects.name_key, 1, instr(projects.name_key, ${separator}))
        AND named.name_key < substr(projects.name_key, 1, instr(projects.name_key, ${separator})) || ${afterAll}) > 1) AS data
  FROM used
    LEFT JOIN projects
      ON projects.user_id = ${userId} AND projects.id = project_id AND projects.deleted_at IS NULL
    LEFT JOIN goals
      ON goals.user_id = ${userId} AND goals.id = goal_id AND goals.deleted_at IS NULL
        AND goals.status IN ('not_started', 'in_progress')`

/** Reads what may be meant in a context, in one statement. */
export const candidates = async (
  db: D1Database,
  userId: string,
  org: Org,
  { names, titles }: Search,
): Promise<Candidates> => {
  const most = names && titles ? both : alone
  const parts: SqlPart[] = [
    part`SELECT 'recent' AS kind, json_object('project_id', project_id, 'goal_id', goal_id, 'plan_id', plan_id, 'task_id', task_id,
        'tags', json(tags)) AS data
      FROM recent`,
    ...(names ? [namesPart(userId, org, names, most)] : []),
    ...(titles ? [titlesPart(userId)] : []),
  ]
  const union = parts.reduce((all, one) => part`${all} UNION ALL ${one}`)
  const rows = await allRows<{ kind: keyof Candidates; data: string }>(sql(db)`
    WITH recent AS MATERIALIZED (${latestSessions(userId, org, names ? most.recent : 0)})${
      titles ? part`, used AS MATERIALIZED (${usedTitles(userId, org, titles, most)})` : part``
    }
    ${union}`)
  const found: Candidates = { projects: [], goals: [], plans: [], tasks: [], tags: [], titles: [], recent: [] }
  for (const { kind, data } of rows) found[kind].push(JSON.parse(data))
  return found
}
