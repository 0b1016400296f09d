import { kindInOrg } from '../lib/kinds'
import { cutPage } from '../lib/list-view'
import { allOrgs, isOrganization, type Org } from '../lib/org'
import { cutWalk, idsOfOrg, WalkPlace, walkIds } from '../lib/org-rows'
import { constant, part, rowsAs, sql } from '../lib/sql'
import { columnsWith, conditions, type LearningFilter } from './queries'
import { filing, ListedLearning } from './schema'

/** Characters of the content that a list reads. */
const beginning = 400

/** Columns of a row in a list. */
export const shortColumns = columnsWith(`substr(learnings.content, 1, ${beginning})`)

/** Condition for the rows before the one with the id `after`, by its date and its id; nothing without one. */
const beforeRow = (userId: string, place: string, after: string) =>
  after
    ? part`AND (${constant(place)}) < (SELECT date, id FROM learnings WHERE user_id = ${userId} AND id = ${after})`
    : constant('')

/** The index that has the rows of a filter by date. */
const indexOf = ({ type, source, project_id, plan_id }: LearningFilter) => {
  if (plan_id) return 'learnings_by_plan'
  if (project_id) return 'learnings_by_project'
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
        ${filing.withNames}
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
  const { tag, project_id, plan_id } = filter
  if (org === allOrgs || (isOrganization(org) && !tag && !project_id && !plan_id)) {
    const rows = await rowsAs(
      ListedLearning,
      org === allOrgs
        ? sql(db)`
      SELECT ${shortColumns}
      FROM ${from} ${filing.withNames}
      ${where}
      ORDER BY ${constant(order)}
      LIMIT ${limit + 1}`
        : sql(db)`${ofOrganization(userId, org, filter, after, limit)}`,
    )
    return cutPage(rows, limit)
  }
  const shown = kindInOrg(userId, org, 'learning')
  const walked = await rowsAs(
    ListedLearning.extend(WalkPlace.shape),
    sql(db)`
      SELECT ${shortColumns}, walked.place, walked.is_shown
      FROM (${walkIds({ from: part`FROM ${from} ${where}`, id, order, shown, limit: limit + 1 })}) AS walked
        CROSS JOIN learnings ON learnings.user_id = ${userId} AND learnings.id = walked.id
        ${filing.withNames}
      ORDER BY walked.place`,
  )
  return cutWalk(walked, limit)
}
