import { countedDays, countsHours, hourParts, wholeSubjects } from '../ledger/contribution'
import type { LedgerFilter } from '../ledger/resolve-subject'
import type { SubjectSum } from '../ledger/schema'
import type { SubjectKind } from '../ledger/subject'
import type { Range } from '../lib/days'
import { type Candidate, candidatesOf } from '../sessions/ledger-rows'

/** Sessions that are read to divide the time of a subject. */
const crossLimit = 2_000

const kindOf = (subject: string) => subject.split(':')[0]

/** Divides the time that the filter counts of one session by subjects of some kinds. */
const sumsOfSession = (session: Candidate, ledger: LedgerFilter, range: Range, kinds: string[]): SubjectSum[] => {
  const counted = countedDays(session, [ledger], range)
  if (counted.length === 0) return []
  const total_seconds = counted.reduce((sum, [, seconds]) => sum + seconds, 0)
  const dates = new Set(counted.map(([date]) => date))
  const inHours = hourParts(session).filter(
    ({ subject, date }) => dates.has(date) && (!countsHours(ledger) || ledger.subjects.includes(subject)),
  )
  const seconds = inHours.reduce((sum, part) => sum + part.seconds, 0)
  const times = seconds > 0 ? total_seconds / seconds : 1
  const [first] = hourParts(session)
  const starts =
    first !== undefined && inHours.some((part) => part.subject === first.subject && part.date === first.date)
  const whole = wholeSubjects(session).map(([subject, count]) => ({
    subject,
    total_seconds: count * total_seconds,
    session_count: starts ? count : 0,
  }))
  const hours = inHours.map((part) => ({
    subject: part.subject,
    total_seconds: times * part.seconds,
    session_count: part === first || (starts && part.subject === first?.subject && part.date === first.date) ? 1 : 0,
  }))
  return [...whole, ...hours].filter(({ subject }) => kinds.includes(kindOf(subject) ?? ''))
}

/** The time of a subject in a range, by subjects of other kinds; null where too many sessions would have to be read. */
export const crossSums = async (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter,
  range: Range,
  kinds: SubjectKind[],
): Promise<SubjectSum[] | null> => {
  const { sessions, isAll } = await candidatesOf(db, userId, ledger, range, crossLimit)
  if (!isAll) return null
  const sums = new Map<string, SubjectSum>()
  for (const session of sessions) {
    for (const { subject, total_seconds, session_count } of sumsOfSession(session, ledger, range, kinds)) {
      const sum = sums.get(subject) ?? { subject, total_seconds: 0, session_count: 0 }
      sum.total_seconds += total_seconds
      sum.session_count += session_count
      sums.set(subject, sum)
    }
  }
  return [...sums.values()]
}
