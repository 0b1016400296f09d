import type { SubjectSum } from '../ledger/schema'
import * as q from '../ledger/sums'
import type { Range } from '../lib/days'
import { breakdownShares, type Share, subjectIds, subjectKinds, weekdaySharesOf } from './breakdown'
import type { Division } from './schema'

/** What is needed of projects or goals to divide sums: nothing is asked for where there are none. */
export const subjectNamesFor = async (db: D1Database, userId: string, sums: SubjectSum[]) => {
  const [projects, goals] = [[...new Set(subjectIds(sums, 'project'))], [...new Set(subjectIds(sums, 'goal'))]]
  return projects.length + goals.length > 0 ? q.subjectNames(db, userId, projects, goals) : []
}

/** The time of a range divided up (`divided`). */
export const readShares = async (db: D1Database, userId: string, range: Range, by: Division): Promise<Share[]> => {
  // The days of ten years are fewer than the hours of their months.
  if (by === 'weekday') return weekdaySharesOf(await q.daySums(db, userId, 'all', range))
  const sums = await q.subjectSums(db, userId, range, subjectKinds[by])
  return breakdownShares(by, sums, await subjectNamesFor(db, userId, sums))
}
