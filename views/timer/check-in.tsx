import type { User } from '../../functions/lib/env'
import { duration } from '../../functions/lib/format'
import type { CheckIn } from '../../functions/timer/unfinished/check-in'
import { Button, LinkButton } from '../ui/button'
import { actionForm, EndButtons, LocalTime } from './end-options'

/** The bar shows this many end options; the page shows all. */
const barOptionsLimit = 2

type CheckInProps = { checkIn: CheckIn; user: User; now: number }

/** Asks in the timer's bar whether it is still meant to run: nothing ends by itself. */
export const StillWorking = ({ checkIn: { timer, ends }, user, now }: CheckInProps) => {
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
