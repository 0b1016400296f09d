import type { DayVerdict, HabitDay } from '../../../functions/goals/goals/progress/habit'
import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import { amountText, paceText, unitOf } from '../../../functions/goals/goals/progress/text'
import { isOpenGoal, takesTicks } from '../../../functions/goals/goals/schema'
import type { LocalNow } from '../../../functions/lib/env'
import { pathTo } from '../../../functions/lib/http/path-to'
import {
  dayMonth,
  duration,
  longDate,
  monthNames,
  shortRangeText,
  weekdayNameOf,
} from '../../../functions/lib/text/format'
import { addDays, datesBetween, daysBetween, weekOf } from '../../../functions/lib/time/days'
import { Button } from '../../ui/button'
import { Count } from '../../ui/figure'
import { classes, Drawing, Svg } from '../../ui/icon'
import { dayPath } from '../../ui/links'
import { Section } from '../../ui/section'
import { NextStep } from './row'

type Habit = NonNullable<GoalPageData['habit']>
type Props = Pick<GoalPageData, 'goal' | 'running'> & {
  habit: Habit
  record: NonNullable<GoalPageData['record']>
  now: LocalNow
}

/** How a day looks: its verdict, `some` for a day with a part of its target, `next` for a day to come. */
type Shape = DayVerdict | 'some' | 'next'

const shapeOf = ({ date, verdict, amount }: HabitDay, today: string): Shape => {
  if (verdict !== 'open') return verdict
  if (amount > 0) return 'some'
  return date > today ? 'next' : 'open'
}

/** The lower part of a disc of 12 px up to a share of its height. */
const segment = (share: number) => {
  const y = 12 - 12 * Math.min(0.95, Math.max(0.05, share))
  const half = Math.sqrt(36 - (y - 6) ** 2)
  return `M${(6 - half).toFixed(2)} ${y.toFixed(2)}A6 6 0 ${y < 6 ? 1 : 0} 0 ${(6 + half).toFixed(2)} ${y.toFixed(2)}Z`
}

/** A day as a shape of 12 px, which differs by more than its colour. */
const DayShape = ({ shape, share }: { shape: Shape; share: number }) => {
  switch (shape) {
    case 'met':
      return <circle class="fill-accent" cx="6" cy="6" r="6" />
    case 'missed':
      return <circle class="fill-accent-wash stroke-accent" cx="6" cy="6" r="5.4" stroke-width="1.2" />
    case 'skipped':
      return <path class="stroke-line-firm" d="M2 6h8" stroke-width="2" />
    case 'off':
      return <circle class="fill-line-firm" cx="6" cy="6" r="1.5" />
    case 'extra':
      return <path class="stroke-accent" d="M6 1v10M1 6h10" stroke-width="2" />
    case 'next':
      return <circle class="fill-none stroke-line" cx="6" cy="6" r="5.4" stroke-width="1.2" />
    case 'open':
      return (
        <circle class="fill-none stroke-accent" cx="6" cy="6" r="5.4" stroke-width="1.2" stroke-dasharray="2.4 2" />
      )
    case 'some':
      return (
        <>
          <path class="fill-accent" d={segment(share)} />
          <circle class="fill-none stroke-accent" cx="6" cy="6" r="5.4" stroke-width="1.2" />
        </>
      )
  }
}

export const DayMark = ({ day, today, class: size }: { day: HabitDay; today: string; class: string }) => (
  <Svg class={classes(size, 'forced-color-adjust-none')} viewBox="0 0 12 12" aria-hidden="true">
    <DayShape shape={shapeOf(day, today)} share={day.amount / day.target} />
  </Svg>
)

/** Columns of the seven days of a week. */
export const dotColumns = 'grid w-42 grid-cols-7 items-center justify-items-center max-lg:w-24.5'

