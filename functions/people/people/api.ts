import { z } from 'zod'
import { rowMembers, SearchFilter } from '../../lib/api/values'
import { resourceApi } from '../../lib/resource/api'
import { bodiesOf } from '../../lib/resource/members'
import { personResource } from './resource'
import { filing, PersonRow, people, personFields } from './schema'

const PersonJson = PersonRow.extend({
  role: z.string().meta({ description: '`manager`, `coach`, `colleague` or other words; may be empty.' }),
  ...filing.presentMembers,
  ...rowMembers,
}).meta({ id: 'Person' })

/** `/api/v1/people` */
export const peopleApi = resourceApi(personResource, {
  aName: 'a person',
  many: 'people',
  tag: 'People',
  schema: PersonJson,
  json: (rows) => rows.map((row) => ({ ...row, ...filing.present(row) })),
  ...bodiesOf({
    id: 'Person',
    fields: { ...personFields, ...filing.members },
    examples: { create: { name: 'Ada Byron', role: 'coach' }, patch: { role: 'manager' } },
  }),
  filter: { ...filing.filters, q: SearchFilter },
  list: people,
})
