import { columnsAre } from '../lib/conditions'
import { readsOf } from '../lib/resource/reads'
import { part } from '../lib/sql'
import { filing, ListedPerson } from './schema'

export const { find: person, list: people } = readsOf({
  kind: 'person',
  schema: ListedPerson,
  select: part`
    SELECT people.id, people.name, people.role, people.organization_id, people.email, people.notes, people.seq,
      people.created_at, people.updated_at, ${filing.selectedNames}
    FROM people ${filing.withNames}`,
  where: ({ organization_id }: { organization_id?: string }) => columnsAre('people', { organization_id }),
})
