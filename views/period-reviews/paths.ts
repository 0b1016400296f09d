import type { ListedReview, ReviewPeriod } from '../../functions/period-reviews/schema'
import { withQuery } from '../links'

export const periodPath = (period: ReviewPeriod, date?: string, org?: string) =>
  withQuery(`/review/${period}`, [
    ['date', date],
    ['org', org],
  ])

/** The page of the period that a review is about, of its organization where it has one. */
export const reviewPath = ({ period, date, organization_id, organization_name }: ListedReview) =>
  periodPath(period, date, organization_name === null ? undefined : (organization_id ?? undefined))
