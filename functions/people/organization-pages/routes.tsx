import { type Context, Hono } from 'hono'
import { TidyFoot, TidyTabs } from '../../../views/filing/projects/tabs'
import { OrganizationItem, OrganizationPage } from '../../../views/people/organization-pages/organization'
import { type App, todayOf } from '../../lib/env'
import { organizationNamed } from '../../lib/org'
import { kindPages, searchedList } from '../../lib/resource/plain'
import { sql } from '../../lib/sql'
import { nameKey } from '../../lib/text'
import { organizationKind, organizationResource, pageOfOrganizations } from '../organizations/schema'
import { organizationPageData } from './page-data'

const readPage = (c: Context<App>, id: string) => organizationPageData(c.env.DB, c.var.user, id, todayOf(c))

/** `/organizations` */
export const { routes: organizations } = kindPages(organizationKind, organizationResource, {
  ...searchedList({
    kind: organizationKind,
    pageOf: pageOfOrganizations,
    pageSize: 100,
    placeholder: 'Name or notes',
    item: (row) => <OrganizationItem organization={row} />,
    none: 'Add who you work for or study at, then choose it for projects, goals and people to see them together.',
    tabs: <TidyTabs current="/organizations" />,
    foot: <TidyFoot />,
  }),
  page: async (c, row) => <OrganizationPage organization={row} {...(await readPage(c, row.id))} />,
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
