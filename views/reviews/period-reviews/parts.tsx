import { type Child, createContext, useContext } from 'hono/jsx'
import { hasSessions, periodTarget } from '../../../functions/ledger/schema'
import { series } from '../../../functions/ledger/series'
import { freeDay } from '../../../functions/ledger/streaks'
import { duration, plural, rangeText, shortDate, weekdayDay } from '../../../functions/lib/format'
import { cleanLine, firstCharacters } from '../../../functions/lib/text'
import type { ReviewPage } from '../../../functions/reviews/period-reviews/figures'
import { type Prompt, prompts, takeValue, withLine } from '../../../functions/reviews/period-reviews/prompts'
import type { ReviewedTask } from '../../../functions/reviews/period-reviews/reads'
import { DurationCell, Spark, Table } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { sessionsPath } from '../../ui/links'
import { Rows, Section } from '../../ui/section'

/** Rows in sight. A single further one is not folded away. */
const inSight = 8

/** The question that the lines around can be taken over to, and its answer. */
export const Taking = createContext<{ prompt: Prompt; answer: string } | null>(null)

/** In characters. */
const takenLimit = 300

/** Adds its line to the answer beside it, or takes it out: client/take-over.ts does so in the field, without script it saves. */
export const TakeButton = ({ title }: { title: string }) => {
  const taking = useContext(Taking)
  if (!taking) return null
  const { prompt, answer } = taking
  const line = firstCharacters(cleanLine(title), takenLimit)
  return (
    <button
      type="submit"
      class="take"
      name="take"
      value={takeValue(prompt, line)}
      data-takes={`review-${prompt}`}
      aria-pressed={withLine(answer, line).length < answer.length ? 'true' : 'false'}
      aria-label={`Take over to “${prompts[prompt]}”: ${line}`}
      title="Take over"
    >
      <Icon name="plus" />
    </button>
  )
}

type FoldedProps<Item> = { items: Item[]; row: (item: Item) => Child; name: string; many?: string }

/** Rows of a part of a review, of which the first are in sight. */
export const FoldedRows = <Item,>({ items, row, name, many = `${name}s` }: FoldedProps<Item>) => {
  const shown = items.length > inSight + 1 ? items.slice(0, inSight) : items
  const rest = items.slice(shown.length)
  return (
    <>
      <Rows small>{shown.map(row)}</Rows>
      {rest.length > 0 && (
        <details>
          <summary class="link">Show {plural(rest.length, `more ${name}`, `more ${many}`)}</summary>
          <Rows small>{rest.map(row)}</Rows>
        </details>
      )}
    </>
  )
}

type DatedRowProps = { href: string; title: string; date?: string | null; today: string; before?: string }

/** A thing with its date; `before` says what the date means. */
export const DatedRow = ({ href, title, date, today, before, ...rest }: DatedRowProps & { children?: Child }) => (
  <li class="takes">
    <TakeButton title={title} />
    <div>
      <a class="link" href={href}>
        <bdi>{title}</bdi>
      </a>{' '}
      {date !== undefined && (
        <span class="grey">
          {before}
          {date === null ? 'someday' : <time datetime={date}>{shortDate(date, today)}</time>}
        </span>
      )}
      {rest.children}
    </div>
  </li>
)

/** The count of the rows of a part, at which its figure ends. */
export const CountOf = ({ count, children }: { count: number; children: Child }) => (
  <span data-total={count}>{children}</span>
)

type Props = Pick<ReviewPage, 'figures' | 'today'>

type ListProps = { id: string; title: string; tasks: ReviewedTask[]; today: string; before?: string }

const TaskList = ({ id, title, tasks, today, before }: ListProps) =>
  tasks.length > 0 && (
    <>
      <h2 id={id}>
        <CountOf count={tasks.length}>
          {plural(tasks.length, 'task')} {title}
        </CountOf>
      </h2>
      <FoldedRows
        items={tasks}
        name="task"
        row={(task) => <DatedRow href={`/tasks/${task.id}`} {...{ ...task, today, before }} />}
      />
    </>
  )

export const DoneTasks = ({ figures: { tasks }, today }: Props) => (
  <TaskList id="tasks-done" title="done" tasks={tasks.done} today={today} />
)

/** Tasks that were carried over and dropped. */
export const OtherTasks = ({ figures: { tasks }, today }: Props) => (
  <>
    <TaskList id="tasks-carried" title="carried over" tasks={tasks.carried} today={today} before="to " />
    <TaskList id="tasks-dropped" title="dropped" tasks={tasks.dropped} today={today} />
  </>
)

/** Goals and tasks that were planned and got no time. */
export const NoTime = ({ figures: { idle }, today }: Props) => {
  const count = idle.goals.length + idle.tasks.length
  if (count === 0) return null
  return (
    <>
      <h2 id="no-time">
        <CountOf count={count}>{count}</CountOf> planned, but no time
      </h2>
      <FoldedRows
        items={[
          ...idle.goals.map(({ id, title }) => ({ href: `/goals/${id}`, title, date: undefined })),
          ...idle.tasks.map(({ id, title, date }) => ({ href: `/tasks/${id}`, title, date })),
        ]}
        name="row"
        row={(row) => <DatedRow {...row} today={today} before="planned for " />}
      />
    </>
  )
}

/** Time of a week by day, of a month by week. */
export const Hours = ({ figures, person, today }: Pick<ReviewPage, 'figures' | 'person' | 'today'>) => {
  const { period, range, hours } = figures
  const group = period === 'week' ? 'day' : 'week'
  const bars = series(hours.days, range, group, person.week_start)
  const free = { restDays: person.rest_days, daysOff: new Set(hours.off) }
  const targetOf = (bar: { date: string; to: string }) => {
    if (hours.target_seconds === null) return 0
    if (bar.date === bar.to && freeDay(bar.date, free)) return 0
    return periodTarget(bar, person.daily_target_minutes, free)
  }
  const max = Math.max(...bars.map((bar) => Math.max(bar.total_seconds, targetOf(bar))), 1)
  return (
    <Section id="hours" title="Hours" summary={period === 'week' ? 'by day' : 'by week'}>
      <Table
        caption={`Tracked time by ${group}`}
        columns={[
          { label: period === 'week' ? 'Day' : 'Week' },
          { label: 'Share' },
          ...(hours.target_seconds === null ? [] : [{ label: 'Target', numeric: true }]),
          { label: 'Tracked', numeric: true },
        ]}
        dense
        unseenHead
      >
        {bars.map((bar) => {
          const target = targetOf(bar)
          const off = bar.date === bar.to ? freeDay(bar.date, free) : undefined
          return (
            <tr>
              <th scope="row" class="tight">
                {period === 'week' ? weekdayDay(bar.date) : rangeText(bar.date, bar.to, today)}
              </th>
              <td>
                <Spark max={max} parts={[{ value: bar.total_seconds, tone: 'solid' }]} target={target || undefined} />
              </td>
              {hours.target_seconds !== null && (
                <td class="num tight grey">{target > 0 ? `of ${duration(target)}` : off}</td>
              )}
              {hasSessions(bar) ? (
                <DurationCell seconds={bar.total_seconds} href={sessionsPath({ from: bar.date, to: bar.to })} />
              ) : (
                <td class="num tight grey">{bar.date > today ? '' : 'none'}</td>
              )}
            </tr>
          )
        })}
      </Table>
    </Section>
  )
}
