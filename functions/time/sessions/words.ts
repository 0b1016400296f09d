import { subjectLabel } from '../../ledger/resolve-subject'
import { noneLabels } from '../../ledger/subject'
import { groupsOf, isWholeFilter } from '../../lib/filter'
import { type Clock, clockTime, longDate, plural, rangeText, shortDate, zoneName } from '../../lib/text/format'
import { decodeTexts } from '../../lib/text/text'
import { daysBetween, localDateTime } from '../../lib/time/days'
import type { SubjectNames } from './list/page'
import type { SessionsView } from './list/view'
import { linkSubjects, type PlanLink } from './plan-link'

/** Name of a project or goal, marked if it is deleted. */
export const subjectName = (names: SubjectNames, subject: string) => {
  const name = names.get(subject)
  if (name) return name.deleted ? `${name.label} (deleted)` : name.label
  return noneLabels.get(subject)
}

/** `SQL: Joins` or `SQL`; undefined without a plan, or if the plan was permanently deleted. */
export const planNameOf = (session: Partial<PlanLink>, names: SubjectNames) =>
  linkSubjects(session)
    .map((subject) => subjectName(names, subject))
    .find((name) => name !== undefined)

type Times = { started_at: number; ended_at: number }

/** `23:30–00:45`, or `9:00–10:00 +1 day` for 25 hours. */
export const timesWords = ({ started_at, ended_at }: Times, zone: { time_zone: string; clock: Clock }) => {
  const [from, to] = [started_at, ended_at].map((at) => clockTime(at, zone.time_zone, zone.clock))
  const dateAt = (instant: number) => localDateTime(instant, zone.time_zone).date
  const days = ended_at - started_at < 86_400_000 ? 0 : daysBetween(dateAt(started_at), dateAt(ended_at))
  return `${from}–${to}${days > 0 ? ` +${plural(days, 'day')}` : ''}`
}

/** `Tue 24 Nov, 10:30–12:00`, in the session's zone. */
export const whenWords = (session: Times & { time_zone: string }, clock: Clock, today: string) => {
  const { time_zone } = session
  const { date } = localDateTime(session.started_at, time_zone)
  return `${shortDate(date, today)}, ${timesWords(session, { time_zone, clock })}`
}

/** `Lisbon time` */
export const zoneWords = (zone: string) => `${zoneName(zone).split('/').at(-1)} time`

/** Dates of a view, such as `Thursday, 3 August 2017`; null without limits. */
export const datesInWords = ({ from, to }: Pick<SessionsView, 'from' | 'to'>, today: string) => {
  if (from && to) return from === to ? longDate(from, today) : rangeText(from, to, today)
  if (from) return `Since ${longDate(from, today)}`
  return to ? `Until ${longDate(to, today)}` : null
}

/** Name of any subject. Null for `all`, and for a project, goal or organization that is not in `names`. */
export const subjectInWords = (subject: string, names: SubjectNames, clock: Clock = 24): string | null => {
  if (subject === 'all') return null
  if (isWholeFilter(subject))
    return groupsOf(subject)
      .map((one) => `${one.isOut ? 'not ' : ''}${subjectInWords(one.subject, names, clock) ?? 'a deleted item'}`)
      .join(', ')
  const each = decodeTexts(subject)
  if (each.length > 1) return each.map((one) => subjectInWords(one, names, clock) ?? 'a deleted item').join(' or ')
  const ofGoal = subject.replace(/^goal-tree:([^@]*).*/, 'goal:$1')
  if (/^(project|goal):/.test(ofGoal)) {
    const name = subjectName(names, ofGoal)
    return name === undefined ? null : subjectLabel({ subject, name }, clock)
  }
  const name = subjectName(names, subject) ?? null
  if (name === null && /^organization:(?!none$)/.test(subject)) return null
  return subjectLabel({ subject, name }, clock)
}
