import type { Child } from 'hono/jsx'
import { shortDate } from '../../../functions/lib/format'
import { namedInList } from '../../../functions/people/meetings/queries'
import { type ListedMeeting, lengthWords, type Reader, timeWords } from '../../../functions/people/meetings/schema'
import { Icon, ProjectName } from '../../ui/icon'
import { Item } from '../../ui/item'
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

/** Date, time, length, people and what a meeting belongs to. */
export const meetingParts = ({ meeting, reader, today }: RowProps): Child[] => [
  <time datetime={meeting.time === null ? meeting.date : `${meeting.date}T${meeting.time}`}>
    {[meeting.date === today ? 'Today' : shortDate(meeting.date, today), timeWords(meeting, reader)]
      .filter(Boolean)
      .join(', ')}
  </time>,
  lengthWords(meeting),
  meeting.attending.length > 0 && <PeopleOf meeting={meeting} />,
  meeting.organization_name && <OrganizationOf row={meeting} />,
  meeting.project_name && <ProjectName name={meeting.project_name} color={meeting.project_color} />,
]

/** A meeting in a list, on its page and in every fragment. */
export const MeetingItem = (props: RowProps) => {
  const { id, title, project_color } = props.meeting
  return (
    <Item
      id={`meeting-${id}`}
      url={`/meetings/${id}`}
      name={title}
      editsTitle
      color={project_color}
      mark={<Icon name="meetings" />}
      parts={meetingParts(props)}
    />
  )
}
