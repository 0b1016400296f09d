import { pathTo } from '../../../functions/lib/http/path-to'
import { repeatText } from '../../../functions/lib/time/repeat'
import {
  dateWords,
  type ListedMeeting,
  lengthWords,
  listedNamesLimit,
  type MeetingReader,
  timeWords,
} from '../../../functions/people/meetings/schema'
import { ProjectName } from '../../ui/icon'
import { Item, MenuPost, Row } from '../../ui/item'
import { NameLink, OrganizationOf, RowTitle } from '../../ui/section'

export const instantOf = ({ date, time }: Pick<ListedMeeting, 'date' | 'time'>) =>
  time === null ? date : `${date}T${time}`

type RowProps = { meeting: ListedMeeting; reader: MeetingReader; today: string }

/** Links to the people of a meeting; empty if it has none. */
export const MeetingPeople = ({ meeting: { attending, attendees } }: Pick<RowProps, 'meeting'>) => {
  if (attending.length === 0) return null
  const more = attending.length >= listedNamesLimit ? attendees.length - attending.length : 0
  return (
    <>
      {attending.map(({ id, name }, index) => (
        <>
          {index > 0 && ', '}
          <NameLink href={pathTo`/people/${id}`} name={name} />
        </>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  )
}

type PartsProps = RowProps & {
  /** Ids of people and organizations to leave out, because the page is about them. */
  hides?: (string | null)[]
}

/** Props of a meeting's row in a list of any page. */
const rowOf = ({ meeting, reader, today, hides = [] }: PartsProps) => {
  const attending = meeting.attending.filter(({ id }) => !hides.includes(id))
  return {
    clock: (
      <time datetime={instantOf(meeting)}>
        {dateWords(meeting, reader, today)} {timeWords(meeting, reader)}
      </time>
    ),
    figures: lengthWords(meeting),
    parts: [
      meeting.project_name && <ProjectName name={meeting.project_name} color={meeting.project_color} />,
      attending.length > 0 && <MeetingPeople meeting={{ ...meeting, attending }} />,
      // The project already shows its organization.
      meeting.organization_name && !meeting.project_id && !hides.includes(meeting.organization_id) && (
        <OrganizationOf row={meeting} />
      ),
      repeatText(meeting),
    ],
  }
}

/** A meeting on the page of a person or an organization. */
export const ListedMeetingRow = (props: PartsProps) => {
  const { parts, ...row } = rowOf(props)
  const { id, title } = props.meeting
  return <Row {...row} title={<RowTitle href={pathTo`/meetings/${id}`} name={title} />} facts={parts} />
}

/** A meeting in the list and in fragments. It is started and logged on its own page. */
export const MeetingItem = (props: RowProps) => {
  const { id, title, repeat } = props.meeting
  const url = pathTo`/meetings/${id}`
  return (
    <Item
      id={`meeting-${id}`}
      url={url}
      name={title}
      edits="title"
      {...rowOf(props)}
      menu={repeat !== 'none' && <MenuPost action={`${url}/skip`} label="Skip this one" icon="skip" />}
    />
  )
}
