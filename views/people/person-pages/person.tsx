import { daysBetween } from '../../../functions/lib/days'
import { plural, relativeWeeks } from '../../../functions/lib/format'
import { listPath } from '../../../functions/lib/list-view'
import type { FeedbackOfPerson } from '../../../functions/people/feedback/schema'
import type { MeetingsOf } from '../../../functions/people/meetings/list'
import { namesText } from '../../../functions/people/meetings/queries'
import type { Reader } from '../../../functions/people/meetings/schema'
import type { ListedPerson } from '../../../functions/people/people/schema'
import type { ItemsOfPerson } from '../../../functions/tasks/tasks/list'
import { PersonActions } from '../../tasks/tasks/with-people'
import { Item, ItemHead, MenuLink, Notes } from '../../ui/item'
import { NameLink, OrganizationOf } from '../../ui/section'
import { PersonFeedback } from '../feedback/row'
import { MeetingsSection } from '../meetings/of-others'

/** A meeting of today may be ahead or over. */
const lastMet = (date: string, today: string) =>
  date < today ? `last met ${relativeWeeks(-daysBetween(date, today))}` : 'meeting today'

/** A person in the list, on the page and in every fragment. */
export const PersonItem = ({ person, today }: { person: ListedPerson; today: string }) => (
  <Item
    id={`person-${person.id}`}
    url={`/people/${person.id}`}
    name={person.name}
    parts={[
      person.last_met && lastMet(person.last_met, today),
      person.open_count > 0 && plural(person.open_count, 'open task'),
      person.organization_name && <bdi>{person.organization_name}</bdi>,
      person.role && <bdi>{person.role}</bdi>,
      person.email && <bdi>{person.email}</bdi>,
    ]}
  />
)

type Props = {
  person: ListedPerson
  items: ItemsOfPerson
  feedback: FeedbackOfPerson
  meetings: MeetingsOf
  reader: Reader
  today: string
}

/** `/people/:id` */
export const PersonPage = ({ person, items, feedback, meetings, reader, today }: Props) => (
  <>
    <ItemHead
      url={`/people/${person.id}`}
      title={<bdi>{person.name}</bdi>}
      back={{ href: '/people', name: 'People' }}
      menu={<MenuLink icon="merge" label="Merge" href={`/people/${person.id}/merge`} />}
      facts={[
        person.role && <bdi>{person.role}</bdi>,
        person.organization_name && <OrganizationOf row={person} />,
        person.email && <NameLink href={`mailto:${person.email}`} name={person.email} />,
      ]}
    />
    <Notes notes={person.notes} />
    <MeetingsSection
      meetings={meetings}
      all={listPath('/meetings', { person: person.id })}
      hides={person.id}
      add={listPath('/meetings/new', { people: namesText([person.name]) })}
      reader={reader}
      today={today}
    />
    <PersonActions person={person.id} items={items} today={today} />
    <PersonFeedback person={person} feedback={feedback} today={today} />
  </>
)
