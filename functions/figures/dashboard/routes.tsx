import { type Context, Hono } from 'hono'
import { AdminPasskeyNotice } from '../../../views/account/settings/passkeys'
import { taskList } from '../../../views/tasks/tasks/actions'
import { TaskSelection } from '../../../views/tasks/tasks/all'
import { ReorderForm } from '../../../views/ui/reorder'
import { mayOfferPasskey, postponeCookie } from '../../account/auth/passkeys/passkeys'
import { saveSettings } from '../../account/settings/save'
import { type TargetDraft, TargetForm } from '../../account/settings/schema'
import { loadShell } from '../../frame/shell/load'
import { type App, localNow } from '../../lib/env'
import { form } from '../../lib/http/form'
import { readCookie, redirectTo } from '../../lib/http/respond'
import { isUsed } from '../../lib/uses'
import { readWithNext } from '../../people/meetings/repeat'
import { loadToday } from './today'

/** Loads the blocks with the routes, so that a request's reads can start in one batch without waiting for modules. */
const loadPage = async () => {
  const today = await loadToday()
  return async (c: Context<App>, shell: ReturnType<typeof loadShell>, target?: TargetDraft) => {
    const { user } = c.var
    const now = Date.now()
    const day = await readWithNext(c.env.DB, user.id, localNow(user, now), () => today(c, now, shell, target))
    return (
      <>
        {mayOfferPasskey(user, c.var) && readCookie(c, postponeCookie) === undefined && <AdminPasskeyNotice />}
        {day}
        {isUsed(user, 'tasks') && (
          <>
            <TaskSelection />
            <ReorderForm list={taskList} url="/tasks/order" />
          </>
        )}
      </>
    )
  }
}

export const dashboardRoutes = async () => {
  const page = await loadPage()
  return new Hono<App>().get('/', async (c) => {
    const shell = loadShell(c)
    return c.render(await page(c, shell), { title: 'Today', shell: await shell })
  })
}

/** Saves the daily target of the first steps. */
export const targetRoutes = async () => {
  const page = await loadPage()
  return new Hono<App>()
    .get('/', (c) => c.redirect('/', 303))
    .post(
      '/',
      form(TargetForm, 'Today', (c, draft) => page(c, loadShell(c), draft), { heading: false }),
      async (c) => {
        const { daily_target } = c.req.valid('form')
        await saveSettings(c.env.DB, c.var.user, { daily_target_minutes: daily_target })
        return redirectTo(c, '/', { message: 'Daily target set' })
      },
    )
}
