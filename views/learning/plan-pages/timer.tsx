import type { ListedPlan } from '../../../functions/learning/plans/schema'
import { isDone, isOpen, planPath } from '../../../functions/learning/plans/schema'
import type { ActiveTimer } from '../../../functions/time/timer/queries'
import { titleOf } from '../../time/sessions/words'
import { RunningSince } from '../../time/timer/start-button'
import { StartNext } from './page'

type Props = {
  plan: ListedPlan
  /** The timer that runs, for whatever. */
  timer: ActiveTimer | null
  reader: Parameters<typeof RunningSince>[0]['reader']
}

/** A chunk, as a link to it on the page. */
const ChunkLine = ({ label, id, title }: { label: string; id: string | null; title: string }) => (
  <p>
    <span class="figure-label">{label}</span>
    <a class="row-title" href={id === null ? '#plan-chunks' : `#chunk-${id}`}>
      <bdi>{title}</bdi>
    </a>
  </p>
)

/** The chunk that the timer runs for, or the next one and its start. */
export const PlanTimer = ({ plan, timer, reader }: Props) => (
  <div
    id="plan-timer"
    class="plan-next"
    hx-get={planPath(plan.id, 'timer')}
    hx-trigger="timer-changed from:body"
    hx-target="this"
    hx-swap="outerMorph"
  >
    {timer?.plan_id === plan.id ? (
      <>
        <ChunkLine label="Timer" id={timer.chunk_id} title={titleOf(timer)} />
        <RunningSince startedAt={timer.started_at} reader={reader} />
      </>
    ) : (
      isOpen(plan) &&
      !isDone(plan) &&
      plan.next_title !== null && (
        <>
          <StartNext plan={plan} words="Start timer" />
          <ChunkLine label="Next" id={plan.next_chunk} title={plan.next_title} />
        </>
      )
    )}
  </div>
)
