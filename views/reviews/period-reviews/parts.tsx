import { type Child, createContext, type PropsWithChildren, useContext } from 'hono/jsx'
import { hasSessions, periodTarget } from '../../../functions/ledger/schema'
import { fillPeriods } from '../../../functions/ledger/series'
import { freeDay } from '../../../functions/ledger/streaks'
import { pathTo } from '../../../functions/lib/http/path-to'
import { duration, plural, rangeText, shortDate, weekdayDay } from '../../../functions/lib/text/format'
import { cleanLine, firstCharacters } from '../../../functions/lib/text/text'
import type { ReviewPageData } from '../../../functions/reviews/period-reviews/figures'
import { hasLine, type Prompt, prompts, takeValue } from '../../../functions/reviews/period-reviews/prompts'
import type { ReviewedTask } from '../../../functions/reviews/period-reviews/reads'
import { Duration, DurationCell, Figure, FigureLine, Spark, Table } from '../../ui/figure'
import { classes, Icon } from '../../ui/icon'
import { sessionsPath } from '../../ui/links'
import { Rows, Section } from '../../ui/section'
import { OptionalLink } from '../../ui/uses'

/** Number of rows visible in a list; on a wide screen two rows of the fold, too. A single further row is not folded. */
const [inSight, inSightOfFold] = [1, 2]

/** The question whose answer the lines below can be added to, and that answer. */
export const AnswerContext = createContext<{ prompt: Prompt; answer: string } | null>(null)

/** Maximum characters of an added line. */
const takenLimit = 300

/**
 * Button that adds its line to the answer next to it, or removes it. client/forms/take-over.ts edits the field; without
 * JavaScript the button saves.
 */
const TakeButton = ({ title = '' }: { title?: string }) => {
  const taking = useContext(AnswerContext)
  if (!taking) return null
  const { prompt, answer } = taking
  const line = firstCharacters(cleanLine(title), takenLimit)
  return (
    <button
      type="submit"
      name="take"
      value={takeValue(prompt, line)}
      data-takes={`review-${prompt}`}
      aria-pressed={hasLine(answer, line) ? 'true' : 'false'}
      aria-label={`Add to “${prompts[prompt]}”: ${line}`}
      title="Take over"
    >
      <Icon name="plus" />
    </button>
  )
}

type FoldedProps<Item> = {
  items: Item[]
  row: (item: Item) => Child
  /** Name of the rows; undefined if the heading already names them. */
  name?: string
  many?: string
  sight?: number
  /**
   * True for evidence: the fold is on the heading's line and shows the total number, not the number of further rows.
   */
  underHeading?: boolean
}

/** Rows of a section: the first ones visible, the others folded. */
export const FoldedRows = <Item,>({
  items,
  row,
  name,
  many = `${name}s`,
  sight = inSight,
  underHeading,
}: FoldedProps<Item>) => {
  const shown = items.length > sight + 1 ? items.slice(0, sight) : items
  const rest = items.slice(shown.length)
  const hidesMore = rest.length > inSightOfFold + 1
  return (
    <>
      <Rows>{shown.map(row)}</Rows>
      {rest.length > 0 && (
        <details>
          <summary
            class={classes(
              'link',
              underHeading && 'absolute top-2 right-0 text-small',
              underHeading && !hidesMore && 'lg:supports-[selector(::details-content)]:hidden',
            )}
          >
            {underHeading ? (
              <>
                All {items.length}
                <span class="sr-only"> {many}</span>
              </>
            ) : (
              `${rest.length} more${name ? ` ${rest.length === 1 ? name : many}` : ''}`
            )}
          </summary>
          <Rows class={underHeading && hidesMore && 'lg:not-in-open:*:nth-[n+3]:hidden'}>{rest.map(row)}</Rows>
        </details>
      )}
    </>
  )
}

type EvidenceProps<Item> = FoldedProps<Item> & Record<'id' | 'title', string>

/** Rows that help answer a question, under their heading; nothing without rows. */
export const Evidence = <Item,>({ id, title, ...rows }: EvidenceProps<Item>) =>
  rows.items.length > 0 && (
    <section aria-labelledby={id}>
      <h3 id={id} class="text-grey">
        {title}
      </h3>
      <FoldedRows {...rows} underHeading />
    </section>
  )

/** Grey text of a row. It wraps as a whole. */
export const GreyText = ({ children }: PropsWithChildren) => (
  <span class="whitespace-nowrap text-grey text-small">{children}</span>
)

type TakenRowProps = PropsWithChildren<{ take?: string; end: Child }>

/** A row with a button that adds it to the answer, and with `end` at its end. */
export const AnswerRow = ({ take, end, children }: TakenRowProps) => (
  <li class="taken-line">
    <TakeButton title={take} />
    <div>{children}</div>
    {end}
  </li>
)

type DatedRowProps = PropsWithChildren<{
  href: string
  title: string
  /** Text to add, if it is not the title. */
  take?: string
  date?: string | null
  today: string
  before?: string
}>

/** A row with a date, whose meaning is in `before`. Children are next to the title, and replace a missing date. */
export const DatedRow = ({ href, title, take = title, date, today, before, children }: DatedRowProps) => (
  <AnswerRow
    take={take}
    end={
      date === undefined ? (
        <div>{children}</div>
      ) : (
        <GreyText>
          {before}
          {date === null ? 'someday' : <time datetime={date}>{shortDate(date, today)}</time>}
        </GreyText>
      )
    }
  >
    <OptionalLink href={href}>
      <bdi>{title}</bdi>
    </OptionalLink>{' '}
    {date !== undefined && children}
  </AnswerRow>
)

type Props = Pick<ReviewPageData, 'figures' | 'today'>

