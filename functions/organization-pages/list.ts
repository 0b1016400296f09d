import { z } from 'zod'
import { listView } from '../lib/list-view'
import { allOrgs } from '../lib/org'
import { organizationType, pageOfOrganizations } from '../organizations/schema'

const pageSize = 100

/** Query of `/organizations`. */
export const OrganizationsView = z.object({ ...listView, type: organizationType.or(z.literal('')).catch('') })
type OrganizationsView = z.infer<typeof OrganizationsView>

export const organizationsPage = async (db: D1Database, userId: string, view: OrganizationsView) => ({
  view,
  ...(await pageOfOrganizations(db, userId, allOrgs, view, pageSize)),
})

export type OrganizationsPage = Awaited<ReturnType<typeof organizationsPage>>
