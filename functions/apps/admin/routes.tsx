import { Hono } from 'hono'
import { AuditPage } from '../../../views/apps/admin/audit'
import type { App } from '../../lib/env'
import { adminApps } from './apps/routes'
import { auditBefore, currentAdmins, findPerson } from './audit/queries'
import { AuditView } from './audit/schema'
import { invitations } from './invitations/routes'
import { manyRules } from './rules/many'
import { personApps } from './rules/routes'
import { users } from './users/routes'

const pageSize = 50

const auditLog = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const view = AuditView.parse(c.req.query())
  // Only a filter needs a read before the entries can be read.
  const [subject, by] =
    view.subject || view.admin
      ? await Promise.all([
          view.subject ? findPerson(DB, view.subject) : null,
          view.admin ? findPerson(DB, view.admin) : null,
        ])
      : [null, null]
  const filter = { ...view, subject: subject?.id ?? view.subject, admin: by?.id ?? view.admin }
  const before = view.before ? Number(view.before) : Number.MAX_SAFE_INTEGER
  const [admins, found] = await Promise.all([currentAdmins(DB), auditBefore(DB, filter, before, pageSize + 1)])
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

/** `/admin`, for admins. */
export const admin = new Hono<App>()
  .get('/', (c) => c.redirect('/admin/users', 303))
  .route('/whitelists', adminApps)
  .route('/users/rules', manyRules)
  .route('/users/:id/whitelist', personApps)
  .route('/users', users)
  .route('/invitations', invitations)
  .route('/audit', auditLog)
