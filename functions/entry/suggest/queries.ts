import { andInOrg, rowTags } from '../../lib/kinds'
import { clientOf, inOrg, type Org } from '../../lib/org'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/sql'
import { afterAll } from '../../line/queries'
import type { ChunkStatus } from '../../plans/schema'

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
  plans: PlanCandidate[]
  tags: TagCandidate[]
  titles: TitleCandidate[]
  recent: RecentUse[]
}

/** Most rows that are read of each. */
const limits = { recent: 14, plans: 200, tags: 14, found: 10, sessions: 50, foundSessions: 24, titles: 15 }

/** The beginning of a tag, and an expression of the full-text index that may find its other words. */
type TagSearch = { prefix: string; match?: string }

/** `plan` is the text before a slash, which names the plan of a chunk. Titles without an expression are the latest. */
export type Search = { plan?: string; tag?: TagSearch; title?: { match?: string } }

const nothing = part`SELECT NULL WHERE 0`

/** Ids of the documents that match, those last written. */
const foundIds = (match: string, limit: number) => part`
  SELECT id FROM search_documents
  WHERE number IN (SELECT rowid FROM search_index WHERE search_index MATCH ${match} ORDER BY rowid DESC LIMIT ${limit})`

/** Tags with time in the latest month that has any. */
const latestTags = (userId: string, limit: number) => part`
  SELECT DISTINCT tag
  FROM session_tags
  WHERE user_id = ${userId} AND session_id IN (
    SELECT session_id FROM session_days
    WHERE user_id = ${userId}
      AND date >= substr((SELECT max(date) FROM day_totals WHERE user_id = ${userId} AND session_count > 0), 1, 7))
  ORDER BY tag
  LIMIT ${limit}`

const tagsIn = (tags: SqlPart, prefix: string, limit: number) => part`
  SELECT DISTINCT tag FROM (${tags})
  WHERE tag >= ${prefix} COLLATE NOCASE AND tag < ${prefix + afterAll} COLLATE NOCASE
  ORDER BY tag COLLATE NOCASE, tag
  LIMIT ${limit}`

/** SELECT of the tags that may be meant. */
const tagsPart = (userId: string, { prefix, match }: TagSearch) => part`
  SELECT 'tags' AS kind, json_object('name', used, 'inactive',
    EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = used)) AS data
  FROM (
    SELECT tag AS used FROM (${tagsIn(part`SELECT tag FROM session_tags WHERE user_id = ${userId}`, prefix, limits.tags)})
    UNION SELECT tag FROM (${tagsIn(rowTags(userId), prefix, limits.tags)})
    UNION
    SELECT tag FROM (${latestTags(userId, limits.tags)})
    UNION
    SELECT value
    FROM sessions JOIN json_each(sessions.tags)
    WHERE user_id = ${userId} AND sessions.id IN (${match ? foundIds(match, limits.found) : nothing}))`

/** Sessions of a context among the latest ones. */
const latestSessions = (userId: string, org: Org, limit: number) => part`
  SELECT * FROM (
    SELECT project_id, goal_id, plan_id, task_id, title, tags, ended_at
    FROM sessions
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL
    ORDER BY ended_at DESC
    LIMIT ${limit})
  WHERE ${inOrg(userId, org, { project: constant('project_id') })}`

/** Plans that are not archived, those last changed. */
const plansPart = (userId: string, org: Org, plan: string) => {
  // SQLite folds only the case of A to Z: chunks of a plan with other letters are read, too.
  const isMeant = part`${plan} <> '' AND (instr(lower(id || ' ' || title), lower(${plan})) > 0 OR title GLOB '*[^ -~]*')`
  const nextTitle = part`'"title":' || json_quote(next_title)`
  return part`
    SELECT * FROM (
      SELECT 'plans' AS kind, json_object('id', id, 'title', title, 'is_completed', status = 'completed',
        'next', iif(next_chunk IS NULL, NULL, json_object('id', next_chunk, 'title', next_title, 'is_shared',
          length(chunks) - length(replace(chunks, ${nextTitle}, '')) > length(${nextTitle}))),
        'chunks', json(iif(${isMeant}, chunks, '[]'))) AS data
      FROM plans
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status <> 'archived' ${andInOrg(userId, org, 'plan')}
      ORDER BY updated_at DESC
      LIMIT ${limits.plans})`
}

/** Titles of the sessions that match, or of the latest ones, each with what its last session has. */
const usedTitles = (userId: string, org: Org, match: string | undefined) => part`
  SELECT title, count(*) AS uses, max(ended_at) AS used_at, project_id, goal_id, tags
  FROM (${
    match
      ? part`
    SELECT title, ended_at, project_id, goal_id, sessions.tags AS tags
    FROM sessions
    WHERE user_id = ${userId} AND id IN (${foundIds(match, limits.foundSessions)}) AND status = 'completed'
      AND deleted_at IS NULL ${andInOrg(userId, org, 'session')}`
      : latestSessions(userId, org, limits.sessions)
  })
  WHERE title <> ''
  GROUP BY title
  ORDER BY used_at DESC
  LIMIT ${limits.titles}`

const titlesPart = (userId: string, used: SqlPart) => part`
  SELECT 'titles' AS kind, json_object('name', used.title, 'uses', uses, 'used_at', used_at, 'project', projects.name,
    'client', iif(projects.id IS NULL, NULL, ${constant(clientOf())}), 'color', projects.color, 'goal', goals.title, 'tags', json(used.tags),
    'is_shared', (
      SELECT count(*)
      FROM projects AS named
      WHERE named.user_id = ${userId} AND named.deleted_at IS NULL
        AND named.name_key = projects.name_key) > 1) AS data
  FROM (${used}) AS used
    LEFT JOIN projects
      ON projects.user_id = ${userId} AND projects.id = project_id AND projects.deleted_at IS NULL
    LEFT JOIN goals
      ON goals.user_id = ${userId} AND goals.id = goal_id AND goals.deleted_at IS NULL
        AND goals.status IN ('not_started', 'in_progress')`

/** Reads what may be meant in a context, apart from the names that a line is read with, in one statement. */
export const candidates = async (
  db: D1Database,
  userId: string,
  org: Org,
  { plan, tag, title }: Search,
): Promise<Candidates> => {
  const parts: SqlPart[] = [
    part`SELECT 'recent' AS kind, json_object('project_id', project_id, 'goal_id', goal_id, 'plan_id', plan_id, 'task_id', task_id,
        'tags', json(tags)) AS data
      FROM (${latestSessions(userId, org, limits.recent)})`,
    ...(plan === undefined ? [] : [plansPart(userId, org, plan)]),
    ...(tag ? [tagsPart(userId, tag)] : []),
    ...(title ? [titlesPart(userId, usedTitles(userId, org, title.match))] : []),
  ]
  const union = parts.reduce((all, one) => part`${all} UNION ALL ${one}`)
  const rows = await allRows<{ kind: keyof Candidates; data: string }>(sql(db)`${union}`)
  const found: Candidates = { plans: [], tags: [], titles: [], recent: [] }
  for (const { kind, data } of rows) found[kind].push(JSON.parse(data))
  return found
}
