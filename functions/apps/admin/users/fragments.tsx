import type { Context } from 'hono'
import { ConfirmPage, ConfirmRow } from '../../../../views/apps/admin/confirm-action'
import { PersonItem } from '../../../../views/apps/admin/person'
import { ToastPart } from '../../../../views/ui/toast'
import { isAdminEmail } from '../../../account/auth/sign-up'
import type { App } from '../../../lib/env'
import { pathTo } from '../../../lib/http/path-to'
import { redirectTo, wantsFragment } from '../../../lib/http/respond'
import { accessByAction, actTitle, doneWords, personName, type UserAction } from './actions'
import * as q from './queries'
import type { AdminRefusal, PersonRow } from './schema'
import { accessRefusal } from './writes'

/** Asks for confirmation in the person's row or on a page, or explains why the action is refused. */
export const askToConfirm = async <E extends App>(
  c: Context<E>,
  person: PersonRow,
  act: UserAction,
  refused?: AdminRefusal,
) => {
  const adminId = c.var.user.id
  const { others } = await q.checkAdmins(c.env.DB, adminId, person.id)
  const props = {
    person,
    act,
    refused: refused ?? accessRefusal(person, accessByAction[act], { adminId, others }),
    comesBack: isAdminEmail(c.env, person.email),
  }
  if (refused) c.status(409)
  return c.render(wantsFragment(c) ? <ConfirmRow {...props} /> : <ConfirmPage {...props} />, {
    title: actTitle(act, personName(person)),
    heading: true,
  })
}

/** Responds after an action. Admins who gave up their own role are sent to their home page. */
export const respondAccessChanged = async <E extends App>(c: Context<E>, person: PersonRow, act: UserAction) => {
  const message = `${personName(person)} ${doneWords[act]}`
  const leaves = person.id === c.var.user.id && act === 'remove-admin'
  const page = leaves ? '/' : pathTo`/admin/users/${person.id}`
  if (!wantsFragment(c) || leaves) return redirectTo(c, page, { message })
  const now = await q.person(c.env.DB, person.id)
  if (!now) return c.notFound()
  return c.render(
    <>
      <PersonItem person={now} user={c.var.user} now={Date.now()} />
      <ToastPart message={message} />
    </>,
  )
}
