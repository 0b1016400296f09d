import type { User } from '../lib/env'
import { peopleOf } from '../people/queries'

/** Everything on an organization's page beside its row. */
export const organizationPageData = async (db: D1Database, user: Pick<User, 'id'>, id: string) => {
  const [people] = await Promise.all([peopleOf(db, user.id, id)])
  return { people }
}
export type OrganizationPageData = Awaited<ReturnType<typeof organizationPageData>>
