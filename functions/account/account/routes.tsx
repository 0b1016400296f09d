import { type Context, Hono } from 'hono'
import { AccountPage, DeleteSection } from '../../../views/account/account/page'
import type { App } from '../../lib/env'
import { type Draft, form, submittedText } from '../../lib/http/form'
import { redirectTo, wantsFragment } from '../../lib/http/respond'
import { clearBrowser } from '../../lib/secrets'
import * as q from './delete'
import { confirmationLabel, DeleteAccountForm, deleteAccount, isConfirmed, isLastAdmin } from './delete'

const page = { title: 'Delete account', heading: true }

const renderPage = async (c: Context<App>, draft?: Draft<DeleteAccountForm>) => {
  const { DB } = c.env
  const { user } = c.var
  const lastAdmin = await isLastAdmin(DB, user.id)
  if (wantsFragment(c)) return <DeleteSection user={user} lastAdmin={lastAdmin} draft={draft} />
  const belongings = await q.countItems(DB, user.id, Date.now())
  return <AccountPage user={user} lastAdmin={lastAdmin} belongings={belongings} draft={draft} />
}

/** `/settings/account` */
export const accountSettings = new Hono<App>()
  .get('/', async (c) => c.render(await renderPage(c), page))

  .post('/delete', form(DeleteAccountForm, page.title, renderPage), async (c) => {
    const { user } = c.var
    if (!isConfirmed(user, c.req.valid('form').confirm)) {
      c.status(422)
      const errors = { confirm: [`That isn’t the ${confirmationLabel(user)} of this account`] }
      return c.render(await renderPage(c, { values: submittedText(c), errors }), page)
    }
    if (!(await deleteAccount(c, user))) {
      c.status(409)
      return c.render(await renderPage(c), page)
    }
    clearBrowser(c)
    return redirectTo(c, '/sign-in', { message: 'Your account and all its data are deleted' })
  })
