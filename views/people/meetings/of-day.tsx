import type { BriefMeeting } from '../../../functions/people/meetings/of-day'
import { lengthWords, type Reader, timeWords } from '../../../functions/people/meetings/schema'
import { PlainRow, RowList, Section, TextLink } from '../../ui/section'

type Props = {
  meetings: BriefMeeting[]
  reader: Reader
  /** Beside the rows is room for a link to all. */
  hasLink?: boolean
}

/** Meetings of one day; nothing without any. */
export const MeetingsOfDay = ({ meetings, reader, hasLink }: Props) =>
  meetings.length > 0 && (
    <Section
      id="day-meetings"
      title="Meetings"
      aside={
        hasLink && (
          <TextLink href="/meetings">
            All<span class="unseen"> meetings</span>
          </TextLink>
        )
      }
    >
      <RowList
        rows={meetings}
        item={(meeting) => (
          <PlainRow
            name={meeting.title}
            href={`/meetings/${meeting.id}`}
            parts={[timeWords(meeting, reader), lengthWords(meeting)]}
          />
        )}
      />
    </Section>
  )
