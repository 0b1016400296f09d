import type { Child } from 'hono/jsx'
import { repeatText } from '../../../functions/lib/repeat'
import { namedInList } from '../../../functions/people/meetings/queries'
import {
  dateWords,
  type ListedMeeting,
  lengthWords,
  type Reader,
  timeWords,
  whenWords,
} from '../../../functions/people/meetings/schema'
import { ProjectName } from '../../ui/icon'
import { Item, MenuPost, Row } from '../../ui/item'
import { NameLink, OrganizationOf, RowTitle } from '../../ui/section'

const instantOf = ({ date, time }: Pick<ListedMeeting, 'date' | 'time'>) => (time === null ? date : `${date}T${time}`)

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

type PartsProps = RowProps & {
  /** Ids of people and organizations that the page is of. */
  hides?: (string | null)[]
}

/** People, what a meeting belongs to, and its repetition. @param project as it is shown */
const otherParts = ({ meeting, hides = [] }: PartsProps, project: Child): Child[] => {
  const attending = meeting.attending.filter(({ id }) => !hides.includes(id))
  return [
    attending.length > 0 && <PeopleOf meeting={{ ...meeting, attending }} />,
    project,
    meeting.organization_name && !hides.includes(meeting.organization_id) && <OrganizationOf row={meeting} />,
    repeatText(meeting),
  ]
}

/** Date, time and length of a meeting, and all of the others. */
export const meetingParts = (props: RowProps): Child[] => [
  <time datetime={instantOf(props.meeting)}>{whenWords(props.meeting, props.reader, props.today)}</time>,
  ...otherParts(
    props,
    props.meeting.project_name && <ProjectName name={props.meeting.project_name} color={props.meeting.project_color} />,
  ),
]

/** A meeting in a list of any page. */
const rowOf = (props: PartsProps) => {
  const { meeting, reader, today } = props
  return {
    color: meeting.project_color,
    clock: (
      <time datetime={instantOf(meeting)}>
        {dateWords(meeting, reader, today)} {timeWords(meeting, reader)}
      </time>
    ),
    figures: lengthWords(meeting),
    // A project says its organization.
    parts: otherParts(
      { ...props, hides: [...(props.hides ?? []), meeting.project_id && meeting.organization_id] },
      meeting.project_name && <bdi>{meeting.project_name}</bdi>,
    ),
  }
}

/** A meeting on the page of a person or an organization. */
export const MeetingRow = (props: PartsProps) => {
  const { parts, ...row } = rowOf(props)
  const { id, title } = props.meeting
  return <Row {...row} title={<RowTitle href={`/meetings/${id}`} name={title} />} facts={parts} />
}

/** A meeting in the list and in every fragment; it is started and logged on its page. */
export const MeetingItem = (props: RowProps) => {
  const { id, title, repeat } = props.meeting
  const url = `/meetings/${id}`
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
