import { gapFields } from '../../functions/day/fill-gap'
import type { ZoneSpan } from '../../functions/day/zones'
import { daysBetween, localDateTime } from '../../functions/lib/days'
import { type Clock, clockTime } from '../../functions/lib/format'
import { maxStartAgeMs } from '../../functions/timer/times'
import { newSessionPath, timelinePath } from '../links'
import { StartButton } from '../timer/start-button'
import { LinkButton } from '../ui/button'
import { Duration } from '../ui/figure'

/** Path of the session form for a gap; it returns to the day. */
export const fillPath = (gap: ZoneSpan, date: string) =>
  newSessionPath({ ...gapFields(gap, date), time_zone: gap.zone.time_zone }, timelinePath(date))

type GapProps = {
  gap: ZoneSpan
  date: string
  reader: { time_zone: string; clock: Clock }
  /** Ends now, so a timer can start from its beginning. */
  isOpen: boolean
}

export const Gap = ({ gap, date, reader, isOpen }: GapProps) => {
  const time = (instant: number) => clockTime(instant, gap.zone.time_zone, reader.clock)
  const fill = fillPath(gap, date)
  const [from, to] = [gap.from, gap.to].map((instant) => localDateTime(instant, gap.zone.time_zone).date)
  const later = from && to ? daysBetween(from, to) : 0
  const span = `${time(gap.from)}–${time(gap.to)}${later > 0 ? ` +${later}` : ''}`
  return (
    <li class="between" id={`gap-${gap.from}`}>
      <p class="grey">
        Gap <Duration seconds={(gap.to - gap.from) / 1000} />, {span}
      </p>
      <div class="actions">
        {isOpen && gap.to - gap.from < maxStartAgeMs && (
          <StartButton
            label="Start timer from here"
            words="Start timer from here"
            started_at={new Date(gap.from).toISOString()}
            small
            variant="quiet"
          />
        )}
        <LinkButton
          small
          icon="plus"
          href={fill}
          aria-label={`Log the gap, ${span}`}
          hx-get={fill}
          hx-target="#session-new"
          hx-swap="innerHTML"
        >
          Log
        </LinkButton>
      </div>
    </li>
  )
}
