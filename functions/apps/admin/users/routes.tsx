import { Hono } from 'hono'
import { PersonItem, PersonPage } from '../../../../views/apps/admin/person'
import { UsersPage } from '../../../../views/apps/admin/users'
import type { App } from '../../../lib/env'
import { requireOwnForm } from '../../../lib/http/own-form'
import { pathTo } from '../../../lib/http/path-to'
import { clientAddress } from '../../../lib/http/rate-limit'
import { prefetchFragments, wantsFragment } from '../../../lib/http/respond'
import { auditBefore } from '../audit/queries'
import { accessByAction, personName, type UserAction, userActions } from './actions'
import { askToConfirm, respondAccessChanged } from './fragments'
import { loadPerson, person as personOf, usersPage } from './queries'
import { UsersView } from './schema'
import { changeAccess } from './writes'

const shownEntries = 5

export const users = new Hono<App>()
  .get('/', async (c) => {
    const page = await usersPage(c.env.DB, UsersView.parse(c.req.query()))
    const reader = { user: c.var.user, now: Date.now() }
    return c.render(<UsersPage {...page} {...reader} address={clientAddress(c)} />, { title: 'Users' })
  })

  .get('/:id', loadPerson, async (c) => {
    const { person, user } = c.var
    const reader = { user, now: Date.now() }
    if (wantsFragment(c)) return c.render(<PersonItem person={person} {...reader} />)
    const filter = { subject: person.id, admin: '', action: '', inside: '' }
    const entries = await auditBefore(c.env.DB, filter, Number.MAX_SAFE_INTEGER, shownEntries)
    return c.render(<PersonPage person={person} entries={entries} {...reader} />, { title: personName(person) })
  })

const fromOwnPage = (act: UserAction) => requireOwnForm(act, (c) => pathTo`/admin/users/${c.req.param('id')}/${act}`)

for (const act of userActions) {
  users
    .get(`/:id/${act}`, loadPerson, (c) => askToConfirm(c, c.var.person, act))

    .post(`/:id/${act}`, loadPerson, fromOwnPage(act), async (c) => {
      const { person } = c.var
      prefetchFragments(c, () => personOf(c.env.DB, person.id))
      const outcome = await changeAccess(c, person.id, accessByAction[act])
      if (outcome === 'gone') return c.notFound()
      return outcome === 'changed' || outcome === 'unchanged'
        ? respondAccessChanged(c, person, act)
        : askToConfirm(c, person, act, outcome)
    })
}
