import { z } from 'zod'
import { cutPage, idInView, listView } from '../lib/list-view'
import { allOrgs, type Org } from '../lib/org'
import { organizationChoices } from '../lib/resource/choices'
import { afterRow } from '../lib/resource/cursor'
import { foundPeople, people } from '../people/queries'

const pageSize = 60
/** A match reads more rows. */
const searchedSize = 22

/** Query of `/people`. */
export const PeopleView = z.object({ ...listView, organization: idInView })
type PeopleView = z.infer<typeof PeopleView>

export const peoplePage = async (db: D1Database, userId: string, org: Org, asked: PeopleView) => {
  const view = org === allOrgs ? asked : { ...asked, organization: '' }
  const filter = { organization_id: view.organization, q: view.q }
  const byName = async () => {
    const cursor = afterRow('people', 'people.name COLLATE NOCASE, people.id', userId, view.after)
    return cutPage(await people(db, userId, org, filter, cursor, pageSize), pageSize)
  }
  const [page, organizations] = await Promise.all([
    view.q ? foundPeople(db, userId, org, filter, view.after, searchedSize) : byName(),
    org === allOrgs ? organizationChoices(db, userId) : null,
  ])
  return { view, organizations, ...page }
}

export type PeoplePage = Awaited<ReturnType<typeof peoplePage>>
