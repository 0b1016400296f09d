import { z } from 'zod'
import { idInView, listView } from '../lib/list-view'
import { allOrgs, type Org } from '../lib/org'
import { organizationChoices } from '../lib/resource/choices'
import { pageOfPeople } from '../people/schema'

const pageSize = 60

/** Query of `/people`. */
export const PeopleView = z.object({ ...listView, organization: idInView })
type PeopleView = z.infer<typeof PeopleView>

export const peoplePage = async (db: D1Database, userId: string, org: Org, asked: PeopleView) => {
  const view = org === allOrgs ? asked : { ...asked, organization: '' }
  const { organization: organization_id, ...rest } = view
  const [page, organizations] = await Promise.all([
    pageOfPeople(db, userId, org, { organization_id, ...rest }, pageSize),
    org === allOrgs ? organizationChoices(db, userId) : null,
  ])
  return { view, organizations, ...page }
}

export type PeoplePage = Awaited<ReturnType<typeof peoplePage>>
