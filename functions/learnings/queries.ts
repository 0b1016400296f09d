import { z } from 'zod'
import { andInOrg, kindInOrg } from '../lib/kinds'
import { cutPage } from '../lib/list-view'
import { allOrgs, isOrganization, type Org } from '../lib/org'
import { cutWalk, idsOfOrg, WalkPlace, walkIds } from '../lib/org-rows'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import { foundBy } from '../search/found-ids'
import { ListedLearning } from './schema'

/** Characters of the content that a list reads. */
const beginning = 400

const columnsWith = (content: string) =>
  constant(`
      learnings.id, learnings.title, ${content} AS content, learnings.type, learnings.source, learnings.date,
      learnings.tags, learnings.project_id, learnings.plan_id, learnings.organization_id, learnings.seq,
      learnings.created_at, learnings.updated_at, projects.name AS project_name, projects.color AS project_color,
      plans.title AS plan_title, organizations.name AS organization_name`)

const columns = columnsWith('learnings.content')
/** Columns of a row in a list. */
export const shortColumns = columnsWith(`substr(learnings.content, 1, ${beginning})`)

/** Project, plan and organization, unless they are deleted. */
export const withNames = constant(`
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

export const conditions = ({ type, source, tag, project, plan, organization, from, to }: LearningFilter) =>
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

/** Condition for the rows before the one with the id `after`, by its date and its id; nothing without one. */
const beforeRow = (userId: string, place: string, after: string) =>
  after
    ? part`AND (${constant(place)}) < (SELECT date, id FROM learnings WHERE user_id = ${userId} AND id = ${after})`
    : nothing

/** The index that has the rows of a filter by date. */
const indexOf = ({ type, source, project, plan }: LearningFilter) => {
  if (plan) return 'learnings_by_plan'
  if (project) return 'learnings_by_project'
  if (type) return 'learnings_by_type'
  return source ? 'learnings_by_source' : 'learnings_by_date'
}

/** FROM and WHERE of the learnings of a filter before the one with the id `after`, with their order and their id. */
const byDate = (userId: string, { tag, ...others }: LearningFilter, after: string) => {
  const from = tag
    ? part`row_tags CROSS JOIN learnings
        ON learnings.user_id = row_tags.user_id AND learnings.id = row_tags.id`
    : constant(`learnings INDEXED BY ${indexOf(others)}`)
  const [date, id] = tag ? ['row_tags.date', 'row_tags.id'] : ['learnings.date', 'learnings.id']
  const whose = tag
    ? part`row_tags.user_id = ${userId} AND row_tags.tag = ${tag} AND row_tags.kind = 'learning'`
    : part`learnings.user_id = ${userId}`
  const where = part`WHERE ${whose} AND learnings.deleted_at IS NULL ${beforeRow(userId, `${date}, ${id}`, after)} ${conditions(others)}`
  return { from, where, order: `${date} DESC, ${id} DESC`, id }
}

/** Learnings of an organization by its indexes. */
const ofOrganization = (userId: string, org: Org, filter: LearningFilter, after: string, limit: number) => {
  const order = 'learnings.date DESC, learnings.id DESC'
  const ids = idsOfOrg(userId, org, {
    table: 'learnings',
    byOrganization: 'learnings_of_organization',
    byProject: 'learnings_by_project',
    where: part`${beforeRow(userId, 'learnings.date, learnings.id', after)} ${conditions(filter)}`,
    order,
    limit: limit + 1,
  })
  return part`
      SELECT ${shortColumns}
      FROM (${ids}) AS first CROSS JOIN learnings ON learnings.user_id = ${userId} AND learnings.id = first.id
        ${withNames}
      ORDER BY ${constant(order)}
      LIMIT ${limit + 1}`
}

/** A page of learnings before the one with the id `after`, the latest date first. */
export const learningsByDate = async (
  db: D1Database,
  userId: string,
  org: Org,
  filter: LearningFilter,
  after: string,
  limit: number,
): Promise<{ rows: ListedLearning[]; next?: string }> => {
  const { from, where, order, id } = byDate(userId, filter, after)
  const { tag, project, plan } = filter
  if (org === allOrgs || (isOrganization(org) && !tag && !project && !plan)) {
    const rows = await allRows(
      org === allOrgs
        ? sql(db)`
      SELECT ${shortColumns}
      FROM ${from} ${withNames}
      ${where}
      ORDER BY ${constant(order)}
      LIMIT ${limit + 1}`
        : sql(db)`${ofOrganization(userId, org, filter, after, limit)}`,
    )
    return cutPage(z.array(ListedLearning).parse(rows), limit)
  }
  const shown = kindInOrg(userId, org, 'learning')
  const walked = await allRows(sql(db)`
      SELECT ${shortColumns}, walked.place, walked.is_shown
      FROM (${walkIds({ from: part`FROM ${from} ${where}`, id, order, shown, limit: limit + 1 })}) AS walked
        CROSS JOIN learnings ON learnings.user_id = ${userId} AND learnings.id = walked.id
        ${withNames}
      ORDER BY walked.place`)
  return cutWalk(z.array(ListedLearning.extend(WalkPlace.shape)).parse(walked), limit)
}

/** Learnings that a search `q` finds with ids below the cursor in descending order, for the API. */
export const learningsBefore = async (
  db: D1Database,
  userId: string,
  org: Org,
  { cursor, q, ...filter }: LearningFilter & { cursor: string; q?: string },
  limit: number,
) =>
  z.array(ListedLearning).parse(
    await allRows(sql(db)`
      SELECT ${columns}
      FROM learnings ${withNames}
      WHERE learnings.user_id = ${userId} AND learnings.id < ${cursor} AND learnings.deleted_at IS NULL
        ${foundBy('learnings.id', q, { userId, kind: 'learning' })} ${conditions(filter)}
        ${andInOrg(userId, org, 'learning')}
      ORDER BY learnings.id DESC
      LIMIT ${limit + 1}`),
  )
