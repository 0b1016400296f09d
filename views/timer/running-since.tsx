import { type Clock, clockTime } from '../../functions/lib/format'
import { Button } from '../ui/button'
import { barForm } from './bar-form'

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
