import type { Outcome, Tally } from '../../functions/goals/progress/periods'
import type { ShownGoal } from '../../functions/goals/progress/standing'
import { forecastWords, measureWords, needsWords, tallyWords } from '../../functions/goals/progress/words'
import { isRecurring } from '../../functions/goals/schema'
import { sessionsPath } from '../links'
import { Duration } from '../ui/figure'
import { Icon } from '../ui/icon'
import { Progress } from '../ui/progress'

type Props = { goal: ShownGoal }

/** A bar of how far a goal has come, and the same in a word. */
export const MeasureBar = ({ goal }: Props) => (
  <div class="measure">
    <Progress value={goal.standing.progress} label={`Progress of ${goal.title}`} />
    <span class="num">{measureWords(goal.standing)}</span>
  </div>
)

/** Where the sessions behind a goal's time are listed: its own, or on its page with those of its parts. */
export const trackedHref = ({ id, standing }: ShownGoal) =>
  standing.own_seconds === standing.seconds ? sessionsPath(null, `goal:${id}`) : `/goals/${id}#goal-sessions`

/** The time spent on a goal and its parts, leading to its sessions. */
export const Tracked = ({ goal }: Props) =>
  goal.standing.seconds > 0 ? (
    <a href={trackedHref(goal)}>
      <Duration seconds={goal.standing.seconds} /> tracked
    </a>
  ) : null

/** A mark for each period that counts: whether it was met or missed. The words beside them say it too. */
export const Marks = ({ outcomes }: { outcomes: Outcome[] }) => (
  <span class="periods" aria-hidden="true">
    {outcomes.map(({ state }) => (
      <span class={state === 'met' ? 'good' : 'bad'}>
        <Icon name={state === 'met' ? 'check' : 'close'} />
      </span>
    ))}
  </span>
)

export const Record = ({ record }: { record: Tally }) => (
  <>
    {tallyWords(record)} <Marks outcomes={record.counted} />
  </>
)

/** How much a goal needs a day; nothing where it needs none. */
export const Needs = ({ goal }: Props) => {
  const needs = needsWords(goal.standing.pace)
  return needs && <span title={needs.exact}>{needs.words}</span>
}

/** What a row says of where its goal stands. */
export const standingParts = (goal: ShownGoal, today: string) => {
  const { basis, pace, record } = goal.standing
  return [
    Tracked({ goal }),
    basis.from === 'parts' && `from ${basis.parts} ${basis.parts === 1 ? 'part' : 'parts'}`,
    record && isRecurring(goal) && Record({ record }),
    Needs({ goal }),
    forecastWords(pace, today),
  ]
}
