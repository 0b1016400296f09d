import { type Axis, type OnClock, placeOn } from '../../../functions/figures/lanes/lane'
import { midnight } from '../../../functions/figures/lanes/moves'
import type { Stretch } from '../../../functions/figures/lanes/use'
import { iso } from '../../../functions/lib/api/values'
import { type Clock, duration } from '../../../functions/lib/text/format'
import { classes } from '../../ui/icon'
import { entryPath } from '../../ui/links'
import { clockWords, lengthClass, timeClass } from './lane'

/** Stretches of so many minutes have room for a word. */
const oneLine = 25

type UsedProps = { used: (Stretch & OnClock)[]; date: string; axis: Axis; zone: string; clock: Clock }

/** App use beside the clock. Each stretch leads to the line of a session with its instants: a clock may show them twice. */
export const Used = ({ used, date, axis, zone, clock }: UsedProps) => {
  if (used.length === 0) return null
  return (
    <ol class="used" aria-label="App use">
      {used.map(({ app, apps, start, end, from, to }) => {
        const y = placeOn(axis, from)
        const height = Math.max(placeOn(axis, to) - y, 5)
        const [started_at = '', ended_at = ''] = [start, end].map(iso)
        const times = [from, to].map((seconds) => clockWords(seconds / 60, clock)).join('-')
        const most = apps.slice(0, 3).map(({ app, seconds }) => `${app} ${duration(seconds)}`)
        return (
          <li class={classes(timeClass(y), lengthClass(height))}>
            <a
              href={entryPath({ started_at, ended_at, time_zone: zone, title: app })}
              data-start={midnight(date) + from}
              data-end={midnight(date) + to}
              title={`${times}: ${most.join(', ')}`}
            >
              <span class="unseen">{times} </span>
              <span class={height < oneLine ? 'unseen' : undefined}>{app}</span>
            </a>
          </li>
        )
      })}
    </ol>
  )
}
