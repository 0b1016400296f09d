import { type Context, Hono } from 'hono'
import { AuditPage } from '../../../views/apps/admin/audit'
import { ConfirmPage, ConfirmRow } from '../../../views/apps/admin/confirm-action'
import { PersonItem, PersonPage } from '../../../views/apps/admin/person'
import { UsersPage } from '../../../views/apps/admin/users'
import { ToastPart } from '../../../views/ui/toast'
import { isAdminEmail } from '../../account/auth/accounts'
import { type App, declares } from '../../lib/env'
import { declareAnswer } from '../../lib/reads'
import { redirectTo, wantsFragment } from '../../lib/respond'
import { adminApps } from './apps/routes'
import { auditBefore, findPerson, presentAdmins } from './audit/queries'
import { AuditView } from './audit/schema'
import { bulkRules } from './rules/bulk-routes'
import { adminRules } from './rules/routes'
import { accessAfter, actTitle, doneWords, personName, type UserAction, userActions } from './users/actions'
import * as q from './users/queries'
import {
  admins,
  loadPerson,
  type PersonRow,
  person as personOf,
  type Refusal,
  UsersView,
  usersPage,
} from './users/queries'
import { changeAccess, refusal } from './users/writes'

const pageSize = 50

export const auditLog = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const view = AuditView.parse(c.req.query())
  // Only a filter has to be read before the entries.
  const [subject, by] =
    view.subject || view.admin
      ? await Promise.all([
          view.subject ? findPerson(DB, view.subject) : null,
          view.admin ? findPerson(DB, view.admin) : null,
        ])
      : [null, null]
  const filter = { ...view, subject: subject?.id ?? view.subject, admin: by?.id ?? view.admin }
  const before = view.before ? Number(view.before) : Number.MAX_SAFE_INTEGER
  const [admins, found] = await Promise.all([presentAdmins(DB), auditBefore(DB, filter, before, pageSize + 1)])
  const entries = found.slice(0, pageSize)
  return c.render(
    <AuditPage
      view={{ ...view, subject: subject?.email ?? view.subject, admin: filter.admin }}
      entries={entries}
      next={found.length > pageSize ? entries.at(-1)?.number : undefined}
      admins={by && !admins.some(({ id }) => id === by.id) ? [...admins, by] : admins}
      user={c.var.user}
      now={Date.now()}
    />,
    { title: 'Audit' },
  )
})

const shownEntries = 5

const withAdmins = declares<App>((c, userId, id) => admins(c.env.DB, userId, id))

const withPerson = declares<App>((c) => personOf(c.env.DB, c.req.param('id') ?? ''))

const users = new Hono<App>()
  .get('/', async (c) => {
    const page = await usersPage(c.env.DB, UsersView.parse(c.req.query()))
    return c.render(<UsersPage {...page} user={c.var.user} now={Date.now()} />, { title: 'Users' })
  })

  .get('/:id', loadPerson, async (c) => {
    const { person, user } = c.var
    const reader = { user, now: Date.now() }
    if (wantsFragment(c)) return c.render(<PersonItem person={person} {...reader} />)
    const filter = { subject: person.id, admin: '', action: '', inside: '' }
    const entries = await auditBefore(c.env.DB, filter, Number.MAX_SAFE_INTEGER, shownEntries)
    return c.render(<PersonPage person={person} entries={entries} {...reader} />, { title: personName(person) })
  })

/** Asks for confirmation in the person's row or on a page, or says why the action is refused. */
const askToConfirm = async <E extends App>(c: Context<E>, person: PersonRow, act: UserAction, refused?: Refusal) => {
  const adminId = c.var.user.id
  const { others } = await q.admins(c.env.DB, adminId, person.id)
  const props = {
    person,
    act,
    refused: refused ?? refusal(person, accessAfter[act], { adminId, others }),
    comesBack: isAdminEmail(c.env, person.email),
  }
  if (refused) c.status(409)
  return c.render(wantsFragment(c) ? <ConfirmRow {...props} /> : <ConfirmPage {...props} />, {
    title: actTitle(act, personName(person)),
    heading: true,
  })
}

/** Admins who gave up their own role go to their home page. */
const accessChanged = async <E extends App>(c: Context<E>, person: PersonRow, act: UserAction) => {
  const message = `${personName(person)} ${doneWords[act]}`
  const leaves = person.id === c.var.user.id && act === 'remove-admin'
  const page = leaves ? '/' : `/admin/users/${person.id}`
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

for (const act of userActions) {
  users
    .get(`/:id/${act}`, withAdmins, loadPerson, (c) => askToConfirm(c, c.var.person, act))

    .post(`/:id/${act}`, withAdmins, withPerson, loadPerson, async (c) => {
      const { person } = c.var
      if (wantsFragment(c)) declareAnswer(c.env.DB, () => personOf(c.env.DB, person.id))
      const outcome = await changeAccess(c, person.id, accessAfter[act])
      if (outcome === 'gone') return c.notFound()
      return outcome === 'changed' || outcome === 'unchanged'
        ? accessChanged(c, person, act)
        : askToConfirm(c, person, act, outcome)
    })
}

/** `/admin`, for admins. */
export const admin = new Hono<App>()
  .get('/', (c) => c.redirect('/admin/users', 303))
  .route('/whitelists', adminApps)
  .route('/users/rules', bulkRules)
  .route('/users/:id/whitelist', adminRules)
  .route('/users', users)
  .route('/audit', auditLog)
