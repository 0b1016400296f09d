import type { Range } from '../lib/days'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import type { Cursor } from '../lib/resource/cursor'
import { foundBy } from '../lib/search/found-ids'
import { constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { ListedReview, type ReviewPeriod } from './schema'

const reviewsWhere = (db: D1Database, userId: string, condition: SqlPart) =>
  rowsAs(
    ListedReview,
    sql(db)`
      SELECT reviews.id, reviews.period, reviews.date, reviews.title, reviews.words, reviews.organization_id,
        reviews.seq, reviews.created_at, reviews.updated_at, organizations.name AS organization_name
      FROM reviews LEFT JOIN organizations ON organizations.user_id = reviews.user_id
        AND organizations.id = reviews.organization_id AND organizations.deleted_at IS NULL
      WHERE reviews.user_id = ${userId} AND reviews.deleted_at IS NULL ${condition}`,
  )

export const review = async (db: D1Database, userId: string, id: string) =>
  (await reviewsWhere(db, userId, part`AND reviews.id = ${id}`))[0] ?? null

/** The most reviews of one period and of the one before that a page shows. */
const shownLimit = 50

/** Reviews of a period that begin within a range, which a context shows. */
export const reviewsIn = (db: D1Database, userId: string, org: Org, period: ReviewPeriod, { from, to }: Range) =>
  reviewsWhere(
    db,
    userId,
    part`
      AND reviews.period = ${period} AND reviews.date BETWEEN ${from} AND ${to} ${andInOrg(userId, org, 'review')}
      ORDER BY reviews.date DESC, reviews.id DESC
      LIMIT ${shownLimit}`,
  )

type ReviewFilter = { period?: string; from?: string; to?: string; q?: string }

/** Reads limit + 1 reviews of a context that a search `q` finds, from a cursor; the extra row means there is a next page. */
export const reviews = (
  db: D1Database,
  userId: string,
  org: Org,
  { period = '', from = '', to = '9999', q }: ReviewFilter,
  { beyond, order }: Cursor,
  limit: number,
) =>
  reviewsWhere(
    db,
    userId,
    part`
      AND (${period} = '' OR reviews.period = ${period}) AND reviews.date BETWEEN ${from} AND ${to}
      ${andInOrg(userId, org, 'review')} ${beyond} ${foundBy('reviews.id', q, { userId, kind: 'review' })}
      ORDER BY ${order}
      LIMIT ${limit + 1}`,
  )

/** Reviews before the one with the id `after`, the latest period first; empty for the first page. */
export const latestFirst = (userId: string, after: string): Cursor => ({
  beyond:
    after === ''
      ? constant('')
      : part`AND (reviews.date, reviews.id) < (
        SELECT date, id FROM reviews WHERE user_id = ${userId} AND id = ${after})`,
  order: constant('reviews.date DESC, reviews.id DESC'),
})
