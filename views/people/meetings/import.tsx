import type { PreviewPaths, UploadDraft } from '../../../functions/imports/read'
import { plural, rangeText, shortDate } from '../../../functions/lib/text/format'
import { calendarSizeLimit } from '../../../functions/people/meetings/feature'
import {
  type ChangedMeeting,
  type ImportPlan,
  olderRemarks,
  type PlannedMeeting,
} from '../../../functions/people/meetings/import/plan'
import type { ImportDates, ReadCalendar } from '../../../functions/people/meetings/import/schema'
import { lengthWords, type MeetingReader, whenWords } from '../../../functions/people/meetings/schema'
import { Confirm, UndoLocation } from '../../changes/preview'
import { LeftOutList } from '../../imports/left-out'
import { PreviewRows, UploadForm } from '../../imports/page'
import { Badge, Notice } from '../../ui/button'
import { CheckboxField } from '../../ui/choices'
import { Field, Select, type SelectOption } from '../../ui/field'
import { DocumentErrors, Fields } from '../../ui/form'
import { joinFacts, PlainRow, Stack, TextLink } from '../../ui/section'

type Props = {
  values: Partial<Record<'from' | 'to' | 'organization_id', string>>
  draft?: UploadDraft
  organizations: SelectOption[]
}

/** `/meetings/import` */
export const MeetingImportPage = ({ values, draft, organizations }: Props) => (
  <UploadForm
    label="Import a calendar"
    action="/meetings/import"
    about={
      <>
        Turn the events of a calendar file into meetings. You’ll see a preview first, and a second import adds only new
        ones. Or <TextLink href="/meetings/calendars">subscribe to a calendar</TextLink>.
      </>
    }
    draft={draft}
    file={{
      label: 'Calendar file',
      accept: '.ics,.ical,.ifb,text/calendar',
      bytes: calendarSizeLimit,
      hint: 'iCalendar (.ics), up to 5 MB',
    }}
    text={{ label: 'Or paste a calendar', rows: 3, placeholder: 'BEGIN:VCALENDAR …' }}
  >
    <Fields>
      <Field label="From" name="from" type="date" value={values.from} errors={draft?.errors.from} />
      <Field
        label="To"
        name="to"
        type="date"
        value={values.to}
        hint="At most two years later"
        errors={draft?.errors.to}
      />
      <Select
        label="Organization"
        name="organization_id"
        value={values.organization_id}
        options={[{ value: '', label: 'No organization' }, ...organizations]}
        errors={draft?.errors.organization_id}
      />
    </Fields>
  </UploadForm>
)

type PreviewProps = PreviewPaths & {
  read: ReadCalendar
  plan: ImportPlan
  dates: ImportDates
  reader: MeetingReader
  today: string
}

/** Joins equal dates of a series into one row. */
const seriesOf = (meetings: PlannedMeeting[]) => {
  const series = new Map<string, PlannedMeeting[]>()
  for (const meeting of meetings) {
    const { key, title, time, duration_minutes, repeats, invited } = meeting
    const alike = repeats ? key.slice(0, key.lastIndexOf('#')) : key
    const id = JSON.stringify([alike, title, time, duration_minutes, invited])
    series.set(id, [...(series.get(id) ?? []), meeting])
  }
  return [...series.values()]
}

const whenOf = (dates: PlannedMeeting[], { reader, today }: ReaderProps) => {
  const [first, last] = [dates[0], dates.at(-1)]
  if (!first || !last) return ''
  const { time_zone } = reader
  const when = whenWords({ ...first, time_zone }, reader, today)
  return dates.length === 1 ? when : `${when}, until ${shortDate(last.date, today)}`
}

type ReaderProps = Pick<PreviewProps, 'reader' | 'today'>

const NewMeeting = (dates: PlannedMeeting[], props: ReaderProps) => {
  const [first] = dates
  if (!first) return null
  const { people, unknown, zone, time } = first
  return (
    <PlainRow
      name={first.title}
      parts={[
        dates.length > 1 && <Badge tone="accent">{plural(dates.length, 'date')}</Badge>,
        dates.length === 1 && first.repeats && <Badge>One of a series</Badge>,
        joinFacts(
          whenOf(dates, props),
          time === null && 'All day',
          zone !== null && (
            <>
              from <bdi>{zone.replaceAll('_', ' ')}</bdi>
            </>
          ),
        ),
        joinFacts(
          ...people.map(({ name }) => <bdi>{name}</bdi>),
          unknown.length > 0 && (
            <>
              not in your people: <bdi>{unknown.map(({ name }) => name).join(', ')}</bdi>
            </>
          ),
        ),
      ]}
    />
  )
}

