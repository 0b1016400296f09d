import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { DashboardPage } from '../../views/dashboard/page'
import { livePath } from '../../views/links'
import { AppCount, GoalCount } from '../../views/shell/navigation'
import { StatsPage } from '../../views/stats/page'
import { whitelistHead } from '../app-rules/version'
import { dashboardVersion } from '../dashboard/version'
import { dashboardView } from '../dashboard/view'
import { dayOf } from '../lib/days'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { loadShell } from '../shell/load'
import { backfillShownHours } from '../stats/backfill-hours'
import { statsPageData } from '../stats/page-data'
import { parseStatsQuery } from '../stats/query'
import { statsVersion } from '../stats/version'

const LiveQuery = z.object({ v: z.string().optional(), view: z.enum(['dashboard', 'stats']).default('stats') })

const noSuchView = {
  status: 422,
  code: 'invalid',
  title: 'There is no such view',
  detail: 'Ask for view=dashboard, or for view=stats with a range as on the page of statistics.',
} as const

/**
 * What a page polls: nothing (204) while the version that it shows is current, else its figures as they are now.
 * A range with a name is the one of today, and any range may change with an edit.
 */
export const live = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const { user } = c.var
  const given = c.req.query()
  const now = Date.now()
  const today = dayOf(now, user.preferences)
  const shown = LiveQuery.safeParse(given)
  const result = parseStatsQuery(given, today)
  if (!shown.success || 'errors' in result) {
    // A page that is older than the server keeps what it shows.
    c.header('HX-Reswap', 'none')
    throw new ProblemError(noSuchView)
  }

  const head = await whitelistHead(DB, user.id)
  const whose = { preferences: user.preferences, today }
  const isDashboard = shown.data.view === 'dashboard'
  const version = isDashboard ? dashboardVersion(head, whose) : statsVersion(head, whose)
  if (shown.data.v === version) return c.body(null, 204)

  const shell = await loadShell(c, { countGoals: !isDashboard })
  const answer = (part: Child, openGoals: number, page: { title: string; charts?: boolean }) => {
    const counts = wantsFragment(c) && [
      <GoalCount openGoals={openGoals} oob />,
      <AppCount newApps={shell.newApps} oob />,
    ]
    return c.render([part, counts], { ...page, openGoals, shell })
  }

  if (isDashboard) {
    const view = await dashboardView(DB, user, now, shell)
    return answer(<DashboardPage {...view} version={version} />, view.goals[0]?.open ?? 0, { title: 'Today' })
  }
  const view = await statsPageData(DB, user, head, result.asked, now)
  backfillShownHours(c, view)
  const path = livePath(version, { view: 'stats', ...result.terms })
  return answer(<StatsPage {...view} terms={result.terms} live={path} />, shell.openGoals, {
    title: 'Statistics',
    charts: true,
  })
})
