import { daysInRange } from '../ledger/filter-sums'
import { filterFor } from '../ledger/resolve-subject'
import type { SubjectSum } from '../ledger/schema'
import { namedSubjectSums } from '../ledger/subject-sums'
import * as q from '../ledger/sums'
import type { Range } from '../lib/days'
import { breakdownShares, type Share, subjectIds, subjectKinds, weekdaySharesOf } from './breakdown'
import { crossSums } from './cross-sums'
import type { Division } from './schema'

/** Names that came with the sums, and those read of the others: no statement where none is missing. */
export const subjectNamesFor = async (db: D1Database, userId: string, sums: SubjectSum[]) => {
  const known = sums.flatMap(({ name }) => name ?? [])
  const unread = sums.filter(({ name }) => name === undefined)
  const [projects, goals] = [[...new Set(subjectIds(unread, 'project'))], [...new Set(subjectIds(unread, 'goal'))]]
  const plans = unread.map(({ subject }) => subject).filter((subject) => /^(plan|chunk):/.test(subject))
  if (projects.length + goals.length + plans.length === 0) return known
  return [...known, ...(await q.subjectNames(db, userId, projects, goals, plans))]
}

/** The shares of one subject's time; null where too many sessions would have to be read. */
const readSubjectShares = async (db: D1Database, userId: string, range: Range, by: Division, subject: string) => {
  const ledger = await filterFor(db, userId, subject)
  if (by === 'weekday') return weekdaySharesOf(await daysInRange(db, userId, ledger, range))
  const sums = await crossSums(db, userId, ledger, range, subjectKinds[by])
  return sums && breakdownShares(by, sums, await subjectNamesFor(db, userId, sums))
}

/** Null where a subject has too many sessions to divide its time. */
export const readShares = async (
  db: D1Database,
  userId: string,
  range: Range,
  by: Division,
  subject = 'all',
): Promise<Share[] | null> => {
  if (subject !== 'all') return readSubjectShares(db, userId, range, by, subject)
  // Ten years have fewer days than their months have hours.
  if (by === 'weekday') return weekdaySharesOf(await q.daySums(db, userId, 'all', range))
  const sums = await namedSubjectSums(db, userId, range, subjectKinds[by])
  return breakdownShares(by, sums, await subjectNamesFor(db, userId, sums))
}
