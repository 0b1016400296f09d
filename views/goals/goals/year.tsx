import type { Outcome } from '../../../functions/goals/goals/progress/periods'
import { monthNames } from '../../../functions/lib/text/format'
import { addDays, datesBetween, daysBetween, weekOf } from '../../../functions/lib/time/days'
import { Drawing, Svg } from '../../ui/icon'
import { Module } from '../../ui/reorder'
import { Section } from '../../ui/section'
import { DayForm } from './day'
import type { HabitProps } from './habit'
import { DayShape, dayName, type Shape, shapeOf } from './marks'

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
  if (shape === 'off' || shape === 'none') return `M${x - 1.5} ${y}a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0`
  return squareAt(column, row)
}

const cellClasses: Record<Shape, string> = {
  met: 'fill-accent',
  missed: 'fill-accent-wash stroke-accent',
  open: 'fill-none stroke-accent [stroke-dasharray:3_2]',
  some: 'fill-none stroke-accent',
  skipped: 'fill-none stroke-grey stroke-2',
  off: 'fill-grey',
  done: 'fill-accent',
  none: 'fill-grey',
  extra: 'fill-none stroke-accent stroke-2',
  next: 'fill-none stroke-line',
}

/** `weeks`: their first days. */
type HalfProps = Pick<HabitProps, 'habit' | 'now'> & { weeks: string[]; outcomes: Outcome[] }

/** Result of a week as a mark below its days. */
const WeekMark = ({ state, column }: { state: Outcome['state']; column: number }) =>
  state === 'met' || state === 'missed' || state === 'skipped' || state === 'off' ? (
    <g transform={`translate(${column * cell + 3} ${7 * cell + 6})`}>
      <DayShape shape={state} share={0} />
    </g>
  ) : null

/**
 * Weeks of a year as columns, with the names of the months that begin in them. One path for each shape; above it a button
 * for each day, with its menu. The weeks of a habit by the week have their result below.
 */
const HalfYear = ({ habit, now, weeks, outcomes }: HalfProps) => {
  const columns = weeks.map((first) => datesBetween(first, addDays(first, 6)))
  const isInYear = (date: string) => date.startsWith(habit.year)
  const placed = columns.flatMap((dates, column) =>
    dates.flatMap((date, row) => {
      const day = isInYear(date) ? habit.days.get(date) : undefined
      return day ? [{ day, shape: shapeOf(day, now.today), column, row }] : []
    }),
  )
  const months = columns.flatMap((dates, column) => {
    const first = dates.find((date) => date.endsWith('-01'))
    return first && isInYear(first) ? [{ name: monthNames[Number(first.slice(5, 7)) - 1]?.slice(0, 3), column }] : []
  })
  return (
    <div>
      <Drawing viewBox={`0 0 ${weeks.length * cell} 20`} aria-hidden="true">
        {months.map(({ name, column }) => (
          <text x={column * cell + 2} y={14}>
            {name}
          </text>
        ))}
      </Drawing>
      <div class="relative">
        <Drawing viewBox={`0 0 ${weeks.length * cell} ${7 * cell}`} aria-hidden="true">
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
        <div
          class="absolute inset-0 grid grid-flow-col max-lg:hidden grid-rows-7 *:cursor-pointer *:rounded-sm *:border-0 *:bg-transparent *:p-0 *:hover:bg-hover"
          data-roving="7"
        >
          {columns
            .flat()
            .map((date) =>
              isInYear(date) ? (
                <button
                  type="submit"
                  name="date"
                  value={date}
                  title={dayName(date, habit.days.get(date), now.today)}
                  data-stop={date === now.today || undefined}
                />
              ) : (
                <i />
              ),
            )}
        </div>
      </div>
      {habit.unit === 'week' && (
        <Drawing viewBox={`0 ${7 * cell} ${weeks.length * cell} ${cell + 4}`} aria-hidden="true">
          {outcomes.flatMap(({ from, to, state }) => {
            const column = weeks.findIndex((first) => addDays(first, 6) >= from && first <= to)
            return column < 0 ? [] : [<WeekMark state={state} column={column} />]
          })}
        </Drawing>
      )}
    </div>
  )
}

/** `19 weeks met, 1 missed`, as the legend of the year. Shapes of days have no number if weeks are counted. */
const Legend = ({ habit: { unit, tally } }: Pick<HabitProps, 'habit'>) => (
  <p class="flex flex-wrap gap-x-4 text-grey text-small">
    {tally.map(({ verdict, count }) =>
      count === 0 && verdict !== 'met' && verdict !== 'missed' ? null : (
        <span class="inline-flex items-center gap-2">
          <Svg
            class="size-3 forced-color-adjust-none"
            viewBox={unit === 'day' ? '2 2 14 14' : '0 0 12 12'}
            aria-hidden="true"
          >
            {unit === 'day' ? (
              <path class={cellClasses[verdict]} d={pathAt(verdict, 0, 0)} />
            ) : (
              <DayShape shape={verdict} share={0} />
            )}
          </Svg>
          {verdict === 'off' && unit === 'day' ? (
            'off'
          ) : (
            <span>
              <b class="text-ink">{count}</b>{' '}
              {verdict === 'met' && unit !== 'day' && `${count === 1 ? unit : `${unit}s`} `}
              {verdict}
            </span>
          )}
        </span>
      ),
    )}
  </p>
)

/** This year with a column for each week, in two halves, which a phone stacks. A press on a day shows its menu, on a phone that of today. */
export const HabitYear = ({ habit, goal, record, now }: Pick<HabitProps, 'habit' | 'goal' | 'record' | 'now'>) => {
  const first = weekOf(`${habit.year}-01-01`, now.weekStart).from
  const count = Math.floor(daysBetween(first, `${habit.year}-12-31`) / 7) + 1
  const weeks = Array.from({ length: count }, (_, index) => addDays(first, 7 * index))
  const words = habit.tally.filter((one) => one.count > 0).map((one) => `${one.count} ${one.verdict}`)
  const half = { habit, now, outcomes: record.outcomes.filter(({ rule }) => rule.period === 'week') }
  return (
    <Section id="habit-year" title={habit.year} aside={<Legend habit={habit} />}>
      <DayForm goal={goal} class="@container" aria-label={`Each ${habit.unit} of ${habit.year}: ${words.join(', ')}`}>
        <div class="relative grid gap-2 @3xl:grid-cols-[26fr_27fr] @3xl:gap-0">
          <HalfYear {...half} weeks={weeks.slice(0, 26)} />
          <HalfYear {...half} weeks={weeks.slice(26)} />
          <button
            type="submit"
            class="absolute inset-0 cursor-pointer rounded border-0 bg-transparent lg:hidden"
            title={`Days of ${goal.title}`}
          />
        </div>
      </DayForm>
      <Module name="roving-tabindex" />
    </Section>
  )
}
