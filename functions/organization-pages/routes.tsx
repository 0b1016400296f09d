import type { Context } from 'hono'
import { OrganizationPage } from '../../views/organization-pages/organization'
import {
  OrganizationFields,
  OrganizationItem,
  OrganizationList,
  OrganizationsPage,
} from '../../views/organization-pages/page'
import type { App } from '../lib/env'
import { todayOf } from '../lib/now'
import { listedPages } from '../lib/resource/listed'
import { NewOrganizationForm, OrganizationForm, organizationResource, typeNames } from '../organizations/schema'
import { OrganizationsView, organizationPageData, organizationsPage } from './page-data'

const readPage = (c: Context<App>, id: string) => organizationPageData(c.env.DB, c.var.user, id, todayOf(c))

/** `/organizations` */
export const { routes: organizations } = listedPages(organizationResource, {
  path: '/organizations',
  title: 'Organizations',
  titleOf: ({ name }) => name,
  create: NewOrganizationForm,
  edit: OrganizationForm,
  read: (c, query) => organizationsPage(c.env.DB, c.var.user.id, OrganizationsView.parse(query)),
  view: (page) => <OrganizationsPage {...page} />,
  list: (page) => <OrganizationList {...page} oob />,
  item: (row) => <OrganizationItem organization={row} />,
  page: async (c, row) => <OrganizationPage organization={row} {...(await readPage(c, row.id))} />,
  fields: (_, props) => <OrganizationFields {...props} />,
  described: () => ({
    name: ['Name'],
    type: ['Type', (type) => typeNames[type]],
    notes: ['Notes'],
  }),
  restoreRefused: {
    status: 409,
    code: 'name_taken',
    title: 'Name already taken',
    detail: 'Another organization now has the same name. Rename that one, then restore this one.',
  },
})
