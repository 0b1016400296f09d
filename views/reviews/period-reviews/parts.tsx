import type { Child } from 'hono/jsx'
import { hasSessions, periodTarget } from '../../../functions/ledger/schema'
import { series } from '../../../functions/ledger/series'
import { freeDay } from '../../../functions/ledger/streaks'
import { duration, plural, rangeText, shortDate, weekdayDay } from '../../../functions/lib/format'
import type { ReviewPage } from '../../../functions/reviews/period-reviews/figures'
import type { ReviewedTask } from '../../../functions/reviews/period-reviews/reads'
import { DurationCell, Spark, Table } from '../../ui/figure'
import { sessionsPath } from '../../ui/links'
import { Rows, Section } from '../../ui/section'

/** Rows in sight. A single further one is not folded away. */
const inSight = 8

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
  <li>
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
      <h3 id={id} class="mt-3">
        <CountOf count={tasks.length}>
          {tasks.length} {title}
        </CountOf>
      </h3>
      <FoldedRows
        items={tasks}
        name="task"
        row={(task) => <DatedRow href={`/tasks/${task.id}`} {...{ ...task, today, before }} />}
      />
    </>
  )

/** Tasks that were done, carried over and dropped. */
export const Tasks = ({ figures: { tasks }, today }: Props) => {
  const { done, carried, dropped } = tasks
  if (done.length + carried.length + dropped.length === 0) return null
  return (
    <Section id="tasks" title="Tasks">
      <TaskList id="tasks-done" title="done" tasks={done} today={today} />
      <TaskList id="tasks-carried" title="carried over" tasks={carried} today={today} before="to " />
      <TaskList id="tasks-dropped" title="dropped" tasks={dropped} today={today} />
    </Section>
  )
}

/** Goals and tasks that were planned and got no time. */
export const NoTime = ({ figures: { idle }, today }: Props) => {
  const count = idle.goals.length + idle.tasks.length
  if (count === 0) return null
  return (
    <Section id="no-time" title="Planned, but no time" summary={<CountOf count={count}>{count}</CountOf>}>
      <FoldedRows
        items={[
          ...idle.goals.map(({ id, title }) => ({ href: `/goals/${id}`, title, date: undefined })),
          ...idle.tasks.map(({ id, title, date }) => ({ href: `/tasks/${id}`, title, date })),
        ]}
        name="row"
        row={(row) => <DatedRow {...row} today={today} before="planned for " />}
      />
    </Section>
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
