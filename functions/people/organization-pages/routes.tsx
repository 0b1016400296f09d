import { type Context, Hono } from 'hono'
import { OrganizationPage } from '../../../views/people/organization-pages/organization'
import {
  OrganizationFields,
  OrganizationItem,
  OrganizationList,
  OrganizationsPage,
} from '../../../views/people/organization-pages/page'
import { type App, todayOf } from '../../lib/env'
import { organizationNamed } from '../../lib/org'
import { listedPages } from '../../lib/resource/listed'
import { sql } from '../../lib/sql'
import { nameKey } from '../../lib/text'
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

/** Redirects to a page of the organization with the name of a client; 404 without it. */
const redirected = async (c: Context<App>, pathOf: (id: string) => string) => {
  const named = organizationNamed(c.var.user.id, nameKey(c.req.query('client') ?? ''))
  const found = await sql(c.env.DB)`SELECT ${named} AS id`.first<{ id: string | null }>()
  return found?.id ? c.redirect(pathOf(found.id)) : c.notFound()
}

/** `/clients`: addresses from when clients were texts lead to the pages of organizations. */
export const clients = new Hono<App>()
  .get('/', (c) => c.redirect('/organizations?type=client'))
  .get('/time', (c) => redirected(c, (id) => `/organizations/${id}`))
  .get('/rename', (c) => redirected(c, (id) => `/organizations/${id}/edit`))
  .get('/deactivate', (c) => redirected(c, (id) => `/projects/deactivate?organization=${id}`))
