import type { LocalNow } from '../../../functions/lib/env'
import { listPath } from '../../../functions/lib/http/list-view'
import { pathTo } from '../../../functions/lib/http/path-to'
import { relativeDateText } from '../../../functions/lib/text/format'
import { daysBetween } from '../../../functions/lib/time/days'
import type { FeedbackOfPerson } from '../../../functions/people/feedback/schema'
import type { MeetingsOf } from '../../../functions/people/meetings/list'
import { isOver } from '../../../functions/people/meetings/of-day'
import type { MeetingReader } from '../../../functions/people/meetings/schema'
import { namesText } from '../../../functions/people/meetings/schema'
import { type ListedPerson, personKind, personNotesLimit } from '../../../functions/people/people/schema'
import type { ItemsOfPerson } from '../../../functions/tasks/tasks/page-data'
import { dueText } from '../../../functions/tasks/tasks/words'
import { PersonActions } from '../../tasks/tasks/with-people'
import { Badge } from '../../ui/button'
import { Item, MenuLink } from '../../ui/item'
import { KindHead } from '../../ui/kind'
import { NotesOfPage } from '../../ui/notes'
import { PersonFeedback } from '../feedback/row'
import { MeetingsSection } from '../meetings/of-others'

/** A person in the list, on their page and in fragments. */
export const PersonItem = ({ person, now }: { person: ListedPerson; now: LocalNow }) => {
  const { met, open } = person
  const isLate = (open.due_date ?? '~') < now.today
  const mine = open.mine > 0 && `you owe ${open.mine}`
  const theirs = open.theirs > 0 && `owes you ${open.theirs}`
  // The side (mine or theirs) with the earliest date comes first.
  const [first, other] = open.owner === 'me' ? [mine, theirs] : [theirs, mine]
  return (
    <Item
      id={`person-${person.id}`}
      url={pathTo`/people/${person.id}`}
      name={person.name}
      edits="name"
      parts={[
        isLate ? (
          <>
            {first}, <Badge tone="bad">{dueText(open, now.today)}</Badge>
          </>
        ) : (
          first
        ),
        other,
        met
          ? `${isOver(met, now) ? 'last met' : 'meeting'} ${relativeDateText(daysBetween(now.today, met.date))}`
          : 'not met yet',
        person.role && <bdi data-edits="role">{person.role}</bdi>,
        person.organization_name && <bdi>{person.organization_name}</bdi>,
        person.email && <bdi>{person.email}</bdi>,
      ]}
    />
  )
}

type Props = {
  person: ListedPerson
  items: ItemsOfPerson
  feedback: FeedbackOfPerson
  meetings: MeetingsOf
  reader: MeetingReader
  today: string
}

export const PersonHead = ({ person, today }: Pick<Props, 'person' | 'today'>) => (
  <KindHead
    kind={personKind}
    row={person}
    today={today}
    menu={<MenuLink icon="merge" label="Merge" href={pathTo`/people/${person.id}/merge`} />}
  />
)

/** `/people/:id`, below its head. */
export const PersonPage = ({ person, items, feedback, meetings, reader, today }: Props) => (
  <>
    <NotesOfPage
      url={pathTo`/people/${person.id}`}
      seq={person.seq}
      field="notes"
      limit={personNotesLimit}
      value={person.notes}
    />
    <PersonActions person={person.id} items={items} today={today} />
    <MeetingsSection
      meetings={meetings}
      all={listPath('/meetings', { person: person.id })}
      hides={[person.id]}
      add={listPath('/meetings/new', { people: namesText([person.name]) })}
      reader={reader}
      today={today}
    />
    <PersonFeedback person={person} feedback={feedback} today={today} />
  </>
)