const Changed = ({ before, meeting }: ChangedMeeting, { reader, today }: ReaderProps) => {
  const { time_zone } = reader
  const was = whenWords({ ...before, time_zone }, reader, today)
  const is = whenWords({ ...meeting, time_zone }, reader, today)
  return (
    <PlainRow
      name={meeting.title}
      parts={[
        meeting.title !== before.title && (
          <>
            here “<bdi>{before.title}</bdi>”
          </>
        ),
        was === is ? is : `${is}, here ${was}`,
        was === is && meeting.duration_minutes !== before.duration_minutes && lengthWords(meeting),
      ]}
    />
  )
}

const Known = ({ plan: { same, deleted }, read: { outside, later, next_date }, today }: PreviewProps) => {
  const parts = [
    same > 0 && `${plural(same, 'meeting')} already imported`,
    deleted > 0 && `${plural(deleted, 'meeting')} imported and deleted since`,
    outside > 0 && `${plural(outside, 'event')} on other dates`,
  ].filter(Boolean)
  const next = next_date && `${plural(later, 'event')} with later dates, the next on ${shortDate(next_date, today)}.`
  const skipped = parts.length > 0 && `Skipped: ${parts.join(', ')}.`
  return skipped || next ? <p class="hint">{[skipped, next].filter(Boolean).join(' ')}</p> : null
}

const buttonOf = ({ added, changed, cancelled }: ImportPlan) =>
  added.length > 0
    ? `Import ${plural(added.length, 'meeting')}`
    : changed.length > 0
      ? `Update ${plural(changed.length + cancelled.length, 'meeting')}`
      : `Cancel ${plural(cancelled.length, 'meeting')}`

const ConfirmMeetings = ({ plan, confirm, again }: PreviewProps) => {
  const { added, changed, cancelled, unknown } = plan
  const different = changed.length + cancelled.length
  const isWorth = added.length + different > 0
  return (
    <Confirm
      action={confirm}
      fields={added.length === 0 && isWorth ? [['update', 1]] : []}
      button={isWorth && buttonOf(plan)}
      again={{ href: again, label: 'Choose another file' }}
    >
      {!isWorth && <Notice>There is nothing new on these dates.</Notice>}
      {unknown.length > 0 && (
        <CheckboxField
          label={`Add ${plural(unknown.length, 'new person', 'new people')} to your people`}
          name="add_people"
          value="1"
          hint="Otherwise these meetings are added without them"
        />
      )}
      {added.length > 0 && different > 0 && (
        <CheckboxField
          label={`Update ${plural(different, 'meeting')} from the calendar`}
          name="update"
          value="1"
          hint="Title and time change, and cancelled meetings go. Notes and people stay."
        />
      )}
      {isWorth && (
        <p class="hint">
          <UndoLocation />
        </p>
      )}
    </Confirm>
  )
}

/** Preview of an import of meetings. */
export const MeetingPreviewPage = (props: PreviewProps) => {
  const { read, plan, dates, today } = props
  return (
    <>
      <Stack>
        <p>Events of {rangeText(dates.from, dates.to, today)}, in your time zone.</p>
        <Known {...props} />
        <DocumentErrors title="Can’t be imported" tone="bad" faults={read.refused} />
        <DocumentErrors title="Skipped" tone="neutral" faults={[...olderRemarks(plan), ...read.skipped]} />
        <DocumentErrors title="Check these" tone="warning" faults={read.warnings} />
        <ConfirmMeetings {...props} />
      </Stack>
      <PreviewRows
        id="new-meetings"
        title="New meetings"
        count={plan.added.length}
        rows={seriesOf(plan.added)}
        item={(one) => NewMeeting(one, props)}
      />
      <PreviewRows
        id="changed-meetings"
        title="Changed in the calendar"
        rows={plan.changed}
        item={(one) => Changed(one, props)}
      />
      <PreviewRows
        id="cancelled-meetings"
        title="Cancelled in the calendar"
        rows={plan.cancelled}
        item={(one) => (
          <PlainRow
            name={one.title}
            parts={[
              whenWords({ ...one, time_zone: props.reader.time_zone }, props.reader, today),
              one.used === 1 && 'kept with your notes, as “Cancelled: …”',
            ]}
          />
        )}
      />
      <PreviewRows
        id="unknown-people"
        title="Not in your people"
        rows={plan.unknown}
        item={({ name, email }) => <PlainRow name={name} parts={[email !== name && <bdi>{email}</bdi>]} />}
        limit={50}
        small
        foldOver={10}
      />
      <LeftOutList rows={read.left_out} />
    </>
  )
}
