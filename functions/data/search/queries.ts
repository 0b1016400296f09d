import { goalStatus } from '../../goals/goals/queries'
import { shownPlanStatus } from '../../learning/plans/queries'
import { joined } from '../../lib/conditions'
import { andInOrg, type Kind, kindEntry } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { plainWords } from '../../lib/search/match'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/sql'
import { markEnd, markStart } from './marks'
import type { SearchHit } from './schema'

/** Length of the excerpt around the first match, in words. */
const snippetWords = 16

/** `match` must find only the user's documents of the kind; `after` is 0 for the first page. */
type IndexSearch = { kind: Kind; match: string; after: number; limit: number }

// Constants, because a statement takes 100 values at most.
const start = constant(`char(${markStart.charCodeAt(0)})`)
const end = constant(`char(${markEnd.charCodeAt(0)})`)

const hitsOf = (userId: string, org: Org, { kind, match, after, limit }: IndexSearch, index: number) => {
  const table = constant(kindEntry(kind).table)
  return part`
      SELECT * FROM (
        SELECT ${constant(String(index))} AS search, search_index.rowid AS number, documents.kind, documents.id,
          highlight(search_index, 1, ${start}, ${end}) AS title,
          snippet(search_index, 2, ${start}, ${end}, '…', ${snippetWords}) AS notes,
          highlight(search_index, 3, ${start}, ${end}) AS tags
        FROM search_index
          JOIN search_documents AS documents ON documents.number = search_index.rowid
          ${org === allOrgs ? constant('') : part`JOIN ${table} ON ${table}.user_id = documents.user_id AND ${table}.id = documents.id`}
        WHERE search_index MATCH ${match} ${after ? part`AND search_index.rowid < ${after}` : constant('')}
          ${andInOrg(userId, org, kind)}
        ORDER BY search_index.rowid DESC
        LIMIT ${constant(String(limit))})`
}

/** Nests a UNION: D1 takes five parts of one. */
export const union = (parts: SqlPart[]) => parts.reduce((all, one) => part`SELECT * FROM (${all}) UNION ALL ${one}`)

/** Kinds of whose rows a hit shows more than their documents have. */
const shownKinds: Kind[] = [
  'goal',
  'milestone',
  'plan',
  'learning',
  'meeting',
  'feedback',
  'task',
  'checkin',
  'session',
]

const ofHit = (userId: string, kind: Kind) => {
  const table = constant(kindEntry(kind).table)
  return part`
      LEFT JOIN ${table}
        ON hits.kind = ${constant(`'${kind}'`)} AND ${table}.user_id = ${userId} AND ${table}.id = hits.id
          AND ${table}.deleted_at IS NULL`
}

/** A hit of one of several searches. */
type HitOfSearch = SearchHit & { search: number }

/** The hits of several searches in a context in one list, the last written first. */
export const searchHits = async (
  db: D1Database,
  userId: string,
  searches: IndexSearch[],
  org = allOrgs,
): Promise<HitOfSearch[]> => {
  const hits = union(searches.map((search, index) => hitsOf(userId, org, search, index)))
  const rows = await allRows<HitOfSearch>(sql(db)`
    SELECT hits.search, hits.number, hits.kind, hits.id, hits.title, hits.notes, hits.tags, coalesce(sessions.tags, plans.tags, learnings.tags, feedback.tags) AS tag_list,
      ${goalStatus(userId)} AS goal_status, projects.status AS project_status, ${shownPlanStatus} AS plan_status,
      coalesce(goals.target_date, goal_milestones.target_date, tasks.due_date) AS target_date,
      coalesce(goal_milestones.completed_at, tasks.completed_at) IS NOT NULL AS done, tasks.owner,
      parents.id AS parent_id, parents.title AS parent_title,
      projects.id AS project_id, projects.name AS project_name, projects.color,
      sessions.started_at, iif(sessions.status = 'completed', sessions.duration_seconds, NULL) AS duration_seconds,
      sessions.time_zone, coalesce(sessions.days ->> '$[0][0]', learnings.date, meetings.date, energy_checkins.date, feedback.date) AS date,
      hits.kind <> 'milestone' OR parents.id IS NOT NULL AS alive
    FROM (${hits}) AS hits
      ${joined(shownKinds.map((kind) => ofHit(userId, kind)))}
      LEFT JOIN goals AS parents
        ON parents.user_id = ${userId} AND parents.id = goal_milestones.goal_id AND parents.deleted_at IS NULL
      LEFT JOIN projects
        ON projects.user_id = ${userId} AND projects.deleted_at IS NULL
          AND projects.id = iif(hits.kind = 'project', hits.id, sessions.project_id)
    ORDER BY hits.number DESC`)
  return rows.map((row) => ({
    ...row,
    title: plainWords(row.title),
    notes: plainWords(row.notes),
    tags: plainWords(row.tags),
  }))
}

const newestLimit = 6

type Shown = Record<'date' | 'project_name' | 'color', string | null>
export type NewestRow = Shown & { kind: Kind; id: string; title: string }

/** SQL of the day of a row where it is not in the column `date`. */
const days: Partial<Record<Kind, string>> = { goal: 'target_date' }

/** The rows of these kinds that were added last. */
export const newestRows = async (db: D1Database, userId: string, org: Org, kinds: Kind[]) => {
  const found = kinds.map((kind) => {
    const { table, search, org: of } = kindEntry(kind)
    return part`
      SELECT * FROM (
        SELECT ${constant(`'${kind}'`)} AS kind, id, ${constant(search.title)} AS title,
          ${constant(days[kind] ?? 'date')} AS date, ${constant(of.project ?? 'NULL')} AS project_id FROM ${constant(table)}
        WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, kind)}
        ORDER BY id DESC LIMIT ${constant(String(newestLimit))})`
  })
  return allRows<NewestRow>(sql(db)`
    SELECT found.*, projects.name AS project_name, projects.color FROM (${union(found)}) AS found
      LEFT JOIN projects
        ON projects.user_id = ${userId} AND projects.id = found.project_id AND projects.deleted_at IS NULL
    ORDER BY found.id DESC LIMIT ${constant(String(newestLimit))}`)
}
