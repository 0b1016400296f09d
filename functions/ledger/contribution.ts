import { isoWeekday, type Range } from '../lib/time/days'
import { padded } from '../lib/time/duration'
import { isWithin } from './range'
import type { LedgerFilter } from './resolve-subject'

/** Everything that decides under which subjects the ledger counts a session, as its journal stores it. */
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

/** Subjects that count the whole session, and how many times. */
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

/** A part of a session: its seconds in an hour of a date. */
type HourPart = { subject: string; date: string; seconds: number }

const hourParts = ({ hours }: Pick<SessionSnapshot, 'hours'>): HourPart[] =>
  hours.map(([date, hour, seconds]) => ({
    subject: `hour:${isoWeekday(date)}:${padded(hour)}`,
    date,
    seconds,
  }))

export const countsHours = ({ subjects }: LedgerFilter) => subjects[0]?.startsWith('hour:') ?? false

/** How many times the filter counts the whole session, apart from its dates and hours. */
const timesCounted = (session: SessionSnapshot, ledger: LedgerFilter) => {
  if (ledger.within && !ledger.within.includes(`project:${session.project_id ?? 'none'}`)) return 0
  if (countsHours(ledger)) return 1
  const times = wholeSubjects(session).reduce(
    (sum, [subject, count]) => sum + (ledger.subjects.includes(subject) ? count : 0),
    0,
  )
  return ledger.subjects[0] === 'tag:several' ? times : Math.min(1, times)
}

/**
 * The dates on which a session counts under all filters, in order, with its seconds there. A session of no time counts
 * on its date. @param range null for all time
 */
const countedDays = (
  session: SessionSnapshot,
  filters: LedgerFilter[],
  range: Range | null,
): [date: string, seconds: number][] => {
  const times = filters.reduce((product, ledger) => product * timesCounted(session, ledger), 1)
  if (times === 0) return []
  const hourFilters = filters.filter(countsHours)
  const parts =
    hourFilters.length > 0
      ? hourParts(session).filter(({ subject }) => hourFilters.every(({ subjects }) => subjects.includes(subject)))
      : session.days.map(([date, seconds]) => ({ date, seconds }))
  const isSelected = (date: string) =>
    filters.every(({ weekday }) => weekday === null || isoWeekday(date) === weekday) &&
    (range === null || isWithin(date, range))
  const sums = new Map<string, number>()
  for (const { date, seconds } of parts) {
    if (isSelected(date)) sums.set(date, (sums.get(date) ?? 0) + times * seconds)
  }
  return [...sums]
}

/** Seconds that a session, null if it is not counted, adds to a figure. @param range null for all time */
export const contribution = (session: SessionSnapshot | null, ledger: LedgerFilter, range: Range | null) =>
  session ? countedDays(session, [ledger], range).reduce((sum, [, seconds]) => sum + seconds, 0) : 0
