import { goalStatus } from '../goals/queries'
import { allOrgs, inOrg, type Org } from '../lib/org'
import { orgColumn } from '../lib/org-columns'
import { plainWords } from '../lib/search/index-words'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import { markEnd, markStart } from './marks'
import type { SearchHit } from './schema'

/** Length of the excerpt around the first match, in words. */
const snippetWords = 16

/**
 * `match` must find only the user's documents; `after` is 0 for the first page. `walk` is how many hits are looked
 * through for those of a context, `usualWalk` without.
 */
export type IndexSearch = { match: string; after: number; limit: number; walk?: number }

const usualWalk = 300

// Constants, because a statement takes 100 values at most.
const start = constant(`char(${markStart.charCodeAt(0)})`)
const end = constant(`char(${markEnd.charCodeAt(0)})`)

const matches = ({ match, after }: IndexSearch) => part`
        search_index MATCH ${match} AND rowid < CAST(${after || Number.MAX_SAFE_INTEGER} AS INTEGER)`

const hitsOf = (search: IndexSearch, index: number, limit: number) => part`
      SELECT * FROM (
        SELECT ${constant(`${index} AS search, ${limit} AS looked_through`)}, rowid AS number, highlight(search_index, 1, ${start}, ${end}) AS title,
          snippet(search_index, 2, ${start}, ${end}, '…', ${snippetWords}) AS notes,
          highlight(search_index, 3, ${start}, ${end}) AS tags
        FROM search_index
        WHERE ${matches(search)}
        ORDER BY rowid DESC
        LIMIT ${constant(String(limit))})`

/** Nests a UNION: D1 takes five parts of one. */
const union = (parts: SqlPart[]) => parts.reduce((all, one) => part`SELECT * FROM (${all}) UNION ALL ${one}`)

/** Numbers of the hits that a context shows. */
const inContext = (userId: string, org: Org) => part`
      SELECT number
      FROM (
        SELECT walked.number, ${orgColumn('documents', 'own')} AS own, ${orgColumn('documents', 'project')} AS project
        FROM walked CROSS JOIN search_documents AS documents
          ON documents.number = walked.number AND documents.user_id = ${userId}
        LIMIT -1)
      WHERE ${inOrg(userId, org, { own: constant('own'), project: constant('project') })}`

/** The last hit of each search that has more than were looked through. */
const walkEnds = constant(
  'SELECT min(number) FROM walked GROUP BY search, looked_through HAVING count(*) = looked_through',
)

/** The hits that a context shows, and `walkEnds`. A limit keeps SQLite from computing a column for each of its uses. */
const hitsInContext = (userId: string, org: Org, walked: SqlPart) => part`
    WITH walked AS MATERIALIZED (${walked}),
    hits AS MATERIALIZED (
      SELECT *
      FROM (
        SELECT *, number IN (${inContext(userId, org)}) AS inside, number IN (${walkEnds}) AS is_end
        FROM walked
        LIMIT -1)
      WHERE inside OR is_end)`

/** A hit of one of several searches. `inside` is 0 for one that only says where to go on: the last one looked at. */
export type HitOfSearch = SearchHit & { search: number; inside: 0 | 1; is_end: 0 | 1 }

/**
 * The hits of several searches in one list, the last written first. Under a context those among the latest hits of each
 * search, and the last one looked at.
 */
export const searchHits = async (
  db: D1Database,
  userId: string,
  searches: IndexSearch[],
  org = allOrgs,
): Promise<HitOfSearch[]> => {
  const isAll = org === allOrgs
  const hits = union(
    searches.map((search, index) => hitsOf(search, index, isAll ? search.limit : (search.walk ?? usualWalk))),
  )
  const rows = await allRows<HitOfSearch>(sql(db)`
    ${isAll ? part`WITH hits AS (${hits})` : hitsInContext(userId, org, hits)}
    SELECT hits.search, ${constant(isAll ? '1 AS inside, 0 AS is_end' : 'hits.inside, hits.is_end')}, hits.number, documents.kind, documents.id, hits.title, hits.notes, hits.tags, coalesce(sessions.tags, plans.tags, learnings.tags, feedback.tags) AS tag_list,
      ${goalStatus(userId)} AS goal_status, projects.status AS project_status, plans.status AS plan_status,
      coalesce(goals.target_date, milestones.target_date, action_items.due_date) AS target_date,
      coalesce(milestones.completed_at, action_items.completed_at) IS NOT NULL AS done,
      parents.id AS parent_id, parents.title AS parent_title,
      projects.id AS project_id, projects.name AS project_name, projects.color,
      sessions.started_at, iif(sessions.status = 'completed', sessions.duration_seconds, NULL) AS duration_seconds,
      sessions.time_zone, coalesce(sessions.days ->> '$[0][0]', learnings.date, meetings.date, energy_checkins.date, feedback.date) AS date,
      documents.kind <> 'milestone' OR parents.id IS NOT NULL AS alive
    FROM hits
      CROSS JOIN search_documents AS documents ON documents.number = hits.number AND documents.user_id = ${userId}
      LEFT JOIN goals
        ON documents.kind = 'goal' AND goals.user_id = ${userId} AND goals.id = documents.id
          AND goals.deleted_at IS NULL
      LEFT JOIN goal_milestones AS milestones
        ON documents.kind = 'milestone' AND milestones.user_id = ${userId} AND milestones.id = documents.id
          AND milestones.deleted_at IS NULL
      LEFT JOIN plans
        ON documents.kind = 'plan' AND plans.user_id = ${userId} AND plans.id = documents.id
          AND plans.deleted_at IS NULL
      LEFT JOIN learnings
        ON documents.kind = 'learning' AND learnings.user_id = ${userId} AND learnings.id = documents.id
          AND learnings.deleted_at IS NULL
      LEFT JOIN meetings
        ON documents.kind = 'meeting' AND meetings.user_id = ${userId} AND meetings.id = documents.id
          AND meetings.deleted_at IS NULL
      LEFT JOIN feedback
        ON documents.kind = 'feedback' AND feedback.user_id = ${userId} AND feedback.id = documents.id
          AND feedback.deleted_at IS NULL
      LEFT JOIN action_items
        ON documents.kind = 'action_item' AND action_items.user_id = ${userId} AND action_items.id = documents.id
          AND action_items.deleted_at IS NULL
      LEFT JOIN energy_checkins
        ON documents.kind = 'checkin' AND energy_checkins.user_id = ${userId} AND energy_checkins.id = documents.id
          AND energy_checkins.deleted_at IS NULL
      LEFT JOIN goals AS parents
        ON parents.user_id = ${userId} AND parents.id = milestones.goal_id AND parents.deleted_at IS NULL
      LEFT JOIN sessions
        ON documents.kind = 'session' AND sessions.user_id = ${userId} AND sessions.id = documents.id
          AND sessions.deleted_at IS NULL
      LEFT JOIN projects
        ON projects.user_id = ${userId} AND projects.deleted_at IS NULL
          AND projects.id = iif(documents.kind = 'project', documents.id, sessions.project_id)
    ORDER BY hits.number DESC`)
  return rows.map((row) => ({
    ...row,
    title: plainWords(row.title),
    notes: plainWords(row.notes),
    tags: plainWords(row.tags),
  }))
}
