import { gapId, gapKey } from '../../functions/day/log-gap'
import type { ZoneSpan } from '../../functions/day/zones'
import { daysBetween, localDateTime } from '../../functions/lib/days'
import { type Clock, clockTime } from '../../functions/lib/format'
import { maxStartAgeMs } from '../../functions/timer/times'
import { logGapPath } from '../links'
import { StartButton } from '../timer/start-button'
import { LinkButton } from '../ui/button'
import { Duration } from '../ui/figure'

/** Link that opens the gap's form in its row, and without script the page with it. */
export const opensForm = (gap: ZoneSpan, date: string) => {
  const path = logGapPath(date, gapKey(gap))
  const row = `#${gapId(gap)}`
  return {
    href: path,
    'hx-get': path,
    'hx-target': row,
    'hx-select': row,
    'hx-swap': 'outerMorph',
  }
}

/** `13:00–14:00`, with `+1` if it ends on the next date of the calendar. */
export const gapInWords = ({ from, to, zone }: ZoneSpan, clock: Clock) => {
  const [first = '', last = ''] = [from, to].map((instant) => localDateTime(instant, zone.time_zone).date)
  const later = daysBetween(first, last)
  const [start, end] = [from, to].map((instant) => clockTime(instant, zone.time_zone, clock))
  return `${start}–${end}${later > 0 ? ` +${later}` : ''}`
}

type GapProps = {
  gap: ZoneSpan
  date: string
  clock: Clock
  /** Ends now, so a timer can start from its beginning. */
  isOpen: boolean
}

export const Gap = ({ gap, date, clock, isOpen }: GapProps) => {
  const span = gapInWords(gap, clock)
  return (
    <li class="between" id={gapId(gap)}>
      <p class="grey">
        Gap <Duration seconds={(gap.to - gap.from) / 1000} />, {span}
      </p>
      <div class="actions">
        <LinkButton
          small
          icon="plus"
          id={`${gapId(gap)}-log`}
          aria-label={`Log the gap, ${span}`}
          {...opensForm(gap, date)}
        >
          Log
        </LinkButton>
        {isOpen && gap.to - gap.from < maxStartAgeMs && (
          <StartButton
            label="Start timer from here"
            words="Start timer from here"
            started_at={new Date(gap.from).toISOString()}
            small
            variant="quiet"
          />
        )}
      </div>
    </li>
  )
}
