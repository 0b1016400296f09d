import { grouped, plural, rangeText, shortDate } from '../../../functions/lib/format'
import type { ChangedMeeting, ImportPlan, PlannedMeeting } from '../../../functions/meetings/import/plan'
import type { Dates, ReadCalendar, Remark } from '../../../functions/meetings/import/schema'
import { lengthWords, type Reader, whenWords } from '../../../functions/meetings/schema'
import { UndoneUnder } from '../../changes/preview'
import { Actions, Badge, Button, LinkButton, Notice } from '../../ui/button'
import { Check } from '../../ui/choices'
import { Fold, PlainRow, RowList, Rows, Section, Stack } from '../../ui/section'

const shownRemarks = 20

type RemarksProps = { title: string; tone: 'neutral' | 'warning' | 'bad'; remarks: Remark[] }

/** Events by their name and line, and what is to be said of each. */
const Remarks = ({ title, tone, remarks }: RemarksProps) =>
  remarks.length === 0 ? null : (
    <Notice tone={tone}>
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {remarks.slice(0, shownRemarks).map(({ line, name, message }) => (
          <li>
            <bdi>{name}</bdi> (line {line}): {message}
          </li>
        ))}
      </ul>
      {remarks.length > shownRemarks && <p>{plural(remarks.length - shownRemarks, 'more event')} like these.</p>}
    </Notice>
  )

type Props = {
  read: ReadCalendar
  plan: ImportPlan
  dates: Dates
  /** Where the import is confirmed; undefined when there is nothing to import. */
  confirm?: string
  reader: Reader
  today: string
}

/** Rows of a list; the others are counted. */
const shownRows = 200
const shownPeople = 50

/** Dates of a series that are alike, as one row. */
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

const whenOf = (dates: PlannedMeeting[], { reader, today }: Pick<Props, 'reader' | 'today'>) => {
  const [first, last] = [dates[0], dates.at(-1)]
  if (!first || !last) return ''
  const { time_zone } = reader
  const when = whenWords({ ...first, time_zone }, reader, today)
  return dates.length === 1 ? when : `${when}, until ${shortDate(last.date, today)}`
}

const NewMeetings = ({ plan: { added }, reader, today }: Props) => {
  const series = seriesOf(added)
  const more = series.length - shownRows
  return (
    <Section id="new-meetings" title="New meetings" summary={grouped(added.length)}>
      <Rows>
        {series.slice(0, shownRows).map((dates) => {
          const [first] = dates
          if (!first) return null
          const { people, unknown, zone, time } = first
          return (
            <PlainRow
              name={first.title}
              parts={[
                dates.length > 1 && <Badge tone="accent">{plural(dates.length, 'date')}</Badge>,
                dates.length === 1 && first.repeats && <Badge>One of a series</Badge>,
                whenOf(dates, { reader, today }),
                time === null && 'All day',
                zone !== null && (
                  <>
                    from <bdi>{zone.replaceAll('_', ' ')}</bdi>
                  </>
                ),
                people.length > 0 && <bdi>{people.map(({ name }) => name).join(', ')}</bdi>,
                unknown.length > 0 && (
                  <>
                    not in your people: <bdi>{unknown.map(({ name }) => name).join(', ')}</bdi>
                  </>
                ),
              ]}
            />
          )
        })}
      </Rows>
      {more > 0 && <p class="grey">And {grouped(more)} more.</p>}
    </Section>
  )
}

const Changed = ({ before, meeting }: ChangedMeeting, { reader, today }: Pick<Props, 'reader' | 'today'>) => {
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
        was === is && meeting.duration_minutes !== before.duration_minutes && lengthWords({ ...meeting, time_zone }),
      ]}
    />
  )
}

const ChangedMeetings = (props: Props) => {
  const { changed } = props.plan
  const more = changed.length - shownRows
  return changed.length === 0 ? null : (
    <Section id="changed-meetings" title="Different from your meetings" summary={grouped(changed.length)}>
      <Rows>{changed.slice(0, shownRows).map((one) => Changed(one, props))}</Rows>
      {more > 0 && <p class="grey">And {grouped(more)} more.</p>}
    </Section>
  )
}

const Known = ({ plan: { same, deleted }, read: { outside } }: Props) => {
  const parts = [
    same > 0 && `${plural(same, 'meeting')} already imported`,
    deleted > 0 && `${plural(deleted, 'meeting')} imported and deleted since`,
    outside > 0 && `${plural(outside, 'event')} on other dates`,
  ].filter(Boolean)
  return parts.length > 0 ? <p class="hint">Skipped: {parts.join(', ')}.</p> : null
}

const People = ({ plan: { unknown } }: Props) => (
  <Fold id="unknown-people" title="Not in your people" summary={grouped(unknown.length)} open={unknown.length <= 10}>
    <RowList
      small
      rows={unknown.slice(0, shownPeople)}
      item={({ name, email }) => <PlainRow name={name} parts={[email !== name && <bdi>{email}</bdi>]} />}
    />
    {unknown.length > shownPeople && <p class="grey">And {grouped(unknown.length - shownPeople)} more.</p>}
  </Fold>
)

const buttonOf = ({ added, changed }: ImportPlan) =>
  added.length > 0 ? `Import ${plural(added.length, 'meeting')}` : `Update ${plural(changed.length, 'meeting')}`

const Confirm = ({ plan, confirm }: Props) => {
  const { added, changed, unknown } = plan
  return (
    <form class="stack" method="post" action={confirm}>
      {unknown.length > 0 && (
        <Check
          label={`Add ${plural(unknown.length, 'new person', 'new people')} to your people`}
          name="add_people"
          value="1"
          hint="Otherwise these meetings come in without them"
        />
      )}
      {changed.length > 0 &&
        (added.length > 0 ? (
          <Check
            label={`Update ${plural(changed.length, 'meeting')} to the calendar’s title and time`}
            name="update"
            value="1"
            hint="Notes and people stay"
          />
        ) : (
          <input type="hidden" name="update" value="1" />
        ))}
      <p class="hint">
        <UndoneUnder />
      </p>
      <Actions>
        <Button variant="primary">{buttonOf(plan)}</Button>
        <LinkButton href="/meetings/import">Choose another file</LinkButton>
      </Actions>
    </form>
  )
}

/** Shows the changes of an import before it makes them. */
export const PreviewPage = (props: Props) => {
  const { read, plan, dates, confirm, today } = props
  return (
    <>
      <Stack>
        <p>Events of {rangeText(dates.from, dates.to, today)}, at your own date and time.</p>
        <Known {...props} />
        <Remarks title="Can’t be imported" tone="bad" remarks={read.refused} />
        <Remarks title="Left out" tone="neutral" remarks={read.skipped} />
        <Remarks title="Check these" tone="warning" remarks={read.warnings} />
        {confirm ? (
          <Confirm {...props} />
        ) : (
          <>
            <Notice>There is nothing new in these dates.</Notice>
            <Actions>
              <LinkButton href="/meetings/import">Choose another file</LinkButton>
            </Actions>
          </>
        )}
      </Stack>
      {plan.added.length > 0 && <NewMeetings {...props} />}
      <ChangedMeetings {...props} />
      {plan.unknown.length > 0 && <People {...props} />}
    </>
  )
}
