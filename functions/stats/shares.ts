import * as q from '../ledger/sums'
import type { Range } from '../lib/days'
import { divided, kindsOf, type Share, subjectIds, weekdaysOf } from './breakdown'
import type { Division, SubjectSum } from './schema'

/** What is needed of projects or goals to divide sums: nothing is asked for where there are none. */
export const namesFor = async (db: D1Database, userId: string, sums: SubjectSum[]) => {
  const [projects, goals] = [[...new Set(subjectIds(sums, 'project'))], [...new Set(subjectIds(sums, 'goal'))]]
  return projects.length + goals.length > 0 ? q.subjectNames(db, userId, projects, goals) : []
}

/** The time of a range divided up (`divided`). */
export const shares = async (db: D1Database, userId: string, range: Range, by: Division): Promise<Share[]> => {
  // The days of ten years are fewer than the hours of their months.
  if (by === 'weekday') return weekdaysOf(await q.daySums(db, userId, 'all', range))
  const sums = await q.subjectSums(db, userId, range, kindsOf[by])
  return divided(by, sums, await namesFor(db, userId, sums))
}
