import { Hono } from 'hono'
import { OrganizationsPage } from '../../views/organization-pages/page'
import type { App } from '../lib/env'
import { resourcePages } from '../lib/resource/pages'
import { organizationResource } from '../organizations/resource'
import { organizationPages, readOrganizations } from './pages'

/** `/organizations` */
export const organizations = new Hono<App>()
  .get('/', async (c) => {
    const page = await readOrganizations(c, c.req.query())
    return c.render(<OrganizationsPage {...page} />, { title: 'Organizations' })
  })
  .route('/', resourcePages(organizationResource, organizationPages))
