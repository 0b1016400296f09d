import { Hono } from 'hono'
import { AdminPasskeyNotice } from '../../../views/account/settings/passkeys'
import { DashboardPage } from '../../../views/figures/dashboard/page'
import { TaskSelection } from '../../../views/tasks/tasks/all'
import { laterCookie, mayAsk } from '../../account/auth/passkeys/passkeys'
import { timerVersion } from '../../apps/app-rules/figures-version'
import { loadShell } from '../../frame/shell/load'
import { dayOf } from '../../lib/days'
import { type App, localNow } from '../../lib/env'
import { readCookie } from '../../lib/respond'
import { withNextOnes } from '../../people/meetings/repeat'
import { dashboardView } from './view'

/** Parts a version from the second until which figures that follow the clock stay as they are. */
const separator = '~'

/** Version of a page that shows figures which change at `movesAt` (epoch ms) without a write. */
export const withClock = (version: string, movesAt: number) =>
  Number.isFinite(movesAt) ? `${version}${separator}${Math.floor(movesAt / 1000)}` : version

/** True while a page of the version `shown` has current figures. @param now epoch ms */
export const isCurrent = (shown: string | undefined, version: string, now: number) => {
  const [written, second] = shown?.split(separator) ?? []
  return written === version && (second === undefined || now < Number(second) * 1000)
}

export const dashboard = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const { preferences } = user
  const now = Date.now()
  const version = timerVersion(c.var.head, { preferences, today: dayOf(now, preferences) })
  const loading = loadShell(c)
  const read = () => dashboardView(c.env.DB, user, now, { head: c.var.head, loading, context: c.var.orgTime })
  const view = await withNextOnes(c.env.DB, user.id, localNow(user, now), read)
  return c.render(
    <>
      {mayAsk(user, c.var) && readCookie(c, laterCookie) === undefined && <AdminPasskeyNotice />}
      <DashboardPage {...view} version={withClock(version, view.movesAt)} />
      {view.used.tasks && <TaskSelection />}
    </>,
    { title: 'Today', shell: await loading },
  )
})
