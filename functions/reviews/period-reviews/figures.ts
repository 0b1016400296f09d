import { readDaySums as daysOf, subjectSums } from '../../ledger/facts'
import { daysIn, daysWithin, isWithin } from '../../ledger/range'
import { allTimeFilter, filterOfContext } from '../../ledger/resolve-subject'
import { addUp, type DaySum, periodTarget } from '../../ledger/schema'
import { afterAllIds } from '../../lib/api/values'
import type { LocalNow, User } from '../../lib/env'
import { allOrgs, type OrgTime, organizationOf } from '../../lib/org'
import { addDays, dayOf, type Range } from '../../lib/time/days'
import { daysOff } from '../../time/days-off/queries'
import * as q from './reads'
import {
  adjacentPeriodDates,
  allReviews,
  type ListedReview,
  periodOf,
  previousPeriod,
  type ReviewPeriod,
} from './schema'

type Person = Pick<User, 'id' | 'preferences' | 'created_at'>

/** The week or month to review, by a date in it. `context` is null for all. */
type Reviewed = { period: ReviewPeriod; date: string; context: OrgTime | null }

const energyOf = (days: { date: string; checkins: number; energy: number; engagement: number }[]) => {
  const sum = (of: 'checkins' | 'energy' | 'engagement') => days.reduce((total, day) => total + day[of], 0)
  const checkins = sum('checkins')
  const average = (of: 'energy' | 'engagement') => (checkins > 0 ? sum(of) / checkins : null)
  return { checkins, energy: average('energy'), engagement: average('engagement'), days }
}

/** Target of the working days of a range; null in a context, because a target counts all time. */
const targetOf = ({ preferences }: Person, context: OrgTime | null, { from, to }: Range, off: string[]) =>
  context === null
    ? periodTarget({ date: from, to }, preferences.daily_target_minutes, {
        restDays: preferences.rest_days,
        daysOff: new Set(off),
      })
    : null

/** First day of a range with a target: not before the account was created, unless time was tracked earlier. */
const dueFrom = ({ created_at, preferences }: Person, { from }: Range, [first]: DaySum[]) => {
  const created = dayOf(created_at, preferences)
  const start = first && first.date < created ? first.date : created
  return start > from ? start : from
}

const hoursOf = (days: DaySum[], range: Range, before: Range) => {
  const own = daysWithin(days, range)
  return { ...addUp(own), before_seconds: addUp(daysWithin(days, before)).total_seconds, days: own }
}

/** The period, up to today if it is not over, and the same number of days of the previous period. */
const comparedRanges = (period: ReviewPeriod, range: Range, today: string) => {
  const before = previousPeriod(period, range)
  if (!isWithin(today, range)) return { soFar: range, before }
  const soFar = { from: range.from, to: today }
  const to = addDays(before.from, daysIn(soFar) - 1)
  return { soFar, before: to < before.to ? { from: before.from, to } : before }
}

/** All figures of a period's review, read in one round trip. */
export const reviewFigures = async (
  db: D1Database,
  person: Person,
  { period, date, context }: Reviewed,
  now: LocalNow,
) => {
  const range = periodOf(period, date, now.weekStart)
  const { soFar, before } = comparedRanges(period, range, now.today)
  const org = context?.org ?? allOrgs
  const asked = { db, userId: person.id, org, range }
  const [
    days,
    off,
    outcomes,
    values,
    { reached, missed, meetings, learnings },
    milestones,
    { idle, ...tasks },
    feedback,
    skills,
    energy,
    sums,
  ] = await Promise.all([
    daysOf(db, person.id, context ? filterOfContext(context) : allTimeFilter, { from: before.from, to: range.to }),
    daysOff(db, person.id, range),
    q.goalOutcomes(db, person.id, org, range, now),
    q.goalValues(asked),
    q.datedLists(asked, now.latestDay),
    q.reachedMilestones(asked),
    q.taskLists(asked, now.today),
    q.feedbackInRange(asked),
    q.skillChanges(asked),
    q.energyDays(asked),
    subjectSums(db, person.id, [], range, ['project']),
  ])
  return {
    period,
    range,
    before,
    hours: {
      ...hoursOf(days, range, before),
      target_seconds: targetOf(person, context, range, off),
      due_seconds: targetOf(person, context, { ...soFar, from: dueFrom(person, soFar, days) }, off),
      off,
    },
    goals: {
      outcomes,
      values,
      reached,
      milestones,
      missed: missed.filter(({ id }) => !values.some((one) => one.id === id && one.state !== 'open')),
    },
    tasks,
    feedback,
    learnings,
    skills: skills.filter(({ before, after }) => before !== after),
    energy: energyOf(energy),
    meetings,
    projects: sums.filter(
      ({ subject, total_seconds }) => total_seconds > 0 && (context === null || context.subjects.includes(subject)),
    ),
    idle: {
      goals: outcomes.filter(
        ({ rule, reached, state }) =>
          rule.measure === 'time' &&
          rule.direction === 'at_least' &&
          reached === 0 &&
          !['skipped', 'off'].includes(state),
      ),
      tasks: idle,
    },
  }
}
export type ReviewFigures = Awaited<ReturnType<typeof reviewFigures>>

/** Maximum number of reviews shown of a period and of the previous one. */
export const reviewsLimit = 50

export type ReviewPageData = {
  figures: ReviewFigures
  today: string
  person: Pick<User['preferences'], 'week_start' | 'rest_days' | 'daily_target_minutes'>
  /** The review that the page edits, and the reviews of other organizations. */
  own: ListedReview | null
  others: ListedReview[]
  /** Reviews of the previous period. */
  former: ListedReview[]
  /** Dates for the links to the previous and next period. */
  earlier?: string
  later?: string
  isCurrent: boolean
}

export const reviewPage = async (
  db: D1Database,
  user: User,
  reviewed: Reviewed,
  now: LocalNow,
): Promise<ReviewPageData> => {
  const { period, context } = reviewed
  const org = context?.org ?? allOrgs
  const range = periodOf(period, reviewed.date, now.weekStart)
  const before = previousPeriod(period, range)
  const [figures, reviews] = await Promise.all([
    reviewFigures(db, user, reviewed, now),
    allReviews(db, user.id, { cursor: afterAllIds, org, period, from: before.from, to: range.to }, reviewsLimit),
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
    ...adjacentPeriodDates(period, range, now.today),
    isCurrent: isWithin(now.today, range),
  }
}