type ListProps = { id: string; title: string; tasks: ReviewedTask[]; today: string; before?: string }

const TaskList = ({ id, title, tasks, today, before }: ListProps) => (
  <Evidence
    id={id}
    title={`${plural(tasks.length, 'task')} ${title}`}
    items={tasks}
    name="task"
    row={(task) => <DatedRow href={pathTo`/tasks/${task.id}`} {...task} today={today} before={before} />}
  />
)

export const DoneTasks = ({ figures: { tasks }, today }: Props) => (
  <TaskList id="tasks-done" title="done" tasks={tasks.done} today={today} />
)

/** Tasks that were carried over, and dropped tasks. */
export const OtherTasks = ({ figures: { tasks }, today }: Props) => (
  <>
    <TaskList id="tasks-carried" title="carried over" tasks={tasks.carried} today={today} before="to " />
    <TaskList id="tasks-dropped" title="dropped" tasks={tasks.dropped} today={today} />
  </>
)

/** Goals and tasks that were planned but got no time. */
export const UntrackedRows = ({ figures: { idle }, today }: Props) => {
  const goals = new Map(idle.goals.map(({ id, title }) => [id, title]))
  const items = [
    ...[...goals].map(([id, title]) => ({ href: pathTo`/goals/${id}`, title, date: undefined })),
    ...idle.tasks.map(({ id, title, date }) => ({ href: pathTo`/tasks/${id}`, title, date })),
  ]
  return (
    <Evidence
      id="no-time"
      title={`${items.length} planned, but no time`}
      items={items}
      name="row"
      row={(row) => <DatedRow {...row} today={today} before="for " />}
    />
  )
}

const energyBetween = (
  days: ReviewPageData['figures']['energy']['days'],
  { date, to }: { date: string; to: string },
) => {
  const own = days.filter((day) => day.date >= date && day.date <= to)
  const checkIns = own.reduce((sum, day) => sum + day.checkins, 0)
  return checkIns > 0 ? (own.reduce((sum, day) => sum + day.energy, 0) / checkIns).toFixed(1) : ''
}

type HoursProps = Pick<ReviewPageData, 'figures' | 'person' | 'today' | 'isCurrent'>

/** Tracked time of a period, its target, the previous period's time, and the average energy. */
const Sums = ({ figures: { period, range, before, hours, energy }, isCurrent }: HoursProps) => (
  <FigureLine>
    <Figure seconds={hours.total_seconds} href={hours.total_seconds > 0 ? sessionsPath(range) : undefined} />
    <span class="grey">
      {hours.due_seconds ? `of ${duration(hours.due_seconds)}${isCurrent ? ' so far' : ''}, ` : 'tracked, '}
      {hours.before_seconds > 0 && (
        <OptionalLink href={sessionsPath(before)} data-figure={hours.before_seconds}>
          <Duration seconds={hours.before_seconds} />
        </OptionalLink>
      )}
      {hours.before_seconds > 0 ? ' ' : 'nothing '}
      {isCurrent ? `a ${period} ago` : `the ${period} before`}
    </span>
    {energy.energy !== null && (
      <span class="grey">
        energy {energy.energy.toFixed(1)}
        {energy.engagement !== null && `, engagement ${energy.engagement.toFixed(1)}`} of 5
      </span>
    )}
  </FigureLine>
)

/** Time and average energy: of a week by day, of a month by week. */
export const Hours = (props: HoursProps) => {
  const { figures, person, today } = props
  const { period, range, hours, energy } = figures
  const group = period === 'week' ? 'day' : 'week'
  const bars = fillPeriods(hours.days, range, group, person.week_start)
  const free = { restDays: person.rest_days, daysOff: new Set(hours.off) }
  /** Target of a bar in seconds; for a current one, only up to today. */
  const targetOf = ({ date, to: end }: { date: string; to: string }) => {
    const to = date <= today && today < end ? today : end
    if (hours.target_seconds === null || (date === to && freeDay(date, free))) return 0
    return periodTarget({ date, to }, person.daily_target_minutes, free)
  }
  /** False for a free or future day without content, which the table leaves out. */
  const isTold = (bar: (typeof bars)[number]) =>
    hasSessions(bar) ||
    energyBetween(energy.days, bar) !== '' ||
    (bar.date <= today && (bar.date < bar.to || !freeDay(bar.date, free)))
  const max = Math.max(...bars.map((bar) => Math.max(bar.total_seconds, targetOf(bar))), 1)
  return (
    <Section id="hours" title="What happened">
      <Sums {...props} />
      <Table
        caption={`Tracked time and energy by ${group}`}
        columns={[
          { label: period === 'week' ? 'Day' : 'Week' },
          { label: 'Share', unseen: true },
          { label: 'Tracked', numeric: true },
          ...(energy.checkins > 0 ? [{ label: 'Energy', numeric: true }] : []),
        ]}
      >
        {bars.filter(isTold).map((bar) => (
          <tr>
            <th scope="row" class="w-px whitespace-nowrap">
              {period === 'week' ? weekdayDay(bar.date) : rangeText(bar.date, bar.to, today)}
            </th>
            <td>
              <Spark
                max={max}
                parts={[{ value: bar.total_seconds, tone: 'solid' }]}
                target={targetOf(bar) || undefined}
              />
            </td>
            {hasSessions(bar) ? (
              <DurationCell
                class="num w-px"
                seconds={bar.total_seconds}
                href={sessionsPath({ from: bar.date, to: bar.to })}
              />
            ) : (
              <td class="num w-px grey">none</td>
            )}
            {energy.checkins > 0 && <td class="num w-px">{energyBetween(energy.days, bar)}</td>}
          </tr>
        ))}
      </Table>
    </Section>
  )
}
