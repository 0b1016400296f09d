import type { BriefLearning } from '../../functions/meetings/follow-up'
import type { ListedMeeting } from '../../functions/meetings/schema'
import type { OwnSession } from '../../functions/meetings/session'
import type { Reader } from '../../functions/meetings/words'
import { ItemHead } from '../ui/item'
import { RowMeta } from '../ui/rows'
import { Columns, Section } from '../ui/section'
import { MeetingLearnings } from './learnings'
import { Note, NotesForm } from './notes'
import { meetingParts } from './row'
import { MeetingSession } from './session'

type Props = {
  meeting: ListedMeeting
  session: { session: OwnSession | null; isOtherRunning: boolean }
  learnings: BriefLearning[]
  reader: Reader
  today: string
  /** epoch ms */
  now: number
}

/** `/meetings/:id`: to prepare a meeting, to hold it, and to follow up. */
export const MeetingPage = ({ meeting, session, learnings, reader, today, now }: Props) => (
  <>
    <ItemHead url={`/meetings/${meeting.id}`} name={meeting.title} list={{ href: '/meetings', text: 'All meetings' }} />
    <RowMeta parts={meetingParts({ meeting, reader, today })} />
    <NotesForm meeting={meeting} />
    <Section id="prepare" title="Prepare">
      <Columns kind="two">
        <Note meeting={meeting} field="preparation_notes" />
        <Note meeting={meeting} field="questions_asked" />
      </Columns>
    </Section>
    <Section id="hold" title="Hold" aside={<MeetingSession meeting={meeting} {...session} reader={reader} now={now} />}>
      <Note meeting={meeting} field="outcome_notes" rows={10} />
    </Section>
    <MeetingLearnings meeting={meeting} learnings={learnings} />
  </>
)
