import { clockWords } from '../../../functions/figures/lanes/clock'
import { type Axis, axisPosition, type ClockTimes } from '../../../functions/figures/lanes/lane'
import { midnight } from '../../../functions/figures/lanes/moves'
import { appNames, type OfferedStretch, type Stretch, splitOf, splitWords } from '../../../functions/figures/lanes/use'
import type { EpochRange } from '../../../functions/figures/lanes/zones'
import { iso } from '../../../functions/lib/api/values'
import type { Clock } from '../../../functions/lib/text/format'
import { classes } from '../../ui/icon'
import { entryPath } from '../../ui/links'
import { lengthClass, timeClass } from './lane'

/** Minimum distance of stretches, in minutes, so that a finger can hit each. */
const least = 30

/** URL parameters of a line that logs app use: times, title and, for several apps, the split. */
export const logUseParams = (apps: Stretch['apps'], { from, to }: EpochRange) => ({
  started_at: iso(from),
  ended_at: iso(to),
  title: appNames(apps),
  ...(apps.length > 1 && { apps: splitWords(apps) }),
})

type UsedProps = {
  used: (OfferedStretch<Stretch> & ClockTimes)[]
  date: string
  axis: Axis
  zone: string
  clock: Clock
}

/**
 * App use next to the clock. A stretch links to the form of a session with its instants, because a clock may show a
 * time twice. A logged stretch links to its sessions.
 */
export const UseLane = ({ used, date, axis, zone, clock }: UsedProps) => {
  if (used.length === 0) return null
  return (
    <ol class="used" aria-label="App use">
      {used.map(({ name, apps, uses, free, logged, start, from, to }) => {
        const y = axisPosition(axis, from)
        const height = Math.max(axisPosition(axis, to) - y, least)
        const times = [from, to].map((seconds) => clockWords(seconds / 60, clock)).join('-')
        const words = (
          <>
            <span class="sr-only">{times} </span>
            <bdi>{name}</bdi>
            {logged && <span class="sr-only"> logged</span>}
          </>
        )
        const title = `${times}: ${splitWords(apps)}${logged ? ' (logged)' : ''}`
        const clockOf = (instant: number) => midnight(date) + from + (instant - start) / 1000
        return (
          <li class={classes(timeClass(y), lengthClass(height))}>
            {free ? (
              <a
                href={entryPath({ ...logUseParams(splitOf({ uses }, free), free), time_zone: zone })}
                data-start={clockOf(free.from)}
                data-end={clockOf(free.to)}
                title={title}
              >
                {words}
              </a>
            ) : (
              <a class="logged" href={logged} title={title}>
                {words}
              </a>
            )}
          </li>
        )
      })}
    </ol>
  )
}
