import { matchesFilter } from '../lib/filter'
import { isoWeekday, type Range } from '../lib/time/days'
import { padNumber } from '../lib/time/duration'
import { isWithin } from './range'
import { flattenFilters, type LedgerFilter } from './resolve-subject'

/** Everything that determines under which subjects the ledger counts a session. The edit journal stores it. */
export type SessionSnapshot = {
  days: [date: string, seconds: number][]
  hours: [date: string, hour: number, seconds: number][]
  project_id: string | null
  goal_id: string | null
  plan_id: string | null
  /** Id of a chunk within the plan. */
  chunk_id: string | null
  task_id: string | null
  /** `owner/name`, in lower case. */
  repo: string | null
  pr_number: number | null
  tags: string[]
}

/** Subjects that count the whole session, and how many times they do. */
const wholeSubjects = (session: SessionSnapshot) => {
  const { project_id, goal_id, plan_id, chunk_id, task_id, repo, pr_number, tags } = session
  const distinctTags = [...new Set(tags)]
  const subjects: [subject: string, times: number][] = [
    ['all', 1],
    [`project:${project_id ?? 'none'}`, 1],
    [`goal:${goal_id ?? 'none'}`, 1],
    [`plan:${plan_id ?? 'none'}`, 1],
    [plan_id !== null && chunk_id !== null ? `chunk:${plan_id}/${chunk_id}` : 'chunk:none', 1],
    [`task:${task_id ?? 'none'}`, 1],
    [`repo:${repo ?? 'none'}`, 1],
  ]
  if (plan_id !== null) subjects.push(['plan:any', 1])
  if (repo !== null && pr_number !== null) subjects.push([`pr:${repo}#${pr_number}`, 1])
  for (const tag of distinctTags) subjects.push([`tag:#${tag}`, 1])
  if (distinctTags.length === 0) subjects.push(['tag:none', 1])
  if (distinctTags.length > 1) subjects.push(['tag:several', distinctTags.length - 1])
  return subjects
}

/** Part of a session: its seconds in one hour of a date. */
type HourPart = { subject: string; date: string; seconds: number }

const hourParts = ({ hours }: Pick<SessionSnapshot, 'hours'>): HourPart[] =>
  hours.map(([date, hour, seconds]) => ({
    subject: `hour:${isoWeekday(date)}:${padNumber(hour)}`,
    date,
    seconds,
  }))

export const countsHours = ({ subjects }: LedgerFilter) => subjects[0]?.startsWith('hour:') ?? false

/** True if a session belongs to any of a filter's subjects, ignoring dates and hours. */
const isFiled = (session: SessionSnapshot, { subjects }: LedgerFilter) => {
  const filed = new Set(wholeSubjects(session).map(([subject]) => subject))
  return subjects.some((subject) => matchesFilter(subject, (one) => filed.has(one)))
}

/** How many times a filter counts a part of a session. Usually 0 or 1; more for `tag:several`. */
const timesCounted = (session: SessionSnapshot, filter: LedgerFilter, { date, subject }: Omit<HourPart, 'seconds'>) => {
  const { subjects, weekday, within, not } = filter
  if (within && !within.includes(`project:${session.project_id ?? 'none'}`)) return 0
  const isCounted =
    (countsHours(filter) ? subjects.includes(subject) : isFiled(session, filter)) &&
    (weekday === null || isoWeekday(date) === weekday)
  if (isCounted === (not === true)) return 0
  return subjects[0] === 'tag:several' && !not ? new Set(session.tags).size - 1 : 1
}

/**
 * Seconds that a session adds to a figure; 0 if `session` is null. Not for filters by words, type or billing.
 * @param range null for all time
 */
export const contribution = (session: SessionSnapshot | null, filter: LedgerFilter, range: Range | null) => {
  if (session === null) return 0
  const filters = flattenFilters([filter])
  const parts = filters.some(countsHours)
    ? hourParts(session)
    : session.days.map(([date, seconds]) => ({ date, seconds, subject: '' }))
  return parts.reduce((sum, part) => {
    if (range !== null && !isWithin(part.date, range)) return sum
    return sum + filters.reduce((times, each) => times * timesCounted(session, each, part), 1) * part.seconds
  }, 0)
}
