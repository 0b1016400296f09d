import type { ListedActionItem } from '../../functions/action-items/schema'
import type { BriefLearning, OwnSession } from '../../functions/meetings/own-rows'
import type { ListedMeeting, Reader } from '../../functions/meetings/schema'
import { SourceActions } from '../action-items/of-source'
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
  items: ListedActionItem[]
  reader: Reader
  today: string
  /** epoch ms */
  now: number
}

/** `/meetings/:id`: to prepare a meeting, to hold it, and to follow up. */
export const MeetingPage = ({ meeting, session, learnings, items, reader, today, now }: Props) => (
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
    <Section
      id="hold"
      title="In the meeting"
      aside={<MeetingSession meeting={meeting} {...session} reader={reader} now={now} />}
    >
      <Note meeting={meeting} field="outcome_notes" rows={10} />
    </Section>
    <Columns kind="two">
      <SourceActions source={{ type: 'meeting', id: meeting.id }} items={items} today={today} />
      <MeetingLearnings meeting={meeting} learnings={learnings} />
    </Columns>
  </>
)
