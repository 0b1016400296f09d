import { plural, relativeDateText } from '../../../functions/lib/text/format'
import { daysBetween } from '../../../functions/lib/time/days'
import type { MeetingsOf } from '../../../functions/people/meetings/list'
import type { ListedMeeting, MeetingReader } from '../../../functions/people/meetings/schema'
import { RowList, Section, TextLink } from '../../ui/section'
import { ListedMeetingRow } from './row'

type Props = {
  meetings: MeetingsOf
  /** Paths of the list of all meetings, and of the form for a new meeting. */
  all: string
  add: string
  /** Ids of people and organizations that the rows leave out. */
  hides: (string | null)[]
  reader: MeetingReader
  today: string
}

const Part = ({
  title,
  rows,
  ...rest
}: Pick<Props, 'reader' | 'today' | 'hides'> & { title: string; rows: ListedMeeting[] }) =>
  rows.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <RowList rows={rows} item={(meeting) => <ListedMeetingRow meeting={meeting} {...rest} />} />
    </>
  )

/** Names an interval: `day`, `5 days`, `3 weeks`, `2 months`. */
const every = (days: number) => {
  if (days === 1) return 'day'
  if (days < 14) return plural(days, 'day')
  return days < 56 ? plural(Math.round(days / 7), 'week') : plural(Math.round(days / 30), 'month')
}

/** Describes how often people meet: `last met yesterday, about every 7 days`; a phone shows only the first part. */
const Rhythm = ({ last, everyDays, today }: Pick<MeetingsOf, 'last' | 'everyDays'> & { today: string }) => {
  if (!last) return null
  return (
    <>
      last met {relativeDateText(-daysBetween(last, today))}
      {everyDays !== null && <span class="max-lg:hidden">, about every {every(everyDays)}</span>}
    </>
  )
}

/** On the page of a person or an organization: coming meetings and the latest past ones. */
export const MeetingsSection = ({ meetings, all, add, ...rest }: Props) => (
  <Section
    id="meetings"
    title="Meetings"
    summary={
      meetings.ahead.length + meetings.past.length > 0 ? <Rhythm {...meetings} today={rest.today} /> : 'none yet'
    }
    aside={
      <>
        <TextLink href={add}>
          Add<span class="sr-only"> a meeting</span>
        </TextLink>
        {meetings.hasMore && (
          <TextLink href={all}>
            All<span class="sr-only"> meetings</span>
          </TextLink>
        )}
      </>
    }
  >
    <Part title="Ahead" rows={meetings.ahead} {...rest} />
    <Part title="Past" rows={meetings.past} {...rest} />
  </Section>
)
