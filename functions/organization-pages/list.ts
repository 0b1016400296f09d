import { z } from 'zod'
import { cleanText } from '../lib/text'
import { organizationsAfter } from '../organizations/queries'
import { type ListedOrganization, organizationKey, organizationType } from '../organizations/schema'
import { matchExpression } from '../search/match'
import { searchLimit } from '../search/schema'

const pageSize = 100

/** Query of `/organizations`. An invalid value counts as none. */
export const OrganizationsView = z.object({
  q: z.string().transform(cleanText).pipe(z.string().max(searchLimit)).catch(''),
  type: organizationType.or(z.literal('')).catch(''),
  /** Name of the last organization on the page before. */
  after: z.string().max(200).catch(''),
})
type OrganizationsView = z.infer<typeof OrganizationsView>

export type OrganizationsPage = { view: OrganizationsView; organizations: ListedOrganization[]; next?: string }

export const organizationsPage = async (
  db: D1Database,
  userId: string,
  view: OrganizationsView,
): Promise<OrganizationsPage> => {
  const { q, type, after } = view
  const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'organization' })
  if (q !== '' && match === undefined) return { view, organizations: [] }
  const rows = await organizationsAfter(db, userId, { after: organizationKey(after), type, match }, pageSize)
  const organizations = rows.slice(0, pageSize)
  return { view, organizations, next: rows.length > pageSize ? organizations.at(-1)?.name : undefined }
}
