import { goalStatus } from '../../goals/goals/queries'
import { displayedPlanStatus } from '../../learning/plans/queries'
import { joinConditions, union } from '../../lib/db/conditions'
import { allRows, constant, part, sql } from '../../lib/db/sql'
import { cursorValues } from '../../lib/http/list-view'
import { andInOrg, type Kind, kindEntry, kindNames } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { markEnd, markStart } from '../../lib/search/marks'
import { matchedRowId, plainWords } from '../../lib/search/match'
import type { SearchHit } from './schema'

/** Length of the excerpt around the first match, in words. */
const snippetWords = 16

// Inlined as constants, because a statement takes at most 100 bound values.
const start = `char(${markStart.charCodeAt(0)})`
const end = `char(${markEnd.charCodeAt(0)})`

/** SQL of the sort key that puts recent rows of a kind first. */
export const recencySql = (kind: Kind) => {
  const { table, search } = kindEntry(kind)
  return constant(search.recency ?? `date(${table}.created_at / 1000, 'unixepoch')`)
}

/** Kinds whose hits show more than their search documents contain. */
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
 * Full-text expressions by kind, limited to the person's documents. `title`: all words are in the title. `text`: all
 * other matches.
 */
export type KindMatches = Partial<Record<Kind, { title: string; text: string }>>

/**
 * A search in the index. `after`: cursor of the previous page. `ofKind`: maximum hits of each kind other than sessions;
 * `limit`: maximum sessions.
 */
type IndexSearch = { matches: KindMatches; after: string | null; limit: number; ofKind?: number }

const order = 'in_title DESC, recency DESC, number DESC'

/**
 * Maximum rows of each kind with all words in the title, and maximum other rows; last written first, so that a common
 * word does not read all rows. `mostOfOne` is for a search of one kind.
 */
const mostOfEach = 100
const mostOfOne = 250

type KindSearch = { kind: Kind; most: number; limit: number | undefined }

const hitsOfKind = (userId: string, org: Org, { kind, most, limit }: KindSearch) => {
  const { table: name, parent, search } = kindEntry(kind)
  const table = constant(name)
  const whole = parent && kindEntry(parent.kind).table
  // If several documents match one row, the row's own document is shown.
  const best = constant(search.parts ? `max(2 * in_title + (documents.id = ${name}.id)) / 2 AS in_title` : 'in_title')
  const title = constant(search.parts ? `coalesce(nullif(found.title, ''), ${name}.${search.title})` : 'found.title')
  const matching = (fit: 'title' | 'text') =>
    constant(`
          SELECT * FROM (
            SELECT rowid, ${Number(fit === 'title')} AS in_title, highlight(search_index, 1, ${start}, ${end}) AS title,
              snippet(search_index, 2, ${start}, ${end}, '…', ${snippetWords}) AS notes,
              highlight(search_index, 3, ${start}, ${end}) AS tags
            FROM search_index
            WHERE search_index MATCH (SELECT matches ->> '$.${kind}.${fit}' FROM asked) ORDER BY rowid DESC LIMIT ${most})`)
  return part`
      SELECT * FROM (
        SELECT documents.number AS number, ${constant(`'${kind}'`)} AS kind, ${table}.id, ${best},
          ${recencySql(kind)} AS recency, ${title} AS title, found.notes, found.tags
        FROM (${matching('title')} UNION ALL ${matching('text')}) AS found
          JOIN search_documents AS documents ON documents.number = found.rowid
          JOIN ${table} ON ${table}.user_id = documents.user_id AND ${table}.id = ${matchedRowId(kind)}
        WHERE 1 ${andInOrg(userId, org, kind)}
          ${constant(whole ? `AND EXISTS (SELECT 1 FROM ${whole} AS whole WHERE whole.user_id = documents.user_id AND whole.id = ${parent.column} AND whole.deleted_at IS NULL)` : '')}
        ${constant(search.parts ? `AND ${name}.deleted_at IS NULL GROUP BY ${name}.id` : '')}
        ${constant(limit === undefined ? '' : `ORDER BY ${order} LIMIT ${limit}`)})`
}

/** The first hits in a context: all words in the title first, then recent ones, then those written last. */
export const searchHits = async (
  db: D1Database,
  userId: string,
  { matches, after, limit, ofKind }: IndexSearch,
  org = allOrgs,
): Promise<SearchHit[]> => {
  const kinds = kindNames.filter((kind) => matches[kind])
  const most = kinds.length === 1 ? mostOfOne : mostOfEach
  const found = union(
    kinds.map((kind) => hitsOfKind(userId, org, { kind, most, limit: kind === 'session' ? ofKind && limit : ofKind })),
  )
  const hits = ofKind
    ? found
    : part`
        SELECT * FROM (${found})
        ${after === null ? constant('') : part`WHERE (in_title, recency, number) < (${cursorValues(after, 3)})`}
        ORDER BY ${constant(order)} LIMIT ${limit}`
  const rows = await allRows<SearchHit>(sql(db)`
    WITH asked (matches) AS (SELECT ${JSON.stringify(matches)})
    SELECT json_array(hits.in_title, hits.recency, hits.number) AS after, hits.number, hits.kind, hits.id,
      hits.title, hits.notes, hits.tags, coalesce(sessions.tags, plans.tags, learnings.tags, feedback.tags) AS tag_list,
      ${goalStatus(userId)} AS goal_status, projects.status AS project_status, ${displayedPlanStatus} AS plan_status,
      coalesce(goals.target_date, goal_milestones.target_date, tasks.due_date) AS target_date,
      coalesce(goal_milestones.completed_at, tasks.completed_at) IS NOT NULL AS done, tasks.owner,
      parents.id AS parent_id, parents.title AS parent_title,
      projects.id AS project_id, projects.name AS project_name, projects.color,
      sessions.started_at, iif(sessions.status = 'completed', sessions.duration_seconds, NULL) AS duration_seconds,
      sessions.time_zone, sessions.focus_ends_at, coalesce(sessions.days ->> '$[0][0]', learnings.date, meetings.date, energy_checkins.date, feedback.date) AS date
    FROM (${hits}) AS hits
      ${joinConditions(shownKinds.map((kind) => ofHit(userId, kind)))}
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
