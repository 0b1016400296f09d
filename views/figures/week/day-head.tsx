import { duration, weekdayDay } from '../../../functions/lib/text/format'
import { Spark } from '../../ui/figure'
import { classes } from '../../ui/icon'
import { dayPath } from '../../ui/links'

/** `5h 25`, or `45m`: the head of a column has little room. */
const shortDuration = (seconds: number) => duration(seconds).replace(/(h \d+)m$/, '$1')

type DayHeadProps = {
  date: string
  /** In seconds, as all of these; no target on a day off. */
  tracked: number
  planned: number
  target: number | null
  /** The target of a day that is none. */
  usual: number
  isToday: boolean
  /** The page with the day chosen. */
  href: string
  class: string | undefined
}

/** The head of a day: its date, its sum and its bar. On a phone these are the strip by which one chooses a day. */
export const DayHead = ({ date, tracked, planned, target, usual, isToday, href, ...more }: DayHeadProps) => {
  const [weekday, day] = weekdayDay(date).split(' ')
  return (
    <div class={classes('day-head', more.class)} id={`head-${date}`}>
      <a href={href} aria-current={isToday ? 'date' : undefined}>
        <span>{weekday}</span> <b>{day}</b>
      </a>
      {tracked > 0 || planned === 0 ? (
        <a class="strong" href={dayPath(date)} data-figure={tracked}>
          {tracked > 0 ? shortDuration(tracked) : '–'}
        </a>
      ) : (
        <span class="grey">
          {shortDuration(planned)}
          <span class="sr-only"> planned</span>
        </span>
      )}
      <Spark
        max={Math.max(target ?? 0, tracked + planned, usual * 1.25, 1)}
        parts={[{ value: tracked }, ...(planned > 0 ? [{ value: planned, tone: 'soft' as const }] : [])]}
        target={target ?? undefined}
      />
    </div>
  )
}
