import type { LedgerFilter } from '../../ledger/resolve-subject'
import { isoWeekday, type Range } from '../../lib/days'

/** A session as the journal of the ledger has it: all that says under what it is counted, and how much. */
export type SessionSnapshot = {
  days: [date: string, seconds: number][]
  /** Null until they are worked out. */
  hours: [date: string, hour: number, seconds: number][] | null
  project_id: string | null
  goal_id: string | null
  plan_id: string | null
  /** `owner/name`, in lower case. */
  repo: string | null
  pr_number: number | null
  tags: string[]
}

/** Subjects under which all of a session is counted, and how many times. */
const wholeSubjects = ({
  project_id,
  goal_id,
  plan_id,
  repo,
  pr_number,
  tags,
}: SessionSnapshot): [string, number][] => {
  const several = new Set(tags).size - 1
  return [
    ['all', 1],
    [`project:${project_id ?? 'none'}`, 1],
    [`goal:${goal_id ?? 'none'}`, 1],
    ...(plan_id === null ? [] : [[`plan:${plan_id}`, 1] satisfies [string, number]]),
    ...(repo === null ? [] : [[`repo:${repo}`, 1] satisfies [string, number]]),
    ...(repo === null || pr_number === null ? [] : [[`pr:${repo}#${pr_number}`, 1] satisfies [string, number]]),
    ...(tags.length === 0 ? [['tag:none', 1] satisfies [string, number]] : []),
    ...[...new Set(tags)].map((tag): [string, number] => [`tag:#${tag}`, 1]),
    ...(several > 0 ? [['tag:several', several] satisfies [string, number]] : []),
  ]
}

const hourSubjects = ({ days, hours }: SessionSnapshot) =>
  hours
    ? hours.map(([date, hour, seconds]) => ({
        subject: `hour:${isoWeekday(date)}:${String(hour).padStart(2, '0')}`,
        date,
        seconds,
      }))
    : days.map(([date, seconds]) => ({ subject: `hour:${isoWeekday(date)}:none`, date, seconds }))

/** Whether a figure of this ledger goes by the hours of sessions. */
export const countsHours = ({ subjects }: LedgerFilter) => subjects[0]?.startsWith('hour:') ?? false

/**
 * The seconds that a session adds to the figure of a subject in a range, null for all time: what the ledger has of it
 * there. Of a session that is not counted (null), none.
 */
export const contribution = (image: SessionSnapshot | null, ledger: LedgerFilter, range: Range | null) => {
  if (!image || (ledger.without === 'repo' && image.repo !== null)) return 0
  if (ledger.without === 'plan' && image.plan_id !== null) return 0
  const isWanted = (date: string) =>
    (ledger.weekday === null || isoWeekday(date) === ledger.weekday) &&
    (range === null || (date >= range.from && date <= range.to))
  if (countsHours(ledger)) {
    return hourSubjects(image).reduce(
      (sum, { subject, date, seconds }) => sum + (ledger.subjects.includes(subject) && isWanted(date) ? seconds : 0),
      0,
    )
  }
  const times = wholeSubjects(image).reduce(
    (sum, [subject, count]) => sum + (ledger.subjects.includes(subject) ? count : 0),
    0,
  )
  if (times === 0) return 0
  return times * image.days.reduce((sum, [date, seconds]) => sum + (isWanted(date) ? seconds : 0), 0)
}
