import { z } from 'zod'
import { rowJson, rowMembers } from '../lib/api/values'
import { resourceApi } from '../lib/resource/api'
import { bodiesOf } from '../lib/resource/members'
import { SearchFilter } from '../lib/search/filter'
import { personResource } from './resource'
import { filing, type ListedPerson, PersonRow, people, personFields } from './schema'

const PersonJson = PersonRow.extend({
  role: z.string().meta({ description: '`manager`, `coach`, `colleague` or other words; may be empty.' }),
  organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
  ...rowMembers,
}).meta({ id: 'Person' })

const personJson = (row: ListedPerson) => ({
  ...rowJson(PersonRow, row),
  organization_id: row.organization_name === null ? null : row.organization_id,
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
    fields: { ...personFields, ...filing.members },
    examples: { create: { name: 'Ada Byron', role: 'coach' }, patch: { role: 'manager' } },
  }),
  filter: { ...filing.filters, q: SearchFilter },
  list: people,
})
