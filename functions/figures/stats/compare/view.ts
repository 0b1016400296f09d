import { days as daysOf, subjectSums } from '../../../ledger/facts'
import { daysIn, daysWithin, previousRange } from '../../../ledger/range'
import { namesOfParts, resolveSubject, subjectLabel } from '../../../ledger/resolve-subject'
import { addUp, bestDayOf, type DaySum, type SubjectSum } from '../../../ledger/schema'
import { noneLabels } from '../../../ledger/subject'
import type { User } from '../../../lib/env'
import { inTime, type OrgTime } from '../../../lib/org'
import { addDays, dayStart, isoWeekday, type Range, secondsBetween, type Zone } from '../../../lib/time/days'
import { endOf } from '../../../lib/time/hours'
import { sessionsOfDays } from '../../../time/sessions/queries'
import type { SessionOnDay } from '../../../time/sessions/schema'

/** Figures of as many days; times in seconds. */
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

/** A week before, up to the same weekday, for days up to now and an unfinished week; else as many days right before. */
const daysBefore = (range: Range, isWeek: boolean): Range =>
  isWeek && daysIn(range) <= 7 ? { from: addDays(range.from, -7), to: addDays(range.to, -7) } : previousRange(range)

type Now = { today: string; now: number; zone: Zone }

/** The instant on `date` at the time of day that `now` is today. */
const sameTimeOn = (date: string, { today, now, zone }: Now) => dayStart(date, zone) + now - dayStart(today, zone)

/** Seconds tracked on `date` before `until` (epoch ms). */
const secondsUntil = (sessions: SessionOnDay[], date: string, until: number) => {
  return sessions.reduce((seconds, session) => {
    const [start, end] = [dayStart(date, session), dayStart(addDays(date, 1), session)]
    return seconds + secondsBetween(session.started_at, endOf(session), start, Math.min(Math.max(start, until), end))
  }, 0)
}

/** Cuts day `date` at the present time of day. Counts all subjects together only. */
const untilNow = async (
  db: D1Database,
  userId: string,
  days: DaySum[],
  date: string,
  now: Now,
  context: OrgTime | null,
) => {
  const all = await sessionsOfDays(db, userId, 'all', [date])
  const sessions = all.filter((session) => session.date === date && inTime(context, session))
  const total_seconds = secondsUntil(sessions, date, sameTimeOn(date, now))
  return days.map((day) => (day.date === date ? { ...day, total_seconds } : day))
}

/** Days of a part: one where both ranges have the same weekdays, else weeks or more of them, which a page has room for. */
const daysOfPartIn = (days: number): 1 | 7 | 28 => {
  if (days <= 7 || days === 14) return 1
  return days <= 112 ? 7 : 28
}

/** Seconds of each project in both ranges, the largest difference first. */
const changesOf = (now: SubjectSum[], before: SubjectSum[]) => {
  const all = new Map([...before, ...now].map(({ subject, name }) => [subject, name?.label ?? noneLabels.get(subject)]))
  const secondsIn = (sums: SubjectSum[], subject: string) =>
    sums.find((one) => one.subject === subject)?.total_seconds ?? 0
  const rows = [...all].map(([subject, label = 'Deleted project']) => ({
    ...{ subject, label, now: secondsIn(now, subject), before: secondsIn(before, subject) },
  }))
  return rows
    .filter((row) => row.now + row.before > 0)
    .toSorted((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before))
}

/** Two ranges of days side by side; null if the subject does not exist. @param now epoch ms */
export const compareView = async (
  db: D1Database,
  user: User,
  { subject, range: asked, byNow }: { subject: string; range: Range; byNow: boolean },
  today: string,
  now: number,
  context: OrgTime | null,
) => {
  const ledger = await resolveSubject(db, user.id, subject, context)
  if (!ledger) return null
  // The days to come are in neither range.
  const range = asked.from <= today && today < asked.to ? { from: asked.from, to: today } : asked
  const isWeek = range.to === today && isoWeekday(range.from) === user.preferences.week_start
  const before = daysBefore(range, byNow || isWeek)
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
  const daysOfPart = daysOfPartIn(daysIn(range))
  const partOf = (all: DaySum[], { from, to }: Range, start: number) => {
    const [first, last] = [addDays(from, start), addDays(from, start + daysOfPart - 1)]
    const part = { from: first, to: last < to ? last : to }
    return { ...part, seconds: addUp(daysWithin(all, part)).total_seconds }
  }
  return {
    subject,
    label: subjectLabel(ledger, user.preferences.clock),
    nameOf: namesOfParts(ledger, user.preferences.clock),
    range,
    before,
    isCut,
    figures: figuresOf(days),
    figuresBefore: figuresOf(past),
    projects: changesOf(projects, projectsBefore),
    daysOfPart,
    parts: Array.from({ length: Math.ceil(daysIn(range) / daysOfPart) }, (_, index) => ({
      now: partOf(days, range, index * daysOfPart),
      before: partOf(past, before, index * daysOfPart),
    })),
  }
}
export type CompareView = NonNullable<Awaited<ReturnType<typeof compareView>>>
