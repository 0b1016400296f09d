import { pathTo } from '../../../functions/lib/http/path-to'
import { zoneName } from '../../../functions/lib/text/format'
import { type ListedMeeting, lengthWords, type MeetingReader } from '../../../functions/people/meetings/schema'
import { Actions, Button, LinkButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { EditForm, Fields } from '../../ui/form'
import { joinFacts, PageHead, RowMeta } from '../../ui/section'

type Props = {
  meeting: ListedMeeting
  values: { date?: string; time?: string }
  errors?: { date?: string[]; time?: string[] }
  reader: MeetingReader
}

/** `/meetings/:id/next`: schedules the next meeting after one has ended. */
export const NextMeeting = ({ meeting, values, errors, reader }: Props) => (
  <>
    <PageHead title="When do you meet next?" />
    <RowMeta
      parts={[
        <bdi>{meeting.title}</bdi>,
        joinFacts(
          lengthWords(meeting),
          meeting.time_zone !== reader.time_zone && `times in ${zoneName(meeting.time_zone)}`,
        ),
        meeting.attending.length > 0 && <bdi>{meeting.people}</bdi>,
      ]}
    />
    <EditForm label="Next meeting" action={pathTo`/meetings/${meeting.id}/next`}>
      <Fields>
        <Field label="Date" name="date" type="date" required value={values.date} errors={errors?.date} />
        <Field label="Time" name="time" maxlength={20} autocomplete="off" value={values.time} errors={errors?.time} />
      </Fields>
      <Actions>
        <Button variant="primary">Add next meeting</Button>
        <LinkButton href={pathTo`/meetings/${meeting.id}`}>Skip</LinkButton>
      </Actions>
    </EditForm>
  </>
)