/** The days of a week as dots, with one name: `Monday met, Tuesday not yet`. Undefined for days before the habit. */
export const DayDots = ({ days, today }: { days: (HabitDay | undefined)[]; today: string }) => {
  const words = days.flatMap((day) =>
    day ? `${weekdayNameOf(day.date)} ${day.verdict === 'open' ? 'not yet' : day.verdict}` : [],
  )
  return (
    <div class={dotColumns} role="img" aria-label={words.join(', ')}>
      {days.map((day) => (day ? <DayMark day={day} today={today} class="size-2.5" /> : <span />))}
    </div>
  )
}

/** `24m`, `3 pages`; for a day without an amount `off` or `skipped`; empty for a plain tick. */
const dayText = ({ verdict, amount, target }: HabitDay, goal: Props['goal']) => {
  if (amount > 0)
    return unitOf(goal).measure === 'times' && target === 1 && amount === 1 ? '' : amountText(amount, unitOf(goal))
  return verdict === 'off' || verdict === 'skipped' ? verdict : ''
}

/** A day of this week. A press ticks a day without a tick, or shows the time of a day. */
const WeekDay = ({ date, habit, goal, now }: { date: string } & Pick<Props, 'habit' | 'goal' | 'now'>) => {
  const day = habit.days.get(date)
  const isToday = date === now.today
  const words = day ? `${longDate(date, now.today)}: ${day.verdict === 'open' ? 'not yet' : day.verdict}` : ''
  const mark = day && <DayMark day={day} today={now.today} class="size-5" />
  const isTicked = takesTicks(goal)
  const url = pathTo`/goals/${goal.id}/ticks`
  const place = 'grid min-h-control w-full place-items-center rounded border-0 bg-transparent hover:bg-hover'
  return (
    <li class={classes('grid justify-items-center rounded py-1', isToday && 'bg-accent-wash text-ink')}>
      <span class={isToday ? 'font-strong' : undefined}>
        {weekdayNameOf(date).slice(0, 3)}
        <span class="max-sm:hidden"> {Number(date.slice(8))}</span>
      </span>
      {day && date <= now.latestDay && isOpenGoal(goal.status) && isTicked && day.amount === 0 ? (
        <form class="w-full" method="post" action={url} hx-post={url} hx-swap="none">
          <input type="hidden" name="date" value={date} />
          <button type="submit" class={place} aria-label={`Tick ${longDate(date, now.today)}`} title="Tick">
            {mark}
          </button>
        </form>
      ) : day && date <= now.latestDay && !isTicked ? (
        <a class={place} href={dayPath(date)} aria-label={words}>
          {mark}
        </a>
      ) : (
        <span class="grid min-h-control place-items-center">
          {mark}
          <span class="sr-only">{words}</span>
        </span>
      )}
      <span class={day?.amount ? 'font-strong text-ink' : undefined}>{(day && dayText(day, goal)) || '\u00a0'}</span>
    </li>
  )
}

type LogProps = { goal: Props['goal']; day: HabitDay | undefined; brief?: boolean }

/** Logs the time that a habit still needs today, as if it ended now. Nothing once it is met, and for ticks. */
export const LogRest = ({ goal, day, brief }: LogProps) => {
  if (day?.verdict !== 'open' || takesTicks(goal) || !isOpenGoal(goal.status)) return null
  const rest = duration(Math.ceil((day.target - day.amount) / 60) * 60)
  const url = pathTo`/goals/${goal.id}/log`
  return (
    <form method="post" action={url} hx-post={url} hx-swap="none">
      <input type="hidden" name="amount" value={rest} />
      <Button
        small={brief}
        variant={brief ? 'quiet' : undefined}
        aria-label={`Log ${rest}: ${goal.title}`}
        title={`Log ${rest}`}
      >
        {brief ? `+${rest}` : `Log ${rest}`}
      </Button>
    </form>
  )
}

