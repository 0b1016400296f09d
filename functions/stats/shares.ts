import type { SubjectSum } from '../ledger/schema'
import * as q from '../ledger/sums'
import type { Range } from '../lib/days'
import { breakdownShares, type Share, subjectIds, subjectKinds, weekdaySharesOf } from './breakdown'
import type { Division } from './schema'

/** Sends no statement where no project or goal has time. */
export const subjectNamesFor = async (db: D1Database, userId: string, sums: SubjectSum[]) => {
  const [projects, goals] = [[...new Set(subjectIds(sums, 'project'))], [...new Set(subjectIds(sums, 'goal'))]]
  return projects.length + goals.length > 0 ? q.subjectNames(db, userId, projects, goals) : []
}

export const readShares = async (db: D1Database, userId: string, range: Range, by: Division): Promise<Share[]> => {
  // Ten years have fewer days than their months have hours.
  if (by === 'weekday') return weekdaySharesOf(await q.daySums(db, userId, 'all', range))
  const sums = await q.subjectSums(db, userId, range, subjectKinds[by])
  return breakdownShares(by, sums, await subjectNamesFor(db, userId, sums))
}
