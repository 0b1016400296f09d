import { clockTime, duration } from '../../../functions/lib/text/format'
import { barForm } from '../../frame/shell/start-button'
import { Button, Notice } from '../../ui/button'
import { TextLink } from '../../ui/section'
import type { SessionReader } from '../sessions/row'

type Props = {
  /** Null if the timer no longer runs. Times are epoch ms. */
  idle: { id: string; from: number; to: number } | null
  reader: SessionReader
  errors: string[]
}

/** Asks about idle time, which is never removed without asking. client/timer/idle.ts shows the question. */
export const IdleQuestion = ({ idle, reader: { time_zone, clock }, errors }: Props) => {
  if (!idle) {
    return (
      <section class="banner" id="timer-idle" aria-label="Idle time">
        <Notice>
          <p>
            That timer is no longer running. <TextLink href="/sessions">Sessions</TextLink>
          </p>
        </Notice>
      </section>
    )
  }
  const at = (instant: number) => clockTime(instant, time_zone, clock)
  const length = duration(Math.floor((idle.to - idle.from) / 60_000) * 60)
  return (
    <section class="banner" id="timer-idle" aria-label="Idle time" role="alert">
      <Notice>
        <div class="words">
          <p>
            <b>
              You were idle from {at(idle.from)} to {at(idle.to)}.
            </b>{' '}
            The timer kept running for {length}.
          </p>
          {errors.map((error) => (
            <p class="error">{error}</p>
          ))}
        </div>
        <form class="actions" {...barForm('/timer/idle')}>
          <input type="hidden" name="id" value={idle.id} />
          <input type="hidden" name="from" value={idle.from} />
          <input type="hidden" name="to" value={idle.to} />
          <Button small name="answer" value="keep">
            Keep
          </Button>
          <Button small name="answer" value="remove">
            Remove {length}
          </Button>
          <Button small name="answer" value="stop">
            Stop at {at(idle.from)}
          </Button>
        </form>
      </Notice>
    </section>
  )
}

/** Removes the answered question. */
export const IdleDone = () => <hx-partial hx-target="#timer-idle" hx-swap="delete" />
