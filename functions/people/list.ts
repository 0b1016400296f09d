import { z } from 'zod'
import { cleanText } from '../lib/text'
import { type OrganizationChoice, organizationChoices } from '../organizations/queries'
import { matchExpression } from '../search/match'
import { searchLimit } from '../search/schema'
import { peopleAfter, personCursor } from './queries'
import type { ListedPerson } from './schema'

const pageSize = 100

const id = z
  .string()
  .regex(/^[\w-]{1,100}$/)
  .catch('')

/** Query of `/people`. An invalid value counts as none. */
export const PeopleView = z.object({
  q: z.string().transform(cleanText).pipe(z.string().max(searchLimit)).catch(''),
  organization: id,
  after: id,
})
type PeopleView = z.infer<typeof PeopleView>

export type PeoplePage = {
  view: PeopleView
  people: ListedPerson[]
  organizations: OrganizationChoice[]
  next?: string
}

export const peoplePage = async (db: D1Database, userId: string, view: PeopleView): Promise<PeoplePage> => {
  const { q, organization, after } = view
  const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'person' })
  const isSearchable = q === '' || match !== undefined
  const readPeople = async () => {
    const cursor = after ? await personCursor(db, userId, after) : null
    return peopleAfter(db, userId, { after: cursor, organization_id: organization, match }, pageSize)
  }
  const [rows, organizations] = await Promise.all([isSearchable ? readPeople() : [], organizationChoices(db, userId)])
  const people = rows.slice(0, pageSize)
  return { view, people, organizations, next: rows.length > pageSize ? people.at(-1)?.id : undefined }
}
