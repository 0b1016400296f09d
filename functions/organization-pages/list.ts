import { z } from 'zod'
import { cutPage, listView } from '../lib/list-view'
import { allOrgs } from '../lib/org'
import { afterRow } from '../lib/resource/cursor'
import { organizations } from '../organizations/queries'
import { type ListedOrganization, organizationType } from '../organizations/schema'

const pageSize = 100

/** Query of `/organizations`. */
export const OrganizationsView = z.object({ ...listView, type: organizationType.or(z.literal('')).catch('') })
type OrganizationsView = z.infer<typeof OrganizationsView>

export type OrganizationsPage = { view: OrganizationsView; rows: ListedOrganization[]; next?: string }

export const organizationsPage = async (
  db: D1Database,
  userId: string,
  view: OrganizationsView,
): Promise<OrganizationsPage> => {
  const { after, ...filter } = view
  const rows = await organizations(
    db,
    userId,
    allOrgs,
    filter,
    afterRow('organizations', 'name_key', userId, after),
    pageSize,
  )
  return { view, ...cutPage(rows, pageSize) }
}
