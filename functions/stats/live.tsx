import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { DashboardPage } from '../../views/dashboard/page'
import { livePath } from '../../views/links'
import { GoalCount } from '../../views/navigation'
import { StatsPage } from '../../views/stats/page'
import { dashboardView } from '../dashboard/view'
import { openGoalCount } from '../goals/queries'
import { dayOf } from '../lib/days'
import type { App } from '../lib/env'
import { wantsPart } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { headOf } from '../lib/sql'
import { currentShell } from '../timer/current'
import { asked } from './ask'
import { workOutHours } from './fill'
import { LiveView } from './schema'
import { dashboardVersion, statsVersion } from './version'
import { statsView } from './view'

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
  const shown = LiveView.safeParse(given)
  const result = asked(given, today)
  if (!shown.success || 'errors' in result) {
    // A page that is older than the server keeps what it shows.
    c.header('HX-Reswap', 'none')
    throw new ProblemError(noSuchView)
  }

  const head = await headOf(DB, user.id)
  const version = shown.data.view === 'dashboard' ? dashboardVersion(head, today) : statsVersion(head, today)
  if (shown.data.v === version) return c.body(null, 204)

  const answer = (part: Child, openGoals: number, page: { title: string; charts?: boolean }) =>
    c.render([part, wantsPart(c) && <GoalCount openGoals={openGoals} oob />], { ...page, openGoals })

  if (shown.data.view === 'dashboard') {
    const shell = await currentShell(c, { countGoals: false })
    const view = await dashboardView(DB, user, now, shell)
    return answer(<DashboardPage {...view} version={version} />, view.goals[0]?.open ?? 0, { title: 'Today' })
  }
  const [view, openGoals] = await Promise.all([statsView(DB, user, result.asked, today), openGoalCount(DB, user.id)])
  workOutHours(c, view)
  const path = livePath(version, { view: 'stats', ...result.terms })
  return answer(<StatsPage {...view} terms={result.terms} live={path} />, openGoals, {
    title: 'Statistics',
    charts: true,
  })
})
