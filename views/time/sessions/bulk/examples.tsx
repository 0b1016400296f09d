import { type Described, differences } from '../../../../functions/lib/conflict'
import { daysBetween, localDateTime } from '../../../../functions/lib/days'
import { duration, grouped, shortDate, timeOfMinute, wallClock } from '../../../../functions/lib/format'
import { isolated } from '../../../../functions/lib/text'
import type { BulkPlan, ChangedSession } from '../../../../functions/time/sessions/bulk/plan'
import type { SubjectNames } from '../../../../functions/time/sessions/list/page'
import type { ListedSession } from '../../../../functions/time/sessions/schema'
import { Table } from '../../../ui/figure'
import { RowList, RowMeta, RowTitle, Section } from '../../../ui/section'
import type { Reader } from '../row'
import { nameOf, planNameOf, titleOf, zoneWords } from '../words'

type Words = { names: SubjectNames; reader: Reader; today: string }

const timesOf = ({ started_at, ended_at, time_zone }: ListedSession, { reader, today }: Words) => {
  const [start, end] = [localDateTime(started_at, time_zone), localDateTime(ended_at, time_zone)]
  const later = daysBetween(start.date, end.date)
  const times = `${wallClock(start.time, reader.clock)}–${wallClock(end.time, reader.clock)}`
  return `${shortDate(start.date, today)}, ${times}${later > 0 ? ` +${later}` : ''}`
}

const inWords = (session: ListedSession, words: Words) => {
  const { names, today } = words
  const name = (kind: string, id: string | null) => (id === null ? 'none' : (nameOf(names, `${kind}:${id}`) ?? 'none'))
  return {
    times: timesOf(session, words),
    zone: zoneWords(session.time_zone),
    day_start: timeOfMinute(session.day_start_minute),
    days: session.days.map(([date, seconds]) => `${shortDate(date, today)} ${duration(seconds)}`).join(', '),
    project: name('project', session.project_id),
    goal: name('goal', session.goal_id),
    plan: planNameOf(session, names) ?? session.plan_id ?? 'none',
    task: name('task', session.task_id ?? null),
    tags: session.tags.map((tag) => isolated(`#${tag}`)).join(' ') || 'none',
  }
}

const described: Described<ReturnType<typeof inWords>> = {
  times: ['Times'],
  zone: ['Zone'],
  day_start: ['Day from'],
  days: ['Counts towards'],
  project: ['Project'],
  goal: ['Goal'],
  plan: ['Plan'],
  task: ['Task'],
  tags: ['Tags'],
}

export type ExamplesProps = Words & { changed: ChangedSession[]; total: number }

const Title = ({ session, words }: { session: ListedSession; words: Words }) => (
  <>
    <RowTitle href={`/sessions/${session.id}`} name={titleOf(session)} />
    <RowMeta parts={[timesOf(session, words)]} />
  </>
)

const Example = ({ before, after, words }: ChangedSession & { words: Words }) => {
  const fields = after ? differences(inWords(after, words), inWords(before, words), described) : []
  const side = (of: 'yours' | 'saved') =>
    fields.map((field) => (
      <div>
        <span class="grey">{field.label}</span> <bdi>{field[of]}</bdi>
      </div>
    ))
  return (
    <tr>
      <th scope="row" class="whole">
        <Title session={before} words={words} />
      </th>
      <td class="whole" data-label="Now">
        {side('saved')}
      </td>
      <td class="whole" data-label="Then">
        {after ? side('yours') : 'deleted'}
      </td>
    </tr>
  )
}

const shownOfTotal = (shown: number, total: number) =>
  total > shown ? `the first ${shown} of ${grouped(total)}` : undefined

export const Examples = ({ changed, total, ...words }: ExamplesProps) => (
  <Section id="bulk-examples" title="Sessions" summary={shownOfTotal(changed.length, total)}>
    <Table
      caption="Sessions before and after"
      columns={[{ label: 'Session' }, { label: 'Before' }, { label: 'After' }]}
      listed
    >
      {changed.map((change) => (
        <Example {...change} words={words} />
      ))}
    </Table>
  </Section>
)

type RefusedProps = Words & { refused: BulkPlan['refused']; total: number }

export const Refused = ({ refused, total, ...words }: RefusedProps) => (
  <Section id="bulk-refused" title="Can’t change" summary={shownOfTotal(refused.length, total)}>
    <RowList
      rows={refused}
      item={({ session, why }) => (
        <li>
          <div>
            <Title session={session} words={words} />
            <p class="small bad">{why}</p>
          </div>
        </li>
      )}
    />
  </Section>
)
