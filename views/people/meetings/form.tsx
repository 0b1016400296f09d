import { typedMinutes } from '../../../functions/lib/duration'
import { type Clock, wallClock } from '../../../functions/lib/format'
import { repeatNames } from '../../../functions/lib/repeat'
import type { FilingChoice } from '../../../functions/lib/resource/choices'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import { filing, type ListedMeeting, peopleTextLimit, titleLimit } from '../../../functions/people/meetings/schema'
import { Field, optionsOf, Select, SuggestingField, TitleField } from '../../ui/field'
import { drafted, Fields, FilingFields } from '../../ui/form'

type Props = {
  row?: ListedMeeting
  draft?: AnyDraft
  /** For a new meeting: what the page that linked to its form is about, and the organization of the page. */
  linked: { people?: string; project?: string; organization?: string | null; date?: string }
  choices: FilingChoice[]
  today: string
  clock: Clock
  idPrefix: string
}

const valuesOf = ({ row, today, linked, clock }: Props): Record<string, string> => ({
  title: row?.title ?? '',
  date: row?.date ?? linked.date ?? today,
  time: row?.time ? wallClock(row.time, clock) : '',
  duration_minutes: typedMinutes(row?.duration_minutes ?? null),
  repeat: row?.repeat ?? 'none',
  people: row?.people ?? linked.people ?? '',
  project_id: row?.project_id ?? linked.project ?? '',
  organization_id: row ? (row.organization_id ?? '') : (!linked.project && linked.organization) || '',
})

export const MeetingFields = (props: Props) => {
  const { row, draft, choices, idPrefix } = props
  const field = drafted(valuesOf(props), draft, idPrefix)
  return (
    <Fields>
      <TitleField limit={titleLimit} isFresh={!draft} {...field('title')} />
      <Field label="Date" type="date" required {...field('date')} />
      <Field
        label="Time"
        maxlength={20}
        autocomplete="off"
        placeholder={wallClock('09:30', props.clock)}
        {...field('time')}
      />
      <Field label="Length" maxlength={20} autocomplete="off" placeholder="45m" {...field('duration_minutes')} />
      <Select label="Repeats" options={optionsOf(repeatNames)} {...field('repeat')} />
      <SuggestingField
        from="/meetings/suggestions"
        label="People"
        wide
        maxlength={peopleTextLimit}
        placeholder="Names, separated by commas"
        {...field('people')}
      />
      <FilingFields choices={choices} row={row} ids={filing.ids} field={field} />
    </Fields>
  )
}
