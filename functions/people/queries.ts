import { columnsAre } from '../lib/conditions'
import { lastWritten, readsOf } from '../lib/resource/reads'
import { part } from '../lib/sql'
import { filing, ListedPerson } from './schema'

export const {
  find: person,
  list: people,
  page: pageOfPeople,
} = readsOf({
  kind: 'person',
  schema: ListedPerson,
  columns: part`
      people.id, people.name, people.role, people.organization_id, people.email, people.notes, people.seq,
      people.created_at, people.updated_at, ${filing.selectedNames}`,
  joins: filing.withNames,
  where: ({ organization_id }: { organization_id?: string }) => columnsAre('people', { organization_id }),
  order: ({ q }) => (q ? lastWritten : { columns: ['people.name COLLATE NOCASE', 'people.id'] }),
})
