import { duration, weekdayDay } from '../../../functions/lib/text/format'
import { Spark } from '../../ui/figure'
import { classes } from '../../ui/icon'
import { dayPath } from '../../ui/links'

/** Short duration for the narrow head of a column: `5h 25`, or `45m`. */
const shortDuration = (seconds: number) => duration(seconds).replace(/(h \d+)m$/, '$1')

const headLook =
  'grid items-center gap-x-1 text-small text-grey max-md:min-h-15 max-md:grid-cols-[minmax(0,1fr)] max-md:rounded max-md:text-center md:grid-cols-[1fr_auto] md:px-1.5 md:pt-1 md:pb-1.5 *:[a]:min-h-6 *:[a]:min-w-6 *:[a]:content-center'

/** Classes of the circle around today's number. */
const todayLook =
  '-my-0.5 inline-grid h-6 min-w-6 place-items-center rounded-full bg-accent text-on-accent outline-1 outline-transparent'

/** Classes of the row of heads. In a zoomed window it would cover half of the page, so there it scrolls away. */
export const weekHeadsLook = 'sticky top-0 z-3 bg-paper print:static [@media(height<24rem)]:static'

type DayHeadProps = {
  date: string
  /** Times are in seconds. A day off has no target. */
  tracked: number
  planned: number
  target: number | null
  /** The usual target, shown if the day has no target of its own. */
  usual: number
  isToday: boolean
  /** Path of the page with this day chosen. */
  href: string
  /** True if a phone shows this day. */
  isChosen: boolean
  /** True if a tablet shows this day. */
  isNear: boolean
}

/** Head of a day: its date, sum and bar. On a phone the heads form the strip in which a day is chosen. */
export const DayHead = ({ date, tracked, planned, target, usual, isToday, href, isChosen, isNear }: DayHeadProps) => {
  const [weekday, day] = weekdayDay(date).split(' ')
  return (
    <div
      class={classes(
        headLook,
        isChosen && 'max-md:bg-hover max-md:outline-1 max-md:outline-transparent',
        !isNear && 'md:max-[64rem]:hidden print:grid',
      )}
      id={`head-${date}`}
    >
      <a
        class="py-[0.35rem] text-text max-md:grid max-md:justify-items-center"
        href={href}
        aria-current={isToday ? 'date' : undefined}
      >
        <span class="max-md:text-small">{weekday}</span> <b class={isToday ? todayLook : 'text-ink'}>{day}</b>
      </a>
      {tracked > 0 || planned === 0 ? (
        <a class="font-strong text-ink md:text-end" href={dayPath(date)} data-figure={tracked}>
          {tracked > 0 ? shortDuration(tracked) : '–'}
        </a>
      ) : (
        <span class="grey">
          {shortDuration(planned)}
          <span class="sr-only"> planned</span>
        </span>
      )}
      <Spark
        class="col-span-full mt-0.5 rounded"
        height={3}
        max={Math.max(target ?? 0, tracked + planned, usual * 1.25, 1)}
        parts={[{ value: tracked }, ...(planned > 0 ? [{ value: planned, tone: 'soft' as const }] : [])]}
        target={target ?? undefined}
      />
    </div>
  )
}
