import { z } from 'zod'
import { cutPage, idInView, listView } from '../lib/list-view'
import { allOrgs, type Org } from '../lib/org'
import { organizationChoices } from '../lib/resource/choices'
import { afterRow } from '../lib/resource/cursor'
import { people } from '../people/queries'

const pageSize = 100

/** Query of `/people`. */
export const PeopleView = z.object({ ...listView, organization: idInView })
type PeopleView = z.infer<typeof PeopleView>

export const peoplePage = async (db: D1Database, userId: string, org: Org, asked: PeopleView) => {
  const view = org === allOrgs ? asked : { ...asked, organization: '' }
  const cursor = afterRow('people', 'people.name COLLATE NOCASE, people.id', userId, view.after)
  const [rows, organizations] = await Promise.all([
    people(db, userId, org, { organization_id: view.organization, q: view.q }, cursor, pageSize),
    org === allOrgs ? organizationChoices(db, userId) : null,
  ])
  return { view, organizations, ...cutPage(rows, pageSize) }
}

export type PeoplePage = Awaited<ReturnType<typeof peoplePage>>
