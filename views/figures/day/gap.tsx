import type { PropsWithChildren } from 'hono/jsx'
import { appNames, type loggableUse } from '../../../functions/figures/lanes/use'
import type { ZoneSpan } from '../../../functions/figures/lanes/zones'
import { iso } from '../../../functions/lib/api/values'
import { type Clock, clockTime, duration } from '../../../functions/lib/text/format'
import { truncateText } from '../../../functions/lib/text/text'
import { daysBetween, localDateTime } from '../../../functions/lib/time/days'
import { maxStartAgeMs } from '../../../functions/time/timer/times'
import { StartButton } from '../../frame/shell/start-button'
import { LinkButton } from '../../ui/button'
import { Duration } from '../../ui/figure'
import { entryPath } from '../../ui/links'
import { logUseParams } from '../lanes/used'

/** Row id of a gap, by its start (epoch ms). It stays the same while a gap up to now grows. */
export const gapId = (from: number) => `gap-${from / 1000}`

/** Formats a gap: `13:00–14:00`, with `+1` if it ends on the next date. */
const gapInWords = ({ from, to, zone }: ZoneSpan, clock: Clock) => {
  const [first = '', last = ''] = [from, to].map((instant) => localDateTime(instant, zone.time_zone).date)
  const later = daysBetween(first, last)
  const [start, end] = [from, to].map((instant) => clockTime(instant, zone.time_zone, clock))
  return `${start}–${end}${later > 0 ? ` +${later}` : ''}`
}

/** Maximum characters of an app’s name on a phone. */
const longestName = 20

type GapProps = {
  /** App use during the gap. */
  use?: ReturnType<typeof loggableUse>
  gap: ZoneSpan
  clock: Clock
  /** True if the gap ends now, so that a timer can start from its beginning. */
  isOpen: boolean
}

type BetweenProps = PropsWithChildren<{ id?: string }>

/** A text row between sessions, with actions at its end. */
export const BetweenRow = ({ id, children }: BetweenProps) => (
  <li class="flex flex-wrap justify-between gap-x-3 gap-y-1 py-0 text-small wrap-anywhere" id={id}>
    {children}
  </li>
)

/**
 * Free time. Its link opens the form of a block in its place. The form gets instants, because a clock may show a time
 * twice.
 */
export const Gap = ({ gap, use, clock, isOpen }: GapProps) => {
  const { from, to, zone } = gap
  const [id, span] = [gapId(from), gapInWords(gap, clock)]
  const block = { started_at: iso(from), ended_at: iso(to), ...zone, day_start_minute: String(zone.day_start_minute) }
  const used = use && { ...block, ...logUseParams(use.apps, use) }
  return (
    <BetweenRow id={id}>
      <p class="grey">
        Gap <Duration seconds={(to - from) / 1000} />, {span}
      </p>
      <div class="actions">
        {isOpen && to - from < maxStartAgeMs && (
          <StartButton label="Start timer from here" words="Start" started_at={iso(from)} small variant="quiet" />
        )}
        {use && used && (
          <LinkButton
            small
            variant="quiet"
            href={entryPath(used)}
            hx-get={entryPath({ ...used, row: id })}
            hx-target={`#${id}`}
            hx-swap="outerHTML"
          >
            <span class="sr-only">Log </span>
            <bdi>{truncateText(appNames(use.apps), longestName)}</bdi> {duration((use.to - use.from) / 1000)}
          </LinkButton>
        )}
        <LinkButton
          small
          variant="quiet"
          icon="plus"
          id={`${id}-log`}
          aria-label={`Log the gap, ${span}`}
          href={entryPath(block)}
          hx-get={entryPath({ ...block, row: id })}
          hx-target={`#${id}`}
          hx-swap="outerHTML"
        >
          Log
        </LinkButton>
      </div>
    </BetweenRow>
  )
}
