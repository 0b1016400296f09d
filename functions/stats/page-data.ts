import type { WhitelistHead } from '../app-rules/version'
import { previousRange } from '../ledger/range'
import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import type { OrgTime } from '../lib/org'
import { appsView } from './apps/view'
import type { StatsQuery } from './query'
import { statsView } from './view'

/** Figures of tracked time and the use of apps. @param now epoch ms */
export const statsPageData = async (
  db: D1Database,
  user: User,
  head: WhitelistHead,
  query: StatsQuery,
  now: number,
  context: OrgTime | null,
) => {
  const today = dayOf(now, user.preferences)
  const figures = statsView(db, user, query, today, context)
  const readApps = async () => {
    const { range, group } = query
    const appsQuery = range
      ? { range, isAll: false, before: previousRange(range) }
      : { range: (await figures)?.range ?? { from: today, to: today }, isAll: true, before: null }
    return appsView(db, user, head, { ...appsQuery, group }, now)
  }
  const [view, apps] = await Promise.all([figures, query.subject === 'all' && context === null ? readApps() : null])
  return view && { ...view, apps }
}
