import type { WhitelistHead } from '../app-rules/version'
import { previousRange } from '../ledger/range'
import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { appsView } from './apps/view'
import type { StatsQuery } from './query'
import { statsView } from './view'

/** Everything that the page of statistics shows: of sessions, and of the use of apps. `now` is epoch ms. */
export const statsPageData = async (
  db: D1Database,
  user: User,
  head: WhitelistHead,
  asked: StatsQuery,
  now: number,
) => {
  const figures = statsView(db, user, asked, dayOf(now, user.preferences))
  const apps = async () => {
    const { range } = asked
    const of = range
      ? { range, isAll: false, before: previousRange(range) }
      : { range: (await figures).range, isAll: true, before: null }
    return appsView(db, user, head, { ...of, group: asked.group }, now)
  }
  const [view, used] = await Promise.all([figures, apps()])
  return { ...view, apps: used }
}
