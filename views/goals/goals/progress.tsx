import type { Outcome, Tally } from '../../../functions/goals/goals/progress/periods'
import type { GoalWithProgress } from '../../../functions/goals/goals/progress/status'
import {
  forecastText,
  paceText,
  progressText,
  recordText,
  stepsAndTimeText,
} from '../../../functions/goals/goals/progress/text'
import { isRecurring } from '../../../functions/goals/goals/schema'
import { planPath } from '../../../functions/learning/plans/schema'
import { duration } from '../../../functions/lib/format'
import { Count, Duration, FigureLine, Spark } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { explainPath, sessionsPath } from '../../ui/links'
import { NameLink } from '../../ui/section'

type Props = { goal: GoalWithProgress }

/** The time of the current period opens its sessions, everything else the goal's page, which says where it is from. */
const Measured = ({ goal }: Props) => {
  const { basis, percent, seconds, own_seconds } = goal.progress
  const isTime = basis.from === 'period' && basis.period.seconds > 0
  const href = isTime
    ? explainPath(basis.period, treeSubject(goal.id, { seconds, own_seconds }))
    : `/goals/${goal.id}#goal-progress`
  return (
    <a href={href} data-figure={isTime ? basis.period.seconds : percent}>
      {basis.from === 'period' ? (
        <>
          {duration(basis.period.seconds)} <span class="whole">of {duration(basis.period.target_seconds)}</span>
        </>
      ) : (
        progressText(goal.progress)
      )}
    </a>
  )
}

/** A bar with a mark where it should stand today. */
const Bar = ({ goal: { title, progress } }: Props) => (
  <Spark
    max={100}
    parts={[{ value: progress.percent }]}
    target={progress.lateness && progress.lateness.due >= 0.5 ? progress.lateness.due : undefined}
    label={`Progress of ${title}: ${progress.percent} %`}
  />
)

/** The bar of a row, with its percentage or amount beside it. */
export const MeasureBar = ({ goal }: Props) => (
  <div class="measure">
    <Bar goal={goal} />
    <b>
      <Measured goal={goal} />
    </b>
  </div>
)

/** The bar of a goal's page under its percentage. */
export const GoalBar = ({ goal }: Props) => {
  const { percent, lateness } = goal.progress
  return (
    <>
      <FigureLine>
        <Count value={percent} unit="%" />
        {lateness && lateness.state !== 'overdue' && percent < 100 && lateness.due >= 0.5 && (
          <span class="grey">{Math.round(lateness.due)} % by today to be on time</span>
        )}
      </FigureLine>
      <Bar goal={goal} />
    </>
  )
}

/** The goal with its subgoals, or the goal alone where these have no time. */
export const treeSubject = (id: string, { seconds, own_seconds }: { seconds: number; own_seconds: number }) =>
  own_seconds === seconds ? `goal:${id}` : `goal-tree:${id}`

/** Everything that counts for the goal: its own sessions and those of its subgoals. */
export const trackedHref = ({ id, progress }: GoalWithProgress) => sessionsPath(null, treeSubject(id, progress))

const Tracked = ({ goal }: Props) =>
  goal.progress.seconds > 0 ? (
    <a href={trackedHref(goal)} data-figure={goal.progress.seconds}>
      <Duration seconds={goal.progress.seconds} /> tracked
    </a>
  ) : null

const StepsAndTime = ({ goal }: Props) => {
  const text = stepsAndTimeText(goal.progress)
  if (text === null) return null
  return goal.progress.seconds > 0 ? (
    <a href={trackedHref(goal)} data-figure={goal.progress.seconds}>
      {text}
    </a>
  ) : (
    <span>{text}</span>
  )
}

/** A mark for each period, for the eye alone: the text beside it says how many were met. */
export const Marks = ({ outcomes }: { outcomes: Outcome[] }) => (
  <span class="periods" aria-hidden="true">
    {outcomes.map(({ state }) => (
      <span class={state === 'met' ? 'good' : 'bad'}>
        <Icon name={state === 'met' ? 'check' : 'close'} />
      </span>
    ))}
  </span>
)

const Record = ({ record }: { record: Tally }) => (
  <>
    {recordText(record)} <Marks outcomes={record.counted} />
  </>
)

const Needs = ({ goal, today }: Props & { today: string }) => {
  const needs = paceText(goal.progress.pace, goal, today)
  return (
    needs && (
      <span title={needs.exact}>
        {needs.text} {needs.note}
      </span>
    )
  )
}

type Plan = Extract<GoalWithProgress['progress']['basis'], { from: 'plan' }>

const FromPlan = ({ id, title, deleted }: Plan) =>
  deleted ? (
    <span>
      from the deleted plan <bdi>{title}</bdi>
    </span>
  ) : (
    <span>
      from <NameLink href={planPath(id)} name={title} />
    </span>
  )

export const progressParts = (goal: GoalWithProgress, today: string) => {
  const { basis, record } = goal.progress
  return [
    StepsAndTime({ goal }) ?? Tracked({ goal }),
    Needs({ goal, today }),
    basis.from === 'parts' && `from ${basis.parts} ${basis.parts === 1 ? 'subgoal' : 'subgoals'}`,
    basis.from === 'plan' && FromPlan(basis),
    record && isRecurring(goal) && Record({ record }),
    forecastText(goal, today),
  ]
}
