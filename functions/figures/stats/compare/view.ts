import { readDaySums as daysOf, subjectSums } from '../../../ledger/facts'
import { daysIn, daysWithin, previousRange } from '../../../ledger/range'
import { namesOfParts, resolveSubject, subjectLabel } from '../../../ledger/resolve-subject'
import { addUp, bestDayOf, type DaySum, type SubjectSum } from '../../../ledger/schema'
import type { User } from '../../../lib/env'
import { isInOrgTime, type OrgTime } from '../../../lib/org'
import { addDays, dayStart, isoWeekday, type Range, secondsBetween, type Zone } from '../../../lib/time/days'
import { intervalEnd } from '../../../lib/time/hours'
import { sessionsOfDays } from '../../../time/sessions/queries'
import type { SessionOnDay } from '../../../time/sessions/schema'
import { addPreviousTime, breakdownShares, type ComparedShare } from '../breakdown'
import type { CompareQuery } from '../explain/schema'

/** Figures of a range of days; times in seconds. */
const figuresOf = (days: DaySum[]) => {
  const { total_seconds, session_count } = addUp(days)
  const active = days.filter((day) => day.total_seconds > 0).length
  return {
    total: total_seconds,
    average: active > 0 ? Math.floor(total_seconds / active) : 0,
    active,
    sessions: session_count,
    best: bestDayOf(days)?.seconds ?? 0,
  }
}
export type ComparedFigures = ReturnType<typeof figuresOf>

/** One week earlier for `by=now` and for the current week; else the preceding range of equal length. */
const daysBefore = (range: Range, isWeek: boolean): Range =>
  isWeek && daysIn(range) <= 7 ? { from: addDays(range.from, -7), to: addDays(range.to, -7) } : previousRange(range)

type Now = { today: string; now: number; zone: Zone }

/** The instant on `date` at the current time of day. */
const sameTimeOn = (date: string, { today, now, zone }: Now) => dayStart(date, zone) + now - dayStart(today, zone)

/** Seconds tracked on `date` before `until` (epoch ms). */
const secondsUntil = (sessions: SessionOnDay[], date: string, until: number) => {
  return sessions.reduce((seconds, session) => {
    const [start, end] = [dayStart(date, session), dayStart(addDays(date, 1), session)]
    return (
      seconds + secondsBetween(session.started_at, intervalEnd(session), start, Math.min(Math.max(start, until), end))
    )
  }, 0)
}

/** Cuts the day `date` at the current time of day. Not for a filter by subject. */
const untilNow = async (
  db: D1Database,
  userId: string,
  days: DaySum[],
  date: string,
  now: Now,
  context: OrgTime | null,
) => {
  const all = await sessionsOfDays(db, userId, 'all', [date])
  const sessions = all.filter((session) => session.date === date && isInOrgTime(context, session))
  const total_seconds = secondsUntil(sessions, date, sameTimeOn(date, now))
  return days.map((day) => (day.date === date ? { ...day, total_seconds } : day))
}

/** Days in each bar: one if both ranges have the same weekdays, else as many weeks as needed to fit the page. */
const daysOfPartIn = (days: number): 1 | 7 | 28 => {
  if (days <= 7 || days === 14) return 1
  return days <= 112 ? 7 : 28
}

type Order = CompareQuery['sort']

const difference = ({ total_seconds, before = 0 }: ComparedShare) => Math.abs(total_seconds - before)

/** Time of each project in both ranges, the largest difference first by default. */
const projectsOf = (now: SubjectSum[], before: SubjectSum[], order: Order) =>
  addPreviousTime(breakdownShares('project', now), breakdownShares('project', before))
    .filter((share) => share.total_seconds > 0 || share.before)
    .toSorted((a, b) => {
      if (order === 'project') return a.label.localeCompare(b.label)
      if (order === 'first') return b.total_seconds - a.total_seconds
      return order === 'second' ? (b.before ?? 0) - (a.before ?? 0) : difference(b) - difference(a)
    })

/** Ends a range at today if it contains future days. */
const untilToday = ({ from, to }: Range, today: string): Range => ({
  from,
  to: from <= today && today < to ? today : to,
})

type Wanted = Pick<CompareQuery, 'subject' | 'by' | 'sort'> & { range: Range; than: Range | null }

/** Compares two ranges. Null if the subject does not exist. `than` null: the range before. @param now epoch ms */
export const compareView = async (
  db: D1Database,
  user: User,
  { subject, by, sort, ...asked }: Wanted,
  today: string,
  now: number,
  context: OrgTime | null,
) => {
  const ledger = await resolveSubject(db, user.id, subject, context)
  if (!ledger) return null
  const range = untilToday(asked.range, today)
  const than = asked.than && untilToday(asked.than, today)
  const byNow = by === 'now' && !than
  const isWeek = range.to === today && isoWeekday(range.from) === user.preferences.week_start
  const before = than ?? daysBefore(range, byNow || isWeek)
  const isCut = byNow && subject === 'all' && range.to === today
  const [days, allBefore, projects, projectsBefore] = await Promise.all([
    daysOf(db, user.id, ledger, range),
    daysOf(db, user.id, ledger, before),
    subjectSums(db, user.id, [ledger], range, ['project']),
    subjectSums(db, user.id, [ledger], before, ['project']),
  ])
  const past = isCut
    ? await untilNow(db, user.id, allBefore, before.to, { today, now, zone: user.preferences }, context)
    : allBefore
  const length = Math.max(daysIn(range), daysIn(before))
  const daysOfPart = daysOfPartIn(length)
  const partOf = (all: DaySum[], { from, to }: Range, start: number) => {
    const [first, last] = [addDays(from, start), addDays(from, start + daysOfPart - 1)]
    const part = { from: first, to: last < to ? last : to }
    // The shorter range has fewer bars.
    if (first > to) return null
    return { ...part, seconds: addUp(daysWithin(all, part)).total_seconds }
  }
  return {
    subject,
    label: subjectLabel(ledger, user.preferences.clock),
    nameOf: namesOfParts(ledger, user.preferences.clock),
    range,
    before,
    /** The other range; null if it is the range before. */
    than,
    isCut,
    sort,
    figures: figuresOf(days),
    figuresBefore: figuresOf(past),
    projects: projectsOf(projects, projectsBefore, sort),
    daysOfPart,
    parts: Array.from({ length: Math.ceil(length / daysOfPart) }, (_, index) => ({
      now: partOf(days, range, index * daysOfPart),
      before: partOf(past, before, index * daysOfPart),
    })),
  }
}
export type CompareView = NonNullable<Awaited<ReturnType<typeof compareView>>>
