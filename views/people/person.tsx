import type { ListedPerson } from '../../functions/people/schema'
import { ItemHead, Notes } from '../ui/item'
import { RowMeta } from '../ui/rows'
import { personParts } from './row'

/** `/people/:id` */
export const PersonPage = ({ person }: { person: ListedPerson }) => (
  <>
    <ItemHead url={`/people/${person.id}`} name={person.name} list={{ href: '/people', text: 'All people' }} />
    <RowMeta
      parts={personParts(
        person,
        <a href={`mailto:${person.email}`}>
          <bdi>{person.email}</bdi>
        </a>,
      )}
    />
    <Notes notes={person.notes} />
  </>
)
