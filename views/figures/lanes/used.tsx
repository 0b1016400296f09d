import { type Axis, type OnClock, placeOn } from '../../../functions/figures/lanes/lane'
import { midnight } from '../../../functions/figures/lanes/moves'
import type { Offered, Stretch } from '../../../functions/figures/lanes/use'
import { iso } from '../../../functions/lib/api/values'
import { type Clock, duration } from '../../../functions/lib/text/format'
import { classes } from '../../ui/icon'
import { entryPath } from '../../ui/links'
import { clockWords, lengthClass, timeClass } from './lane'

/** As high as a finger needs, in minutes: the next stretch begins no sooner. */
const least = 30

type UsedProps = { used: (Offered<Stretch> & OnClock)[]; date: string; axis: Axis; zone: string; clock: Clock }

/** App use beside the clock. Each stretch leads to the line of a session with its instants, for a clock may show them twice; one that is logged leads to what tracks it. */
export const Used = ({ used, date, axis, zone, clock }: UsedProps) => {
  if (used.length === 0) return null
  return (
    <ol class="used" aria-label="App use">
      {used.map(({ app, apps, free, logged, start, from, to }) => {
        const y = placeOn(axis, from)
        const height = Math.max(placeOn(axis, to) - y, least)
        const times = [from, to].map((seconds) => clockWords(seconds / 60, clock)).join('-')
        const most = apps.slice(0, 3).map(({ app, seconds }) => `${app} ${duration(seconds)}`)
        const words = (
          <>
            <span class="unseen">{times} </span>
            {app}
            {logged && <span class="unseen"> logged</span>}
          </>
        )
        const title = `${times}: ${most.join(', ')}${logged ? ' (logged)' : ''}`
        const clockOf = (instant: number) => midnight(date) + from + (instant - start) / 1000
        return (
          <li class={classes(timeClass(y), lengthClass(height))}>
            {free ? (
              <a
                href={entryPath({ started_at: iso(free.from), ended_at: iso(free.to), time_zone: zone, title: app })}
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
