import type { Child } from 'hono/jsx'
import { repeatText } from '../../../functions/lib/repeat'
import { namedInList } from '../../../functions/people/meetings/queries'
import { type ListedMeeting, type Reader, whenWords } from '../../../functions/people/meetings/schema'
import { Icon, ProjectName } from '../../ui/icon'
import { Item, MenuPost } from '../../ui/item'
import { NameLink, OrganizationOf } from '../../ui/section'

type RowProps = { meeting: ListedMeeting; reader: Reader; today: string }

/** Links to the people of a meeting; nothing without any. */
export const PeopleOf = ({ meeting: { attending, attendees } }: Pick<RowProps, 'meeting'>) => {
  if (attending.length === 0) return null
  const more = attending.length >= namedInList ? attendees.length - attending.length : 0
  return (
    <>
      {attending.map(({ id, name }, index) => (
        <>
          {index > 0 && ', '}
          <NameLink href={`/people/${id}`} name={name} />
        </>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  )
}

/** Date, time and length, repetition, people and what a meeting belongs to. */
export const meetingParts = ({ meeting, reader, today }: RowProps): Child[] => [
  <time datetime={meeting.time === null ? meeting.date : `${meeting.date}T${meeting.time}`}>
    {whenWords(meeting, reader, today)}
  </time>,
  repeatText(meeting),
  meeting.attending.length > 0 && <PeopleOf meeting={meeting} />,
  meeting.organization_name && <OrganizationOf row={meeting} />,
  meeting.project_name && <ProjectName name={meeting.project_name} color={meeting.project_color} />,
]

/** A meeting in a list, on its page and in every fragment. */
export const MeetingItem = (props: RowProps) => {
  const { id, title, project_color, repeat } = props.meeting
  const url = `/meetings/${id}`
  return (
    <Item
      id={`meeting-${id}`}
      url={url}
      name={title}
      editsTitle
      color={project_color}
      mark={<Icon name="meetings" />}
      parts={meetingParts(props)}
      menu={repeat !== 'none' && <MenuPost action={`${url}/skip`} label="Skip this one" icon="skip" />}
    />
  )
}
