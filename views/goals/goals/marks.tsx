import { type DayVerdict, type HabitDay, verdictWords } from '../../../functions/goals/goals/progress/habit'
import { shortDate, weekdayNameOf } from '../../../functions/lib/text/format'
import { classes, Svg } from '../../ui/icon'

/** How a day looks: its verdict, `some` for a day with a part of its target, `next` for a day to come. */
export type Shape = DayVerdict | 'some' | 'next'

export const shapeOf = ({ date, verdict, amount }: HabitDay, today: string): Shape => {
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
export const DayShape = ({ shape, share }: { shape: Shape; share: number }) => {
  switch (shape) {
    case 'met':
    case 'done':
      return <circle class="fill-accent" cx="6" cy="6" r="6" />
    case 'missed':
      return <circle class="fill-accent-wash stroke-accent" cx="6" cy="6" r="5.4" stroke-width="1.2" />
    case 'skipped':
      return <path class="stroke-grey" d="M2 6h8" stroke-width="2" />
    case 'off':
    case 'none':
      return <circle class="fill-grey" cx="6" cy="6" r="1.5" />
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

type MarkProps = { day: HabitDay; today: string; class: string; isTicked?: boolean }

/** @param isTicked true for a tick in the disc, as the circle of a ticked row has it */
export const DayMark = ({ day, today, class: size, isTicked }: MarkProps) => (
  <Svg class={classes(size, 'forced-color-adjust-none')} viewBox="0 0 12 12" aria-hidden="true">
    <DayShape shape={shapeOf(day, today)} share={day.amount / day.target} />
    {isTicked && <path class="fill-none stroke-paper" d="M3.4 6.2l1.8 1.8 3.4-3.8" stroke-width="1.3" />}
  </Svg>
)

/** Columns of the seven days of a week. */
export const dotColumns = 'grid w-42 grid-cols-7 items-center justify-items-center max-lg:w-24.5'

/** Name of a day: `Tue 24 Nov: missed`. */
export const dayName = (date: string, day: HabitDay | undefined, today: string) =>
  [shortDate(date, today), day && verdictWords[day.verdict]].filter(Boolean).join(': ')

/** The days of a week as dots, with one name: `Monday met, Tuesday not yet`. Undefined for days before the habit. */
export const DayDots = ({ days, today }: { days: (HabitDay | undefined)[]; today: string }) => {
  const words = days.flatMap((day) =>
    day && day.verdict !== 'none' ? `${weekdayNameOf(day.date)} ${verdictWords[day.verdict]}` : [],
  )
  return (
    <div class={dotColumns} role="img" aria-label={words.join(', ') || 'nothing to do'}>
      {days.map((day) => (day ? <DayMark day={day} today={today} class="size-2.5" /> : <span />))}
    </div>
  )
}
