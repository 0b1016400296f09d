import type { Context } from 'hono'
import { OrganizationFields } from '../../views/organization-pages/form'
import { OrganizationPage } from '../../views/organization-pages/organization'
import { OrganizationList } from '../../views/organization-pages/page'
import { OrganizationItem } from '../../views/organization-pages/row'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/page'
import { listed } from '../lib/resource/listed'
import type { Pages } from '../lib/resource/pages'
import { todayOf } from '../lib/today'
import {
  type ListedOrganization,
  NewOrganizationForm,
  type NewOrganizationValues,
  OrganizationForm,
  typeNames,
} from '../organizations/schema'
import { OrganizationsView, organizationsPage } from './list'
import { organizationPageData } from './page-data'

export const readOrganizations = (c: Context<App>, search: Record<string, string>) =>
  organizationsPage(c.env.DB, c.var.user.id, OrganizationsView.parse(search))

const list = listed<ListedOrganization>({
  name: 'organization',
  path: '/organizations',
  titleOf: ({ name }) => name,
  item: (row) => <OrganizationItem organization={row} />,
  list: async (c, search) => <OrganizationList {...(await readOrganizations(c, Object.fromEntries(search)))} oob />,
  fields: (_, { row, draft, idPrefix }) => <OrganizationFields row={row} draft={draft} idPrefix={idPrefix} />,
})

export const organizationPages: Pages<ListedOrganization, NewOrganizationValues> = {
  ...list,
  create: NewOrganizationForm,
  edit: OrganizationForm,
  described: () => ({
    name: ['Name', (name) => name],
    type: ['Type', (type) => typeNames[type]],
    notes: ['Notes', (notes) => notes],
  }),
  early: async (c, id, what) =>
    what === 'show' && !wantsFragment(c) && organizationPageData(c.env.DB, c.var.user, id, todayOf(c)),
  show: async (c, row) => {
    if (wantsFragment(c)) return c.render(<OrganizationItem organization={row} />)
    const data = await organizationPageData(c.env.DB, c.var.user, row.id, todayOf(c))
    return c.render(<OrganizationPage organization={row} {...data} />, { title: row.name })
  },
  answer: (c, done) =>
    done.action === 'edit'
      ? list.listChanged(c, { message: 'Organization saved' }, `/organizations/${done.id}`)
      : list.answer(c, done),
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another organization now has the same name. Rename that one, then restore this one.',
  },
}
