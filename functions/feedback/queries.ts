import { columnsAre, dateIsIn, hasTag, joined } from '../lib/conditions'
import { andInOrg, kindInOrg } from '../lib/kinds'
import { allOrgs, isOrganization, type Org } from '../lib/org'
import { allOf, cutWalk, pageIds, WalkPlace } from '../lib/org-rows'
import { foundBy } from '../lib/search/found-ids'
import { constant, part, rowAs, rowsAs, type SqlPart, sql } from '../lib/sql'
import { foundFrom, foundOrder } from '../search/found-rows'
import { type FeedbackCategory, type FeedbackSentiment, filing, ListedFeedback } from './schema'

/** Characters of the content that a list reads. */
const beginning = 300

const columnsWith = (content: string) => part`
      feedback.id, ${constant(content)} AS content, feedback.date, feedback.category, feedback.sentiment, feedback.tags,
      feedback.from_person_id, feedback.organization_id, feedback.seq, feedback.created_at, feedback.updated_at,
      ${filing.selectedNames}`

const columns = columnsWith('feedback.content')
/** Columns of a row in a list. */
export const shortColumns = columnsWith(`substr(feedback.content, 1, ${beginning})`)

export const feedbackOf = (db: D1Database, userId: string, id: string) =>
  rowAs(
    ListedFeedback,
    sql(db)`
    SELECT ${columns}
    FROM feedback ${filing.withNames}
    WHERE feedback.user_id = ${userId} AND feedback.id = ${id} AND feedback.deleted_at IS NULL`,
  )

/** Empty members filter nothing. */
export type FeedbackFilter = {
  category?: FeedbackCategory | ''
  sentiment?: FeedbackSentiment | ''
  tag?: string
  from_person_id?: string
}

type Indexed = {
  from: SqlPart
  whose: SqlPart
  /** Columns of the order. */
  date: string
  id: string
  /** Conditions that the index does not have. */
  rest: FeedbackFilter
  hasOrg: boolean
}

/** The rows of a filter by date, by the index that has the fewest of others. */
const indexed = (userId: string, org: Org, filter: FeedbackFilter): Indexed => {
  const { tag, from_person_id, category, sentiment } = filter
  const own = { whose: part`feedback.user_id = ${userId}`, date: 'feedback.date', id: 'feedback.id', hasOrg: false }
  const by = (name: string) => constant(`feedback INDEXED BY feedback_${name}`)
  if (tag)
    return {
      from: constant(
        'row_tags CROSS JOIN feedback ON feedback.user_id = row_tags.user_id AND feedback.id = row_tags.id',
      ),
      whose: part`row_tags.user_id = ${userId} AND row_tags.tag = ${tag} AND row_tags.kind = 'feedback'`,
      date: 'row_tags.date',
      id: 'row_tags.id',
      rest: { ...filter, tag: '' },
      hasOrg: false,
    }
  if (from_person_id) {
    const whose = part`${own.whose} AND feedback.from_person_id = ${from_person_id}`
    return { ...own, from: by('of_person'), whose, rest: { ...filter, from_person_id: '' } }
  }
  if (isOrganization(org)) {
    const whose = part`${own.whose} AND feedback.organization_id = ${org}`
    return { ...own, from: by('of_organization'), whose, rest: filter, hasOrg: true }
  }
  if (category) {
    const whose = part`${own.whose} AND feedback.category = ${category}`
    return { ...own, from: by('by_category'), whose, rest: { ...filter, category: '' } }
  }
  if (sentiment) {
    const whose = part`${own.whose} AND feedback.sentiment = ${sentiment}`
    return { ...own, from: by('by_sentiment'), whose, rest: { ...filter, sentiment: '' } }
  }
  return { ...own, from: by('by_date'), rest: {} }
}

/** Conditions for `pageIds`; undefined without any. */
const shownBy = (userId: string, org: Org, { tag, ...others }: FeedbackFilter, hasOrg: boolean) =>
  allOf([
    ...Object.entries(others).map(([name, value]) => value && part`${constant(`feedback.${name}`)} = ${value}`),
    tag && part`EXISTS (SELECT 1 FROM json_each(feedback.tags) WHERE value = ${tag})`,
    org !== allOrgs && !hasOrg && kindInOrg(userId, org, 'feedback'),
  ])

/** @param ids SELECT of `id`, `place` and `is_shown` */
const placed = (db: D1Database, userId: string, ids: SqlPart) =>
  rowsAs(
    ListedFeedback.extend(WalkPlace.shape),
    sql(db)`
      WITH found AS (${ids})
      SELECT ${shortColumns}, found.place, found.is_shown
      FROM found
        CROSS JOIN feedback ON feedback.user_id = ${userId} AND feedback.id = found.id ${filing.withNames}`,
  )

/** SELECT for `placed` of the first feedback of a filter, the latest date first, after the row with the id `after`. */
export const feedbackIds = (userId: string, org: Org, filter: FeedbackFilter, after: string, limit: number) => {
  const { from, whose, date, id, rest, hasOrg } = indexed(userId, org, filter)
  const beyond = part`AND (${constant(date)}, ${constant(id)}) < (
        SELECT date, id FROM feedback WHERE user_id = ${userId} AND id = ${after})`
  const rows = part`FROM ${from} WHERE ${whose} AND feedback.deleted_at IS NULL ${after ? beyond : constant('')}`
  const shown = shownBy(userId, org, rest, hasOrg)
  return pageIds({ from: rows, id, order: `${date} DESC, ${id} DESC`, shown, limit })
}

/** A page of feedback, the latest date first. */
export const feedbackByDate = async (
  db: D1Database,
  userId: string,
  org: Org,
  filter: FeedbackFilter,
  after: string,
  limit: number,
) => cutWalk(await placed(db, userId, feedbackIds(userId, org, filter, after, limit + 1)), limit)

/** A page of feedback that matches, the last written first. */
export const foundFeedback = async (
  db: D1Database,
  userId: string,
  org: Org,
  { match, ...filter }: FeedbackFilter & { match: string },
  after: string,
  limit: number,
) => {
  const from = foundFrom(userId, 'feedback', match, after)
  const shown = shownBy(userId, org, filter, false)
  const ids = pageIds({ from, id: 'feedback.id', order: foundOrder, shown, limit: limit + 1 })
  return cutWalk(await placed(db, userId, ids), limit)
}

type ApiFilter = FeedbackFilter & { cursor: string; q?: string; organization_id?: string; from?: string; to?: string }

/** Feedback that a search `q` finds with ids below the cursor in descending order, for the API. */
export const feedbackBefore = (
  db: D1Database,
  userId: string,
  org: Org,
  { cursor, q, tag, from, to, ...values }: ApiFilter,
  limit: number,
) =>
  rowsAs(
    ListedFeedback,
    sql(db)`
    SELECT ${columns}
    FROM feedback ${filing.withNames}
    WHERE feedback.user_id = ${userId} AND feedback.id < ${cursor} AND feedback.deleted_at IS NULL
      ${foundBy('feedback.id', q, { userId, kind: 'feedback' })}
      ${joined([columnsAre('feedback', values), hasTag('feedback.tags', tag), dateIsIn('feedback.date', { from, to })])}
      ${andInOrg(userId, org, 'feedback')}
    ORDER BY feedback.id DESC
    LIMIT ${limit + 1}`,
  )
