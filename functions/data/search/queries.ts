import { goalStatus } from '../../goals/goals/queries'
import { shownPlanStatus } from '../../learning/plans/queries'
import { joined } from '../../lib/conditions'
import { andInOrg, type Kind, kindEntry } from '../../lib/kinds'
import { cursorValues } from '../../lib/list-view'
import { allOrgs, type Org } from '../../lib/org'
import { plainWords } from '../../lib/search/match'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/sql'
import { markEnd, markStart } from './marks'
import type { SearchHit } from './schema'

/** Length of the excerpt around the first match, in words. */
const snippetWords = 16

// Constants, because a statement takes 100 values at most.
const start = constant(`char(${markStart.charCodeAt(0)})`)
const end = constant(`char(${markEnd.charCodeAt(0)})`)

/** SQL of the text by which recent rows of a kind come first. */
export const recencyOf = (kind: Kind) => {
  const { table, search } = kindEntry(kind)
  return constant(search.recency ?? `date(${table}.created_at / 1000, 'unixepoch')`)
}

/** WHEN with the recency of the row of a document; NULL outside the context, and for a part of a row that is deleted. */
const recencyOfKind = (userId: string, org: Org, kind: Kind) => {
  const { table: name, parent } = kindEntry(kind)
  const table = constant(name)
  const whole = parent && kindEntry(parent.kind).table
  return part`
            WHEN ${constant(`'${kind}'`)} THEN (
              SELECT ${recencyOf(kind)} FROM ${table}
              WHERE ${table}.user_id = documents.user_id AND ${table}.id = documents.id ${andInOrg(userId, org, kind)}
                ${constant(whole ? `AND EXISTS (SELECT 1 FROM ${whole} AS whole WHERE whole.user_id = documents.user_id AND whole.id = ${parent.column} AND whole.deleted_at IS NULL)` : '')})`
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

/**
 * Matches must find only the person's documents. `after` is that of the last hit of the page before. With `ofKind`, so
 * many hits of each kind but sessions are read, and `limit` sessions.
 */
type IndexSearch = {
  kinds: readonly Kind[]
  match: string
  inTitle: string
  after: string | null
  limit: number
  ofKind?: number
}

const order = constant('in_title DESC, recency DESC, number DESC')

/**
 * The first hits in a context: those with all words in their titles first, then the recent ones, then those written last.
 * Texts are marked in a second look at the index, which would mark every match while it sorts them.
 */
export const searchHits = async (
  db: D1Database,
  userId: string,
  { kinds, match, inTitle, after, limit, ofKind }: IndexSearch,
  org = allOrgs,
): Promise<SearchHit[]> => {
  const found = part`
        SELECT * FROM (
          SELECT documents.number, documents.kind, documents.id,
            documents.number IN (SELECT rowid FROM search_index WHERE search_index MATCH ${inTitle}) AS in_title,
            CASE documents.kind ${joined(kinds.map((kind) => recencyOfKind(userId, org, kind)))} END AS recency
          FROM search_index JOIN search_documents AS documents ON documents.number = search_index.rowid
          WHERE search_index MATCH ${match})
        WHERE recency IS NOT NULL
          ${after === null ? constant('') : part`AND (in_title, recency, number) < (${cursorValues(after, 3)})`}`
  const hits = ofKind
    ? part`
        SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY ${order}) AS place FROM (${found}))
        WHERE place <= iif(kind = 'session', ${limit}, ${ofKind})`
    : part`${found} ORDER BY ${order} LIMIT ${limit}`
  const rows = await allRows<SearchHit>(sql(db)`
    SELECT json_array(hits.in_title, hits.recency, hits.number) AS after, hits.number, hits.kind, hits.id,
      highlight(search_index, 1, ${start}, ${end}) AS title,
      snippet(search_index, 2, ${start}, ${end}, '…', ${snippetWords}) AS notes,
      highlight(search_index, 3, ${start}, ${end}) AS tags,
      coalesce(sessions.tags, plans.tags, learnings.tags, feedback.tags) AS tag_list,
      ${goalStatus(userId)} AS goal_status, projects.status AS project_status, ${shownPlanStatus} AS plan_status,
      coalesce(goals.target_date, goal_milestones.target_date, tasks.due_date) AS target_date,
      coalesce(goal_milestones.completed_at, tasks.completed_at) IS NOT NULL AS done, tasks.owner,
      parents.id AS parent_id, parents.title AS parent_title,
      projects.id AS project_id, projects.name AS project_name, projects.color,
      sessions.started_at, iif(sessions.status = 'completed', sessions.duration_seconds, NULL) AS duration_seconds,
      sessions.time_zone, coalesce(sessions.days ->> '$[0][0]', learnings.date, meetings.date, energy_checkins.date, feedback.date) AS date
    FROM (${hits}) AS hits
      JOIN search_index ON search_index.rowid = hits.number AND search_index MATCH ${match}
      ${joined(shownKinds.map((kind) => ofHit(userId, kind)))}
      LEFT JOIN goals AS parents
        ON parents.user_id = ${userId} AND parents.id = goal_milestones.goal_id AND parents.deleted_at IS NULL
      LEFT JOIN projects
        ON projects.user_id = ${userId} AND projects.deleted_at IS NULL
          AND projects.id = iif(hits.kind = 'project', hits.id, sessions.project_id)
    ORDER BY hits.in_title DESC, hits.recency DESC, hits.number DESC`)
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
