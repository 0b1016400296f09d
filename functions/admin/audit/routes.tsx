import { Hono } from 'hono'
import { AuditPage } from '../../../views/admin/audit'
import type { App } from '../../lib/env'
import { auditBefore, findPerson, presentAdmins } from './queries'
import { AuditView } from './schema'

const pageSize = 50

export const auditLog = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const view = AuditView.parse(c.req.query())
  const [subject, by, admins] = await Promise.all([
    view.subject ? findPerson(DB, view.subject) : null,
    view.admin ? findPerson(DB, view.admin) : null,
    presentAdmins(DB),
  ])
  const filter = { ...view, subject: subject?.id ?? view.subject, admin: by?.id ?? view.admin }
  const found = await auditBefore(DB, filter, view.before ? Number(view.before) : Number.MAX_SAFE_INTEGER, pageSize + 1)
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
