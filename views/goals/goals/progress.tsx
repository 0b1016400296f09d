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
import { pathTo } from '../../../functions/lib/http/path-to'
import { duration } from '../../../functions/lib/text/format'
import { Count, Duration, FigureLine, Spark } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { explainPath, sessionsPath } from '../../ui/links'
import { Linked } from '../../ui/uses'

type Props = { goal: GoalWithProgress }

/** The time of the current period opens its sessions, everything else the goal's page, which says where it is from. */
const Measured = ({ goal }: Props) => {
  const { basis, percent, seconds, own_seconds } = goal.progress
  const isTime = basis.from === 'period' && basis.period.seconds > 0
  const href = isTime
    ? explainPath(basis.period, treeSubject(goal.id, { seconds, own_seconds }))
    : pathTo`/goals/${goal.id}#goal-progress`
  return (
    <Linked href={href} data-figure={isTime ? basis.period.seconds : percent}>
      {basis.from === 'period' ? (
        <>
          {duration(basis.period.seconds)} <span class="whole">of {duration(basis.period.target_seconds)}</span>
        </>
      ) : (
        progressText(goal.progress)
      )}
    </Linked>
  )
}

/** Where a goal should stand today, in percent; an overdue one at its end. */
const dueToday = ({ progress: { lateness } }: GoalWithProgress) =>
  lateness && lateness.state !== 'overdue' && lateness.due >= 0.5 ? lateness.due : undefined

/** A bar with a mark where it should stand today. */
const Bar = ({ goal, label }: Props & { label?: string }) => (
  <Spark max={100} parts={[{ value: goal.progress.percent }]} target={dueToday(goal)} label={label} />
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
  const { percent } = goal.progress
  const due = dueToday(goal)
  return (
    <>
      <FigureLine>
        <Count value={percent} unit="%" />
        {due !== undefined && percent < 100 && <span class="grey">{Math.round(due)} % by today to be on time</span>}
      </FigureLine>
      <Bar goal={goal} label={`Progress of ${goal.title}: ${percent} %`} />
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
    <Linked href={trackedHref(goal)} data-figure={goal.progress.seconds}>
      <Duration seconds={goal.progress.seconds} /> tracked
    </Linked>
  ) : null

/** Its steps stand beside the bar where they are its progress. */
const StepsAndTime = ({ goal }: Props) => {
  const text = stepsAndTimeText(goal.progress, goal.progress.basis.from === 'time')
  if (text === null) return null
  return goal.progress.seconds > 0 ? (
    <Linked href={trackedHref(goal)} data-figure={goal.progress.seconds}>
      {text}
    </Linked>
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

/** The pace of a goal, and what was done for it so far. */
export const progressParts = (goal: GoalWithProgress, today: string) => {
  const { record } = goal.progress
  return [
    Needs({ goal, today }) ?? forecastText(goal, today),
    record && isRecurring(goal) ? Record({ record }) : (StepsAndTime({ goal }) ?? Tracked({ goal })),
  ]
}
