import { allRows, constant, part, sql } from '../../../lib/db/sql'
import { andInOrg } from '../../../lib/kinds'
import { clientOf, type Org } from '../../../lib/org'

type Owner = { userId: string; org: Org }

/** Maximum number of rows read of each kind. */
const limits = { recent: 14, sessions: 50, foundSessions: 24, titles: 15, people: 6 }

/** Project, goal, plan, task and tags of a recent session. */
export type RecentUse = Record<'project_id' | 'goal_id' | 'plan_id' | 'task_id', string | null> & { tags: string[] }

const latestSessions = ({ userId, org }: Owner, limit: number) => part`
  SELECT project_id, goal_id, plan_id, task_id, title, tags, ended_at
  FROM sessions
  WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL ${andInOrg(userId, org, 'session')}
  ORDER BY ended_at DESC
  LIMIT ${limit}`

const withTags = <R extends { tags: string }>(row: R) => {
  const tags: string[] = JSON.parse(row.tags)
  return { ...row, tags }
}

export const recentUses = async (db: D1Database, owner: Owner): Promise<RecentUse[]> =>
  (await allRows<Omit<RecentUse, 'tags'> & { tags: string }>(sql(db)`${latestSessions(owner, limits.recent)}`)).map(
    withTags,
  )

/** A title, with project, goal and tags of its last session. */
export type UsedTitle = {
  name: string
  uses: number
  /** epoch ms */
  used_at: number
  project: string | null
  client: string | null
  color: string | null
  /** 1 if another project has the same name. */
  is_shared: 0 | 1
  goal: string | null
  tags: string[]
}

/** Sessions that match a full-text expression, last edited first. */
const foundSessions = ({ userId, org }: Owner, match: string) => part`
  SELECT title, ended_at, project_id, goal_id, sessions.tags AS tags
  FROM sessions
  WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL ${andInOrg(userId, org, 'session')}
    AND id IN (
      SELECT id FROM search_documents
      WHERE number IN (
        SELECT rowid FROM search_index WHERE search_index MATCH ${match}
        ORDER BY rowid DESC LIMIT ${limits.foundSessions}))`

/** Titles of matching sessions; without an expression, of the latest ones. */
export const usedTitles = async (db: D1Database, owner: Owner, match: string | undefined): Promise<UsedTitle[]> => {
  const { userId } = owner
  const rows = await allRows<Omit<UsedTitle, 'tags'> & { tags: string }>(sql(db)`
    SELECT used.title AS name, uses, used_at, projects.name AS project,
      iif(projects.id IS NULL, NULL, ${constant(clientOf())}) AS client, projects.color, goals.title AS goal, used.tags,
      (SELECT count(*) FROM projects AS named
       WHERE named.user_id = ${userId} AND named.deleted_at IS NULL AND named.name_key = projects.name_key) > 1 AS is_shared
    FROM (
      SELECT title, count(*) AS uses, max(ended_at) AS used_at, project_id, goal_id, tags
      FROM (${match ? foundSessions(owner, match) : latestSessions(owner, limits.sessions)})
      WHERE title <> ''
      GROUP BY title
      ORDER BY used_at DESC
      LIMIT ${limits.titles}) AS used
    LEFT JOIN projects ON projects.user_id = ${userId} AND projects.id = project_id AND projects.deleted_at IS NULL
    LEFT JOIN goals ON goals.user_id = ${userId} AND goals.id = goal_id AND goals.deleted_at IS NULL
      AND goals.status IN ('not_started', 'in_progress')`)
  return rows.map(withTags)
}

/** People of a context with a name that begins with a text. */
export const peopleByPrefix = (db: D1Database, { userId, org }: Owner, typed: string) =>
  allRows<{ name: string }>(sql(db)`
    SELECT name FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL AND name COLLATE NOCASE >= ${typed}
      AND name COLLATE NOCASE < ${`${typed}\u{10ffff}`} ${andInOrg(userId, org, 'person')}
    ORDER BY name COLLATE NOCASE
    LIMIT ${limits.people}`)
