import type { ListedPlan } from '../../../functions/learning/plans/schema'
import { isDone, isOpen, planPath } from '../../../functions/learning/plans/schema'
import type { ActiveTimer } from '../../../functions/time/timer/queries'
import { RunningSince } from '../../time/timer/start-button'
import { StartNext } from './page'

type Props = {
  plan: ListedPlan
  /** The timer that runs, for whatever. */
  timer: ActiveTimer | null
  reader: Parameters<typeof RunningSince>[0]['reader']
}

/** Since when the timer runs for the plan, or the start of its next chunk. */
export const PlanTimer = ({ plan, timer, reader }: Props) => (
  <div
    id="plan-timer"
    class="actions"
    hx-get={planPath(plan.id, 'timer')}
    hx-trigger="timer-changed from:body"
    hx-target="this"
    hx-swap="outerMorph"
  >
    {timer?.plan_id === plan.id ? (
      <RunningSince startedAt={timer.started_at} reader={reader} />
    ) : (
      isOpen(plan) && !isDone(plan) && <StartNext plan={plan} words="Start" />
    )}
  </div>
)
