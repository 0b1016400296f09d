import { isWithin } from '../../ledger/range'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import { isoWeekday, type Range } from '../../lib/days'

/** Everything that decides under which subjects the ledger counts a session, as its journal stores it. */
export type SessionSnapshot = {
  days: [date: string, seconds: number][]
  /** Null until computed. */
  hours: [date: string, hour: number, seconds: number][] | null
  project_id: string | null
  goal_id: string | null
  plan_id: string | null
  /** `owner/name`, in lower case. */
  repo: string | null
  pr_number: number | null
  tags: string[]
}

/** Subjects that count the whole session, and how many times. */
const wholeSubjects = ({ project_id, goal_id, plan_id, repo, pr_number, tags }: SessionSnapshot) => {
  const distinctTags = [...new Set(tags)]
  const subjects: [subject: string, times: number][] = [
    ['all', 1],
    [`project:${project_id ?? 'none'}`, 1],
    [`goal:${goal_id ?? 'none'}`, 1],
  ]
  if (plan_id !== null) subjects.push([`plan:${plan_id}`, 1])
  if (repo !== null) subjects.push([`repo:${repo}`, 1])
  if (repo !== null && pr_number !== null) subjects.push([`pr:${repo}#${pr_number}`, 1])
  for (const tag of distinctTags) subjects.push([`tag:#${tag}`, 1])
  if (distinctTags.length === 0) subjects.push(['tag:none', 1])
  if (distinctTags.length > 1) subjects.push(['tag:several', distinctTags.length - 1])
  return subjects
}

const hourSubjects = ({ days, hours }: SessionSnapshot) =>
  hours
    ? hours.map(([date, hour, seconds]) => ({
        subject: `hour:${isoWeekday(date)}:${String(hour).padStart(2, '0')}`,
        date,
        seconds,
      }))
    : days.map(([date, seconds]) => ({ subject: `hour:${isoWeekday(date)}:none`, date, seconds }))

export const countsHours = ({ subjects }: LedgerFilter) => subjects[0]?.startsWith('hour:') ?? false

/** Seconds that a session, null if it is not counted, adds to a figure. @param range null for all time */
export const contribution = (session: SessionSnapshot | null, ledger: LedgerFilter, range: Range | null) => {
  if (!session || (ledger.without === 'repo' && session.repo !== null)) return 0
  if (ledger.without === 'plan' && session.plan_id !== null) return 0
  const isSelected = (date: string) =>
    (ledger.weekday === null || isoWeekday(date) === ledger.weekday) && (range === null || isWithin(date, range))
  if (countsHours(ledger)) {
    return hourSubjects(session).reduce(
      (sum, { subject, date, seconds }) => sum + (ledger.subjects.includes(subject) && isSelected(date) ? seconds : 0),
      0,
    )
  }
  const times = wholeSubjects(session).reduce(
    (sum, [subject, count]) => sum + (ledger.subjects.includes(subject) ? count : 0),
    0,
  )
  if (times === 0) return 0
  return times * session.days.reduce((sum, [date, seconds]) => sum + (isSelected(date) ? seconds : 0), 0)
}
