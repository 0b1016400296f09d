import { z } from 'zod'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import { foundIn } from '../search/found-ids'
import { plainWords } from '../search/index-words'
import { markEnd, markStart } from '../search/marks'
import { FoundLearning, ListedLearning } from './schema'

/** Characters of the content that a list reads. */
const beginning = 400

const columnsWith = (content: string) =>
  constant(`
      learnings.id, learnings.title, ${content} AS content, learnings.type, learnings.source, learnings.date,
      learnings.tags, learnings.project_id, learnings.plan_id, learnings.organization_id, learnings.seq,
      learnings.created_at, learnings.updated_at, projects.name AS project_name, projects.color AS project_color,
      plans.title AS plan_title, organizations.name AS organization_name`)

const columns = columnsWith('learnings.content')
const shortColumns = columnsWith(`substr(learnings.content, 1, ${beginning})`)

/** Project, plan and organization, unless they are deleted. */
const withNames = constant(`
      LEFT JOIN projects ON projects.user_id = learnings.user_id AND projects.id = learnings.project_id
        AND projects.deleted_at IS NULL
      LEFT JOIN plans ON plans.user_id = learnings.user_id AND plans.id = learnings.plan_id
        AND plans.deleted_at IS NULL
      LEFT JOIN organizations ON organizations.user_id = learnings.user_id
        AND organizations.id = learnings.organization_id AND organizations.deleted_at IS NULL`)

export const learning = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`
    SELECT ${columns}
    FROM learnings ${withNames}
    WHERE learnings.user_id = ${userId} AND learnings.id = ${id} AND learnings.deleted_at IS NULL`.first()
  return row === null ? null : ListedLearning.parse(row)
}

/** Empty members filter nothing. Dates are inclusive. */
export type LearningFilter = Partial<
  Record<'type' | 'source' | 'tag' | 'project' | 'plan' | 'organization' | 'from' | 'to', string>
>

const nothing = constant('')

const conditions = ({ type, source, tag, project, plan, organization, from, to }: LearningFilter) =>
  [
    type && part`AND learnings.type = ${type}`,
    source && part`AND learnings.source = ${source}`,
    tag && part`AND EXISTS (SELECT 1 FROM json_each(learnings.tags) WHERE value = ${tag})`,
    project && part`AND learnings.project_id = ${project}`,
    plan && part`AND learnings.plan_id = ${plan}`,
    organization && part`AND learnings.organization_id = ${organization}`,
    from && part`AND learnings.date >= ${from}`,
    to && part`AND learnings.date <= ${to}`,
  ].reduce<SqlPart>((all, one) => (one ? part`${all} ${one}` : all), nothing)

/** The index that has the rows of a filter by date. */
const indexOf = ({ type, source, project, plan }: LearningFilter) => {
  if (plan) return 'learnings_by_plan'
  if (project) return 'learnings_by_project'
  if (type) return 'learnings_by_type'
  return source ? 'learnings_by_source' : 'learnings_by_date'
}

/**
 * Learnings before the one with the id `after`, the latest date first. Reads limit + 1 rows; the extra row means there
 * is a next page.
 */
export const learningsByDate = async (
  db: D1Database,
  userId: string,
  filter: LearningFilter,
  after: string,
  limit: number,
) => {
  const { tag, ...others } = filter
  const from = tag
    ? part`learning_tags CROSS JOIN learnings
        ON learnings.user_id = learning_tags.user_id AND learnings.id = learning_tags.learning_id`
    : constant(`learnings INDEXED BY ${indexOf(filter)}`)
  const place = constant(tag ? 'learning_tags.date, learning_tags.learning_id' : 'learnings.date, learnings.id')
  const order = constant(
    tag ? 'learning_tags.date DESC, learning_tags.learning_id DESC' : 'learnings.date DESC, learnings.id DESC',
  )
  const whose = tag
    ? part`learning_tags.user_id = ${userId} AND learning_tags.tag = ${tag}`
    : part`learnings.user_id = ${userId}`
  const before = after
    ? part`AND (${place}) < (SELECT date, id FROM learnings WHERE user_id = ${userId} AND id = ${after})`
    : nothing
  return z.array(ListedLearning).parse(
    await allRows(sql(db)`
      SELECT ${shortColumns}
      FROM ${from} ${withNames}
      WHERE ${whose} AND learnings.deleted_at IS NULL ${before} ${conditions(others)}
      ORDER BY ${order}
      LIMIT ${limit + 1}`),
  )
}

/** Learnings with ids below the cursor in descending order, for the API. @param match expression for the search index */
export const learningsBefore = async (
  db: D1Database,
  userId: string,
  { cursor, match, ...filter }: LearningFilter & { cursor: string; match?: string },
  limit: number,
) =>
  z.array(ListedLearning).parse(
    await allRows(sql(db)`
      SELECT ${columns}
      FROM learnings ${withNames}
      WHERE learnings.user_id = ${userId} AND learnings.id < ${cursor} AND learnings.deleted_at IS NULL
        ${foundIn('learnings.id', match)} ${conditions(filter)}
      ORDER BY learnings.id DESC
      LIMIT ${limit + 1}`),
  )

/** Words around the first match in the content. */
const snippetWords = 16

/** Learnings that match, the last written first, below the document `after`, 0 for the first page; limit + 1 rows. */
export const foundLearnings = async (
  db: D1Database,
  userId: string,
  { match, ...filter }: LearningFilter & { match: string },
  after: number,
  limit: number,
) => {
  const rows = z.array(FoundLearning).parse(
    await allRows(sql(db)`
      SELECT ${shortColumns}, search_index.rowid AS number,
        highlight(search_index, 1, ${markStart}, ${markEnd}) AS marked_title,
        snippet(search_index, 2, ${markStart}, ${markEnd}, '…', ${snippetWords}) AS marked_content,
        highlight(search_index, 3, ${markStart}, ${markEnd}) AS marked_tags
      FROM search_index
        CROSS JOIN search_documents AS documents
          ON documents.number = search_index.rowid AND documents.user_id = ${userId}
        CROSS JOIN learnings ON learnings.user_id = ${userId} AND learnings.id = documents.id
        ${withNames}
      WHERE search_index MATCH ${match} AND search_index.rowid < CAST(${after || Number.MAX_SAFE_INTEGER} AS INTEGER)
        AND learnings.deleted_at IS NULL ${conditions(filter)}
      ORDER BY search_index.rowid DESC
      LIMIT ${limit + 1}`),
  )
  return rows.map((row) => ({
    ...row,
    marked_title: plainWords(row.marked_title),
    marked_content: plainWords(row.marked_content),
    marked_tags: plainWords(row.marked_tags),
  }))
}

/** Learnings of some dates, the latest first. */
export const learningsOn = async (db: D1Database, userId: string, dates: string[], limit: number) =>
  z.array(ListedLearning).parse(
    await allRows(sql(db)`
      SELECT ${shortColumns}
      FROM learnings INDEXED BY learnings_by_date ${withNames}
      WHERE learnings.user_id = ${userId} AND learnings.deleted_at IS NULL
        AND learnings.date IN (SELECT value FROM json_each(${JSON.stringify(dates)}))
      ORDER BY learnings.date DESC, learnings.id DESC
      LIMIT ${limit}`),
  )
