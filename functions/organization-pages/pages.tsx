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

export const readOrganizations = (c: Context<App>, query: Record<string, string>) =>
  organizationsPage(c.env.DB, c.var.user.id, OrganizationsView.parse(query))

const readPage = (c: Context<App>, id: string) => organizationPageData(c.env.DB, c.var.user, id, todayOf(c))

const list = listed<ListedOrganization>({
  name: 'organization',
  path: '/organizations',
  titleOf: ({ name }) => name,
  item: (row) => <OrganizationItem organization={row} />,
  list: async (c, search) => <OrganizationList {...(await readOrganizations(c, Object.fromEntries(search)))} oob />,
  page: async (c, row) => <OrganizationPage organization={row} {...(await readPage(c, row.id))} />,
  fields: (_, { row, draft, idPrefix }) => <OrganizationFields row={row} draft={draft} idPrefix={idPrefix} />,
})

export const organizationPages: Pages<ListedOrganization, NewOrganizationValues> = {
  ...list,
  create: NewOrganizationForm,
  edit: OrganizationForm,
  described: () => ({
    name: ['Name'],
    type: ['Type', (type) => typeNames[type]],
    notes: ['Notes'],
  }),
  early: async (c, id, what) => what === 'show' && !wantsFragment(c) && readPage(c, id),
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another organization now has the same name. Rename that one, then restore this one.',
  },
}
