import { columnsAre } from '../lib/conditions'
import { kindInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allOf, cutWalk, pageIds, WalkPlace } from '../lib/org-rows'
import { readsOf } from '../lib/resource/reads'
import { matchExpression } from '../lib/search/match'
import { part, rowsAs, sql } from '../lib/sql'
import { foundFrom, foundOrder } from '../search/found-rows'
import { filing, ListedPerson } from './schema'

const columns = part`
      people.id, people.name, people.role, people.organization_id, people.email, people.notes, people.seq,
      people.created_at, people.updated_at, ${filing.selectedNames}`

type PeopleFilter = { organization_id?: string }

export const { find: person, list: people } = readsOf({
  kind: 'person',
  schema: ListedPerson,
  select: part`SELECT ${columns} FROM people ${filing.withNames}`,
  where: ({ organization_id }: PeopleFilter) => columnsAre('people', { organization_id }),
})

/** A page of people that a search and a filter find, the last written first. */
export const foundPeople = async (
  db: D1Database,
  userId: string,
  org: Org,
  { q, organization_id }: PeopleFilter & { q: string },
  after: string,
  limit: number,
) => {
  const match = matchExpression(q, { userId, kind: 'person' })
  if (match === undefined) return { rows: [], next: undefined }
  const shown = allOf([
    organization_id && part`people.organization_id = ${organization_id}`,
    org !== allOrgs && kindInOrg(userId, org, 'person'),
  ])
  const from = foundFrom(userId, 'person', match, after)
  const ids = pageIds({ from, id: 'people.id', order: foundOrder, shown, limit: limit + 1 })
  const rows = await rowsAs(
    ListedPerson.extend(WalkPlace.shape),
    sql(db)`
      WITH found AS (${ids})
      SELECT ${columns}, found.place, found.is_shown
      FROM found CROSS JOIN people ON people.user_id = ${userId} AND people.id = found.id ${filing.withNames}`,
  )
  return cutWalk(rows, limit)
}
