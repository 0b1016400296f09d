import { type Clock, clockTime } from '../../../functions/lib/format'
import { Button } from '../../ui/button'

/** Id of the dialog in switch.tsx. */
export const switchDialog = 'timer-switch'

/** Attributes of a form whose answer replaces the bar, with the changed regions of the list. */
export const barForm = (url: string) => ({
  method: 'post' as const,
  action: url,
  'hx-post': url,
  'hx-target': '#timer',
  'hx-swap': 'outerMorph',
})

type Props = { startedAt: number; reader: { time_zone: string; clock: Clock } }

/** On the page of what the timer runs for: since when it runs (epoch ms), and Stop. */
export const RunningSince = ({ startedAt, reader }: Props) => (
  <>
    <span class="grey">
      Running since{' '}
      <time datetime={new Date(startedAt).toISOString()}>{clockTime(startedAt, reader.time_zone, reader.clock)}</time>
    </span>
    <form {...barForm('/timer/stop')}>
      <Button icon="stop">Stop</Button>
    </form>
  </>
)
