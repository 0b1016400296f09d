import { z } from 'zod'
import { rowJson, rowMembers } from '../lib/api/values'
import { allOrgs } from '../lib/org'
import { resourceApi } from '../lib/resource/api'
import { belowId } from '../lib/resource/cursor'
import { filingFilters, filingMembers } from '../lib/resource/filing'
import { bodiesOf } from '../lib/resource/members'
import { SearchFilter } from '../search/schema'
import { people } from './queries'
import { personResource } from './resource'
import { type ListedPerson, PersonRow, personFields } from './schema'

const PersonJson = PersonRow.extend({
  role: z.string().meta({ description: '`manager`, `coach`, `colleague` or other words; may be empty.' }),
  organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
  ...rowMembers,
}).meta({ id: 'Person' })

const personJson = ({ organization_name, organization_id, ...person }: ListedPerson) => ({
  ...rowJson(person),
  organization_id: organization_name === null ? null : organization_id,
})

/** `/api/v1/people` */
export const peopleApi = resourceApi(personResource, {
  aName: 'a person',
  many: 'people',
  tag: 'People',
  schema: PersonJson,
  json: (rows) => rows.map(personJson),
  ...bodiesOf({
    id: 'Person',
    fields: { ...personFields, organization_id: filingMembers.organization_id },
    examples: { create: { name: 'Ada Byron', role: 'coach' }, patch: { role: 'manager' } },
  }),
  filter: { org: filingFilters.org, organization_id: filingFilters.organization_id, q: SearchFilter },
  list: (db, userId, { cursor, org = allOrgs, ...filter }, limit) =>
    people(db, userId, org, filter, belowId('people', cursor), limit),
})