/** The present run, this week, and what today still needs. */
export const HabitLead = ({ goal, habit, record, now, running }: Props) => {
  const unit = record.periods.at(-1)?.rule.period ?? 'day'
  const [best] = habit.runs
  const isOneTick = takesTicks(goal) && goal.target === 1
  const needs = isOpenGoal(goal.status) && !isOneTick ? paceText(goal, now.today) : null
  return (
    <div class="@container">
      <div class="grid items-center gap-x-8 gap-y-4 @3xl:grid-cols-[auto_minmax(0,1fr)_auto]">
        <div>
          <Count
            hero
            value={record.inARow}
            unit={unit === 'day' ? 'in a row' : `${unit}${record.inARow === 1 ? '' : 's'} in a row`}
          />
          {best && best.count > record.inARow && (
            <p class="text-grey text-small">
              best <b class="text-ink">{best.count}</b>, {shortRangeText(best.from, best.to, now.today)}
            </p>
          )}
        </div>
        <ol class="grid grid-cols-7 text-center text-grey text-small" aria-label="This week">
          {habit.week.map((date) => (
            <WeekDay date={date} habit={habit} goal={goal} now={now} />
          ))}
        </ol>
        <div class="grid gap-2 @3xl:justify-items-end">
          {needs && (
            <p class="text-grey text-small" title={needs.exact}>
              <b class="text-ink">{needs.text}</b> {needs.note}
            </p>
          )}
          <div class="actions">
            <NextStep
              goal={goal}
              running={running}
              today={now.today}
              isPage
              isTimer={habit.days.get(now.today)?.verdict === 'met'}
            />
          </div>
        </div>
      </div>
    </div>
  )
}

/** Pixels of a day of the year, with the space to the next one, and of its square. */
const [cell, square] = [18, 14]

/** Path of a square with round corners, at a column and a row. */
const squareAt = (column: number, row: number) =>
  `M${column * cell + 5} ${row * cell + 2}h8a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-8a3 3 0 0 1-3-3v-8a3 3 0 0 1 3-3z`

const middle = cell / 2
/** Paths of a day of the year by its shape. */
const pathAt = (shape: Shape, column: number, row: number) => {
  const [x, y] = [column * cell + middle, row * cell + middle]
  if (shape === 'skipped') return `M${x - 4} ${y}h8`
  if (shape === 'extra') return `M${x - 4} ${y}h8M${x} ${y - 4}v8`
  if (shape === 'off') return `M${x - 1.5} ${y}a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0`
  return squareAt(column, row)
}

const cellClasses: Record<Shape, string> = {
  met: 'fill-accent',
  missed: 'fill-accent-wash stroke-accent',
  open: 'fill-none stroke-accent [stroke-dasharray:3_2]',
  some: 'fill-none stroke-accent',
  skipped: 'fill-none stroke-line-firm stroke-2',
  off: 'fill-line-firm',
  extra: 'fill-none stroke-accent stroke-2',
  next: 'fill-none stroke-line',
}

/** `weeks`: their first days. */
type HalfProps = Pick<Props, 'habit' | 'now'> & { weeks: string[] }

/** Weeks of a year as columns, with the names of the months that begin in them. One path for each shape. */
const HalfYear = ({ habit, now, weeks }: HalfProps) => {
  const columns = weeks.map((first) => datesBetween(first, addDays(first, 6)))
  const placed = columns.flatMap((dates, column) =>
    dates.flatMap((date, row) => {
      const day = date.startsWith(habit.year) ? habit.days.get(date) : undefined
      return day ? [{ day, shape: shapeOf(day, now.today), column, row }] : []
    }),
  )
  const months = columns.flatMap((dates, column) => {
    const first = dates.find((date) => date.endsWith('-01'))
    return first?.startsWith(habit.year)
      ? [{ name: monthNames[Number(first.slice(5, 7)) - 1]?.slice(0, 3), column }]
      : []
  })
  return (
    <Drawing viewBox={`0 -20 ${weeks.length * cell} ${7 * cell + 20}`} aria-hidden="true">
      {months.map(({ name, column }) => (
        <text x={column * cell + 2} y={-6}>
          {name}
        </text>
      ))}
      {[...Map.groupBy(placed, ({ shape }) => shape)].map(([shape, all]) => (
        <path class={cellClasses[shape]} d={all.map(({ column, row }) => pathAt(shape, column, row)).join('')} />
      ))}
      {placed.flatMap(({ day, shape, column, row }) => {
        if (shape !== 'some') return []
        const tall = Math.max(2, Math.round(square * Math.min(1, day.amount / day.target)))
        return [
          <rect
            class="fill-accent"
            x={column * cell + 2}
            y={row * cell + 2 + square - tall}
            width={square}
            height={tall}
            rx="2"
          />,
        ]
      })}
    </Drawing>
  )
}

