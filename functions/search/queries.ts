import { allRows, constant, part, sql } from '../lib/sql'
import { plainWords } from './index-words'
import { markEnd, markStart } from './marks'
import type { SearchHit } from './schema'

/** Length of the excerpt around the first match, in words. */
const snippetWords = 16

/** `match` must find only the user's documents; `after` is 0 for the first page. */
export type IndexSearch = { match: string; after: number; limit: number }

// Constants, because a statement takes 100 values at most.
const start = constant(`char(${markStart.charCodeAt(0)})`)
const end = constant(`char(${markEnd.charCodeAt(0)})`)

const hitsOf = ({ match, after, limit }: IndexSearch) => part`
      SELECT * FROM (
        SELECT rowid AS number, highlight(search_index, 1, ${start}, ${end}) AS title,
          snippet(search_index, 2, ${start}, ${end}, '…', ${snippetWords}) AS notes,
          highlight(search_index, 3, ${start}, ${end}) AS tags
        FROM search_index
        WHERE search_index MATCH ${match} AND rowid < CAST(${after || Number.MAX_SAFE_INTEGER} AS INTEGER)
        ORDER BY rowid DESC
        LIMIT ${limit})`

/** The hits of several searches in one list, the last written first. */
export const searchHits = async (db: D1Database, userId: string, searches: IndexSearch[]) => {
  // D1 takes five parts of a UNION, so it is nested.
  const hits = searches.map(hitsOf).reduce((all, one) => part`SELECT * FROM (${all}) UNION ALL ${one}`)
  const rows = await allRows<SearchHit>(sql(db)`
    WITH hits AS (${hits})
    SELECT hits.number, documents.kind, documents.id, hits.title, hits.notes, hits.tags, coalesce(sessions.tags, plans.tags, learnings.tags) AS tag_list,
      goals.status AS goal_status, projects.status AS project_status, plans.status AS plan_status,
      coalesce(goals.target_date, milestones.target_date) AS target_date,
      milestones.completed_at IS NOT NULL AS done,
      parents.id AS parent_id, parents.title AS parent_title,
      projects.id AS project_id, projects.name AS project_name, projects.color,
      sessions.started_at, iif(sessions.status = 'completed', sessions.duration_seconds, NULL) AS duration_seconds,
      sessions.time_zone, coalesce(sessions.days ->> '$[0][0]', learnings.date, energy_checkins.date) AS date,
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
