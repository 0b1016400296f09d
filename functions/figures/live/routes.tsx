import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { StatsPage } from '../../../views/figures/stats/page'
import { AppCount, DueCount } from '../../../views/frame/shell/navigation'
import { GoalCount } from '../../../views/goals/goals/shell'
import { Focus } from '../../../views/tasks/tasks/focus'
import { livePath } from '../../../views/ui/links'
import { statsVersion, timerVersion } from '../../apps/app-rules/figures-version'
import { loadShell } from '../../frame/shell/load'
import { savedViews } from '../../ledger/views'
import type { App } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { wantsFragment } from '../../lib/http/respond'
import { dayOf } from '../../lib/time/days'
import { readFocus } from '../../tasks/tasks/pages'
import { isPageCurrent, loadToday } from '../dashboard/today'
import { planView } from '../day-plan/schema'
import { showPlan } from '../day-plan/show'
import { parseStatsQuery } from '../stats/query'
import { statsPageData } from '../stats/view'

const LiveQuery = z.object({
  v: z.string().optional(),
  view: z.enum(['dashboard', 'plan', 'stats', 'tasks']).default('stats'),
})

const noSuchView = {
  status: 422,
  code: 'invalid',
  title: 'Unknown view',
  detail: 'Use view=dashboard, view=plan, view=tasks, or view=stats with a range as on the statistics page.',
} as const

/**
 * Polled by the dashboard, the plan of a day, the tasks and the statistics. 204 if the version on the page is current,
 * else the page again. A named range has its dates as of today.
 */
export const live = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const { user } = c.var
  const params = c.req.query()
  const now = Date.now()
  const today = dayOf(now, user.preferences)
  const live = LiveQuery.safeParse(params)
  const result = parseStatsQuery(params, today, user.preferences.week_start)
  if (!live.success || 'errors' in result) {
    // A page loaded before a deployment may request an unknown view: it keeps its content.
    c.header('HX-Reswap', 'none')
    throw new ProblemError(noSuchView)
  }

  const { head } = c.var
  const userToday = { preferences: user.preferences, today }
  const isDashboard = live.data.view === 'dashboard'
  const versions = { dashboard: timerVersion, plan: timerVersion, stats: statsVersion, tasks: timerVersion }
  const version = versions[live.data.view](head, userToday)
  if (isPageCurrent(live.data.v, version, now)) return c.body(null, 204)

  // Reads started together share a batch, so modules are loaded before.
  const showToday = isDashboard && (await loadToday())
  const loading = loadShell(c)
  const render = async (content: Child, page: { title: string; charts?: boolean }) => {
    const shell = await loading
    const counts = wantsFragment(c) && [
      <GoalCount overdueGoals={shell.overdueGoals} oob />,
      <AppCount newApps={shell.newApps} oob />,
      <DueCount cardsDue={shell.cardsDue} oob />,
    ]
    return c.render([content, counts], { ...page, shell })
  }

  if (live.data.view === 'plan') {
    return render(await showPlan(c, planView(today).parse(params), now, loading), { title: 'Plan the day' })
  }
  if (showToday) return render(await showToday(c, now, loading), { title: 'Today' })
  if (live.data.view === 'tasks') {
    return render(<Focus {...(await readFocus(c))} />, { title: 'Tasks' })
  }
  const [view, views] = await Promise.all([
    statsPageData(DB, user, head, result.query, now, c.var.orgTime),
    savedViews(DB, user.id),
  ])
  if (!view) return c.notFound()
  const path = livePath(version, { view: 'stats', ...result.params })
  return render(
    <StatsPage
      {...view}
      choices={undefined}
      params={result.params}
      live={path}
      viewed={{ views: views.filter(({ page }) => page === 'stats') }}
    />,
    {
      title: 'Statistics',
      charts: true,
    },
  )
})
