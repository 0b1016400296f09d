import { listPath } from '../../../functions/lib/list-view'
import { namesText } from '../../../functions/people/meetings/queries'
import type { ListedPerson } from '../../../functions/people/people/schema'
import type { PersonPageData } from '../../../functions/people/person-pages/page-data'
import { PersonActions } from '../../tasks/tasks/with-people'
import { LinkButton } from '../../ui/button'
import { ItemHead, Notes } from '../../ui/item'
import { NameLink, RowMeta } from '../../ui/section'
import { PersonFeedback } from '../feedback/of-person'
import { MeetingsSection } from '../meetings/of-others'
import { personParts } from './page'

type Props = PersonPageData & { person: ListedPerson; today: string }

/** `/people/:id` */
export const PersonPage = ({ person, items, feedback, meetings, reader, today }: Props) => (
  <>
    <ItemHead url={`/people/${person.id}`} name={person.name} list={{ href: '/people', text: 'All people' }}>
      <LinkButton icon="merge" href={`/people/${person.id}/merge`}>
        Merge
      </LinkButton>
    </ItemHead>
    <RowMeta parts={personParts(person, <NameLink href={`mailto:${person.email}`} name={person.email} />)} />
    <Notes notes={person.notes} />
    <MeetingsSection
      meetings={meetings}
      all={listPath('/meetings', { person: person.id })}
      add={listPath('/meetings/new', { people: namesText([person.name]) })}
      reader={reader}
      today={today}
    />
    <PersonActions person={person.id} items={items} today={today} />
    <PersonFeedback person={person} feedback={feedback} today={today} />
  </>
)
