import type { AnyDraft } from '../../../functions/lib/http/form'
import type { FilingChoice } from '../../../functions/lib/resource/filing-choices'
import { type Clock, wallClock } from '../../../functions/lib/text/format'
import { typedMinutes } from '../../../functions/lib/time/duration'
import { repeatNames } from '../../../functions/lib/time/repeat'
import { type ListedMeeting, meetingTitleLimit, peopleTextLimit } from '../../../functions/people/meetings/schema'
import { Field, optionsOf, Select, SuggestingField, TitleField } from '../../ui/field'
import { type Controls, draftFields, type FieldOf, Fields, filingControls } from '../../ui/form'

type Props = {
  row?: ListedMeeting
  draft?: AnyDraft
  /** For a new meeting: initial values from the page with the link to the form. */
  linked: { people?: string; project?: string; organization?: string | null; date?: string }
  choices: FilingChoice[]
  today: string
  clock: Clock
  idPrefix: string
}

type TypedProps = Pick<Props, 'row' | 'clock'> & Partial<Pick<Props, 'linked' | 'today'>>

/** Form values of a meeting. */
export const meetingFormValues = ({ row, linked = {}, today = '', clock }: TypedProps) => ({
  title: row?.title ?? '',
  date: row?.date ?? linked.date ?? today,
  time: row?.time ? wallClock(row.time, clock) : '',
  duration_minutes: typedMinutes(row?.duration_minutes ?? null),
  repeat: row?.repeat ?? 'none',
  people: row?.people ?? linked.people ?? '',
  project_id: row?.project_id ?? linked.project ?? '',
  organization_id: row ? (row.organization_id ?? '') : (!linked.project && linked.organization) || '',
})

type ControlsProps = Pick<Props, 'row' | 'draft' | 'choices' | 'clock'>

export const meetingControls = (
  { row, draft, choices, clock }: ControlsProps,
  field: FieldOf<keyof ReturnType<typeof meetingFormValues>>,
): Controls => ({
  title: <TitleField limit={meetingTitleLimit} isFresh={!draft} {...field('title')} />,
  date: <Field label="Date" type="date" required {...field('date')} />,
  time: (
    <Field label="Time" maxlength={20} autocomplete="off" placeholder={wallClock('09:30', clock)} {...field('time')} />
  ),
  duration_minutes: (
    <Field label="Length" maxlength={20} autocomplete="off" placeholder="45m" {...field('duration_minutes')} />
  ),
  repeat: <Select label="Repeats" options={optionsOf(repeatNames)} {...field('repeat')} />,
  people: (
    <SuggestingField
      from="/meetings/suggestions"
      label="People"
      wide
      maxlength={peopleTextLimit}
      placeholder="Names, separated by commas"
      {...field('people')}
    />
  ),
  ...filingControls({ choices, row, ids: ['organization_id', 'project_id'], field }),
})

export const MeetingFields = (props: Props) => (
  <Fields inPairs>
    {Object.values(meetingControls(props, draftFields(meetingFormValues(props), props.draft, props.idPrefix)))}
  </Fields>
)