const tallied = ['met', 'missed', 'skipped', 'off', 'extra'] as const

/** Number of days of this year with each verdict. */
const tallyOf = ({ days, year }: Habit) => {
  const verdicts = [...days.values()].filter(({ date }) => date.startsWith(year)).map(({ verdict }) => verdict)
  return tallied.map((verdict) => ({ verdict, count: verdicts.filter((one) => one === verdict).length }))
}

/** This year with a column for each week, in two halves, which a phone stacks. */
export const HabitYear = ({ habit, now }: Pick<Props, 'habit' | 'now'>) => {
  const first = weekOf(`${habit.year}-01-01`, now.weekStart).from
  const count = Math.floor(daysBetween(first, `${habit.year}-12-31`) / 7) + 1
  const weeks = Array.from({ length: count }, (_, index) => addDays(first, 7 * index))
  const tally = tallyOf(habit)
  const words = tally.filter((one) => one.count > 0).map((one) => `${one.count} ${one.verdict}`)
  return (
    <Section
      id="habit-year"
      title={habit.year}
      aside={
        <p class="flex flex-wrap gap-x-4 text-grey text-small">
          {tally.map(({ verdict, count: days }) => (
            <span class="inline-flex items-center gap-2">
              <Svg class="size-3 forced-color-adjust-none" viewBox="2 2 14 14" aria-hidden="true">
                <path class={cellClasses[verdict]} d={pathAt(verdict, 0, 0)} />
              </Svg>
              {verdict !== 'off' && <b class="text-ink">{days}</b>} {verdict}
            </span>
          ))}
        </p>
      }
    >
      <div class="@container">
        <div
          class="grid gap-2 @3xl:grid-cols-[26fr_27fr] @3xl:gap-0"
          role="img"
          aria-label={`Each day of ${habit.year}: ${words.join(', ')}`}
        >
          <HalfYear habit={habit} now={now} weeks={weeks.slice(0, 26)} />
          <HalfYear habit={habit} now={now} weeks={weeks.slice(26)} />
        </div>
      </div>
    </Section>
  )
}

/** The longest runs of a habit. */
export const HabitRuns = ({ habit, record, now }: Pick<Props, 'habit' | 'record' | 'now'>) => {
  const [best] = habit.runs
  if (!best) return null
  const { met, missed } = record.counts
  return (
    <Section
      id="habit-runs"
      title="Longest in a row"
      summary={`${Math.round((100 * met) / Math.max(1, met + missed))} % met`}
    >
      <ol class="text-grey text-small">
        {habit.runs.map(({ from, to, count, isCurrent }) => (
          <li
            class={classes(
              'grid min-h-9 grid-cols-[8.5rem_minmax(0,1fr)_3.5rem] items-center gap-3 border-b border-line',
              isCurrent && 'text-ink',
            )}
          >
            <span>{isCurrent ? `since ${dayMonth(from, now.today)}` : shortRangeText(from, to, now.today)}</span>
            <Drawing height="8" aria-hidden="true">
              <rect
                class={isCurrent ? 'fill-accent' : 'fill-accent-soft'}
                width={`${((100 * count) / best.count).toFixed(1)}%`}
                height="8"
                rx="2"
              />
            </Drawing>
            <b class="text-end text-ink text-text">{count}</b>
          </li>
        ))}
      </ol>
    </Section>
  )
}
