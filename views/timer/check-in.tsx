import type { User } from '../../functions/lib/env'
import { duration } from '../../functions/lib/format'
import type { CheckIn } from '../../functions/timer/unfinished/check-in'
import { Button, LinkButton } from '../ui/button'
import { actionForm, EndButtons, LocalTime } from './end-options'

/** How many ends stand in the bar; the page has them all. */
const barOptionsLimit = 2

type CheckInProps = { asking: CheckIn; user: User; now: number }

/** Asks, in the bar of the timer, whether what runs is still meant to: nothing is ended unasked. */
export const StillWorking = ({ asking: { timer, ends }, user, now }: CheckInProps) => {
  const { clock, time_zone } = user.preferences
  const seconds = Math.floor((now - timer.started_at) / 60_000) * 60
  return (
    <div class="timer-ask">
      <p>
        <b>Still working?</b> Running since{' '}
        <LocalTime at={timer.started_at} time_zone={time_zone} clock={clock} now={now} />, {duration(seconds)}.
      </p>
      <div class="actions">
        <form {...actionForm('bar', '/timer/forgotten/answer')}>
          <input type="hidden" name="where" value="bar" />
          <input type="hidden" name="id" value={timer.id} />
          <input type="hidden" name="seq" value={timer.seq} />
          <Button small>Yes</Button>
        </form>
        <LinkButton small variant="quiet" href={`/timer/forgotten/${timer.id}`}>
          Another time
        </LinkButton>
        <EndButtons session={timer} ends={ends.slice(0, barOptionsLimit)} clock={clock} now={now} where="bar" />
      </div>
    </div>
  )
}
