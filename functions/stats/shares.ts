import { days } from '../ledger/facts'
import { filterFor, limitedTo } from '../ledger/resolve-subject'
import type { Range } from '../lib/days'
import type { OrgTime } from '../lib/org'
import { breakdownShares, type Share, weekdaySharesOf } from './breakdown'
import { readSums } from './read-sums'
import type { Division } from './schema'

export const readShares = async (
  db: D1Database,
  userId: string,
  range: Range,
  by: Division,
  { subject, context }: { subject: string; context: OrgTime | null },
): Promise<Share[]> => {
  const filter = limitedTo(await filterFor(db, userId, subject), context)
  if (by === 'weekday') return weekdaySharesOf(await days(db, userId, filter, range))
  return breakdownShares(by, await readSums(db, userId, filter, by, range))
}
