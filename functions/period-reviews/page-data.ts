import type { User } from '../lib/env'
import type { LocalNow } from '../lib/now'
import { allOrgs, organizationOf } from '../lib/org'
import { type Reviewed, type ReviewFigures, reviewFigures } from './figures'
import { datesBeside, type ListedReview, pageOfReviews, periodBefore, periodOf } from './schema'

/** The most reviews of one period and of the one before that a page shows. */
const shownLimit = 50

export type ReviewPage = {
  figures: ReviewFigures
  today: string
  person: Pick<User['preferences'], 'week_start' | 'rest_days' | 'daily_target_minutes'>
  /** The words that the page edits, and those of other organizations. */
  own: ListedReview | null
  others: ListedReview[]
  /** Words about the period before. */
  former: ListedReview[]
  /** Dates by which pages name the periods beside. */
  earlier?: string
  later?: string
  isCurrent: boolean
}

export const reviewPage = async (
  db: D1Database,
  user: User,
  reviewed: Reviewed,
  now: LocalNow,
): Promise<ReviewPage> => {
  const { period, context } = reviewed
  const org = context?.org ?? allOrgs
  const range = periodOf(period, reviewed.date, now.weekStart)
  const before = periodBefore(period, range)
  const [figures, { rows: reviews }] = await Promise.all([
    reviewFigures(db, user, reviewed, now),
    pageOfReviews(db, user.id, org, { period, from: before.from, to: range.to }, shownLimit),
  ])
  const present = reviews.filter(({ date }) => date >= range.from)
  const own = present.find(({ organization_id }) => organization_id === organizationOf(org)) ?? null
  return {
    figures,
    today: now.today,
    person: user.preferences,
    own,
    others: present.filter((one) => one !== own),
    former: reviews.filter(({ date }) => date < range.from),
    ...datesBeside(period, range, now.today),
    isCurrent: now.today >= range.from && now.today <= range.to,
  }
}
