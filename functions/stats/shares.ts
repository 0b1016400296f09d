import { daysInRange } from '../ledger/filter-sums'
import { filterFor, limitedTo } from '../ledger/resolve-subject'
import type { SubjectSum } from '../ledger/schema'
import type { SubjectKind } from '../ledger/subject'
import { namedSubjectSums, namedTotalSums } from '../ledger/subject-sums'
import * as q from '../ledger/sums'
import { taskSums } from '../ledger/task-sums'
import type { Range } from '../lib/days'
import type { OrgTime } from '../lib/org'
import { breakdownShares, type Share, subjectIds, subjectKinds, weekdaySharesOf } from './breakdown'
import { crossSums } from './cross-sums'
import type { Division } from './schema'

/** Names that came with the sums, and those read of the others: no statement where none is missing. */
export const subjectNamesFor = async (db: D1Database, userId: string, sums: SubjectSum[]) => {
  const known = sums.flatMap(({ name }) => name ?? [])
  const unread = sums.filter(({ name }) => name === undefined)
  const [projects, goals] = [[...new Set(subjectIds(unread, 'project'))], [...new Set(subjectIds(unread, 'goal'))]]
  const plans = unread.map(({ subject }) => subject).filter((subject) => /^(plan|chunk|task):/.test(subject))
  if (projects.length + goals.length + plans.length === 0) return known
  return [...known, ...(await q.subjectNames(db, userId, projects, goals, plans))]
}

/** Null where the range has too many tasks. @param isAll without an earliest date */
export const sumsByKind = async (
  db: D1Database,
  userId: string,
  range: Range,
  kinds: SubjectKind[],
  isAll: boolean,
): Promise<SubjectSum[] | null> => {
  if (kinds.includes('task')) return taskSums(db, userId, range)
  return isAll ? namedTotalSums(db, userId, range.to, kinds) : namedSubjectSums(db, userId, range, kinds)
}

/** The shares of one subject's time; null where too many sessions would have to be read. */
const readSubjectShares = async (
  db: D1Database,
  userId: string,
  range: Range,
  by: Division,
  { subject, context }: { subject: string; context: OrgTime | null },
) => {
  const ledger = limitedTo(await filterFor(db, userId, subject), context)
  if (by === 'weekday') return weekdaySharesOf(await daysInRange(db, userId, ledger, range))
  const sums = await crossSums(db, userId, ledger, range, subjectKinds[by])
  return sums && breakdownShares(by, sums, await subjectNamesFor(db, userId, sums))
}

/** Null where a subject has too many sessions to divide its time, or a range too many tasks. */
export const readShares = async (
  db: D1Database,
  userId: string,
  range: Range,
  by: Division,
  { subject, context }: { subject: string; context: OrgTime | null },
): Promise<Share[] | null> => {
  if (subject !== 'all' || context) return readSubjectShares(db, userId, range, by, { subject, context })
  // Ten years have fewer days than their months have hours.
  if (by === 'weekday') return weekdaySharesOf(await q.daySums(db, userId, 'all', range))
  const sums = await sumsByKind(db, userId, range, subjectKinds[by], false)
  return sums && breakdownShares(by, sums, await subjectNamesFor(db, userId, sums))
}
