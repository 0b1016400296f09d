import { Hono } from 'hono'
import { AdminPasskeyNotice } from '../../../views/account/settings/passkeys'
import { TaskSelection } from '../../../views/tasks/tasks/all'
import { laterCookie, mayAsk } from '../../account/auth/passkeys/passkeys'
import { loadShell } from '../../frame/shell/load'
import { type App, localNow } from '../../lib/env'
import { readCookie } from '../../lib/http/respond'
import { isUsed } from '../../lib/uses'
import { withNextOnes } from '../../people/meetings/repeat'
import { loadToday } from './today'

/** Loads the blocks along with the routes, so that the reads of a request wait for no module. */
export const dashboardRoutes = async () => {
  const today = await loadToday()
  return new Hono<App>().get('/', async (c) => {
    const { user } = c.var
    const now = Date.now()
    const shell = loadShell(c)
    const page = await withNextOnes(c.env.DB, user.id, localNow(user, now), () => today(c, now, shell))
    return c.render(
      <>
        {mayAsk(user, c.var) && readCookie(c, laterCookie) === undefined && <AdminPasskeyNotice />}
        {page}
        {isUsed(user, 'tasks') && <TaskSelection />}
      </>,
      { title: 'Today', shell: await shell },
    )
  })
}
