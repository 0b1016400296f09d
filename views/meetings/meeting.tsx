import type { ListedMeeting } from '../../functions/meetings/schema'
import { noteFields } from '../../functions/meetings/schema'
import { noteNames, type Reader } from '../../functions/meetings/words'
import { ItemHead } from '../ui/item'
import { RowMeta } from '../ui/rows'
import { Section } from '../ui/section'
import { meetingParts } from './row'

type Props = { meeting: ListedMeeting; reader: Reader; today: string }

/** `/meetings/:id` */
export const MeetingPage = ({ meeting, reader, today }: Props) => (
  <>
    <ItemHead url={`/meetings/${meeting.id}`} name={meeting.title} list={{ href: '/meetings', text: 'All meetings' }} />
    <RowMeta parts={meetingParts({ meeting, reader, today })} />
    {noteFields.map((field) => (
      <Section id={field} title={noteNames[field]}>
        <p class="whitespace-pre-line" dir="auto">
          {meeting[field]}
        </p>
      </Section>
    ))}
  </>
)
