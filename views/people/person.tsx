import type { PersonPageData } from '../../functions/people/page-data'
import type { ListedPerson } from '../../functions/people/schema'
import { PersonActions } from '../action-items/of-person'
import { PersonFeedback } from '../feedback/of-person'
import { ItemHead, Notes } from '../ui/item'
import { RowMeta } from '../ui/rows'
import { personParts } from './row'

type Props = PersonPageData & { person: ListedPerson; today: string }

/** `/people/:id` */
export const PersonPage = ({ person, items, feedback, today }: Props) => (
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
    <PersonActions person={person} items={items} today={today} />
    <PersonFeedback person={person} feedback={feedback} today={today} />
  </>
)
