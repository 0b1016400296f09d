import type { GoalWithProgress } from '../../../functions/goals/goals/progress/status'
import {
  barTargetText,
  forecastText,
  paceText,
  periodEndText,
  progressText,
  recordText,
  stepsAndTimeText,
} from '../../../functions/goals/goals/progress/text'
import { isRecurring } from '../../../functions/goals/goals/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { Count, Duration, Figure, FigureLine, Gauge, Spark } from '../../ui/figure'
import { sessionsPath } from '../../ui/links'
import { RowMeta } from '../../ui/section'
import { OptionalLink } from '../../ui/uses'
import { LatenessBadge } from './badges'
import { reachedPath } from './periods'

type Props = { goal: GoalWithProgress }

/**
 * Measured amount of a goal. Time of the current period links to its sessions, any other amount to the goal's page,
 * which explains it.
 */
const Measured = ({ goal }: Props) => {
  const { basis, percent } = goal.progress
  const period = basis.from === 'period' ? basis.period : null
  const path = period && reachedPath(goal.id, period)
  const [reached = '', whole] = progressText(goal).split(' of ')
  return (
    <OptionalLink
      href={path || pathTo`/goals/${goal.id}#goal-progress`}
      data-figure={period?.rule.measure === 'time' ? period.reached : percent}
    >
      {reached}
      {whole && <span class={period || basis.from === 'times' ? '@max-lg:hidden' : undefined}> of {whole}</span>}
    </OptionalLink>
  )
}

/** Percentage that a goal should have reached today; undefined if it is overdue or has no pace. */
const dueToday = ({ progress: { lateness } }: GoalWithProgress) =>
  lateness && lateness.state !== 'overdue' && lateness.due >= 0.5 ? lateness.due : undefined

/** Parts of a target's bar. If the target is a maximum, the excess is hatched. */
const partsOf = ({ progress: { basis, percent } }: GoalWithProgress) => {
  if (basis.from !== 'period' || basis.period.rule.direction === 'at_least') return [{ value: percent }]
  const over = basis.period.reached - basis.period.rule.target
  const share = over > 0 ? Math.min(50, (100 * over) / basis.period.reached) : 0
  return [{ value: Math.min(percent, 100 - share) }, ...(share > 0 ? [{ value: share, tone: 'over' as const }] : [])]
}

/** A bar, with a mark at the percentage that should be reached today. */
const Bar = ({ goal, label }: Props & { label?: string }) => (
  <Spark max={100} parts={partsOf(goal)} target={dueToday(goal)} label={label} />
)

/** Bar of a row, with its percentage or amount next to it. */
export const MeasureBar = ({ goal }: Props) => (
  <Gauge bar={<Bar goal={goal} />}>
    <b>
      <Measured goal={goal} />
    </b>
  </Gauge>
)

/** Main figure of a goal's page: the amount of this period, else the percentage. */
const Hero = ({ goal }: Props) => {
  const { basis, percent } = goal.progress
  if (basis.from === 'value') return <Count hero value={basis.now} unit={goal.unit ?? undefined} />
  if (basis.from === 'times') return <Count hero value={basis.reached} unit={goal.unit ?? undefined} />
  if (basis.from !== 'period') return <Count hero value={percent} unit="%" />
  const { period } = basis
  const href = reachedPath(goal.id, period)
  return period.rule.measure === 'time' ? (
    <Figure hero seconds={period.reached} href={href} />
  ) : (
    <Count hero value={period.reached} unit={goal.unit ?? undefined} />
  )
}

/** Progress of a goal on its page: main figure, remaining amount and bar. */
export const GoalBar = ({ goal, today }: Props & { today: string }) => {
  const { percent, basis } = goal.progress
  const due = dueToday(goal)
  const isPeriod = basis.from === 'period'
  return (
    <>
      <FigureLine>
        <Hero goal={goal} />
        <span class="grey">
          <RowMeta
            parts={[
              barTargetText(goal),
              isPeriod && Needs({ goal, today }),
              isPeriod && periodEndText(basis.period, today),
              !isPeriod && due !== undefined && percent < 100 && `${Math.round(due)} % by today to be on time`,
            ]}
          />
        </span>
        <LatenessBadge goal={goal} />
      </FigureLine>
      <Bar goal={goal} label={`Progress of ${goal.title}: ${percent} %`} />
    </>
  )
}

/**
 * Subject of everything that counts for the goal and its subgoals; of only the goal's sessions if there are no others.
 */
export const treeSubject = (id: string, { seconds, own_seconds }: { seconds: number; own_seconds: number }) =>
  own_seconds === seconds ? `goal:${id}` : `goal-tree:${id}`

/** Link to all sessions that count for the goal: its own and those of its subgoals. */
export const trackedHref = ({ id, progress }: GoalWithProgress) => sessionsPath(null, treeSubject(id, progress))

const Tracked = ({ goal }: Props) =>
  goal.progress.seconds > 0 ? (
    <OptionalLink href={trackedHref(goal)} data-figure={goal.progress.seconds}>
      <Duration seconds={goal.progress.seconds} /> tracked
    </OptionalLink>
  ) : null

/** Steps and time below the bar; steps are left out if they already are the progress. */
const StepsAndTime = ({ goal }: Props) => {
  const text = stepsAndTimeText(goal.progress, goal.progress.basis.from === 'time')
  if (text === null) return null
  return goal.progress.seconds > 0 ? (
    <OptionalLink href={trackedHref(goal)} data-figure={goal.progress.seconds}>
      {text}
    </OptionalLink>
  ) : (
    <span>{text}</span>
  )
}

const Needs = ({ goal, today }: Props & { today: string }) => {
  const needs = paceText(goal, today)
  if (!needs) return null
  const words = [needs.text, needs.note].filter(Boolean).join(' ')
  // A narrow row shows only today's part.
  const [, before, each, behind] = /^(.+, |)(.+?)( on each of .+| to finish on time)$/.exec(words) ?? []
  return (
    <span title={needs.exact}>
      {before && <span class="@max-lg:hidden">{before}</span>}
      {each ? <span class={before && '@max-lg:after:content-["_today"]'}>{each}</span> : words}
      {behind && <span class="@max-lg:hidden">{behind}</span>}
    </span>
  )
}

/** Pace of a goal, and its record up to now. */
export const progressParts = (goal: GoalWithProgress, today: string) => {
  const { record } = goal.progress
  return [
    Needs({ goal, today }) ?? forecastText(goal, today),
    record && isRecurring(goal) ? recordText(record) : (StepsAndTime({ goal }) ?? Tracked({ goal })),
  ]
}
