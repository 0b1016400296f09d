import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import type { Outcome } from '../../../functions/goals/goals/progress/periods'
import {
  outcomeLabels,
  periodText,
  reachedText,
  unitOf,
  verdictText,
} from '../../../functions/goals/goals/progress/text'
import type { LocalNow } from '../../../functions/lib/env'
import { plural } from '../../../functions/lib/text/format'
import { Badge } from '../../ui/button'
import { FigureTable } from '../../ui/figure-table'
import { Drawing } from '../../ui/icon'
import { explainPath } from '../../ui/links'
import { OptionalLink } from '../../ui/uses'
import { formatTenths } from '../../ui/week-bars'

type Props = Pick<GoalPageData, 'record' | 'goal'> & { now: LocalNow }

/** Height in px of the bars, and of the whole chart including the marks below them. */
const [height, whole] = [56, 72]

/** If there are fewer periods, their bars are as wide as if there were this many. */
const fewPeriods = 12

const fills: Record<Outcome['state'], string> = {
  met: 'fill',
  missed: 'fill-open',
  open: 'fill-soft',
  skipped: 'fill-soft',
  off: 'fill-soft',
  uncounted: 'fill-soft',
}

export const isPassedOver = ({ state }: Pick<Outcome, 'state'>) => state === 'skipped' || state === 'off'

/** Mark that distinguishes states without colour: a point, a ring or a dash. */
const StateMark = ({ state, x }: { state: Outcome['state']; x: string }) => {
  if (state === 'met') return <circle class="fill" cx={x} cy={whole - 5} r="3" />
  if (state === 'missed') return <circle class="fill-open" cx={x} cy={whole - 5} r="3" />
  return isPassedOver({ state }) ? (
    <text x={x} y={whole - 2} text-anchor="middle">
      –
    </text>
  ) : null
}

/** Bars of the latest periods, each with a mark of its result, and a dashed line at the current target. */
const PeriodBars = ({ periods, target }: { periods: Outcome[]; target: number }) => {
  const top = Math.max(...periods.map(({ reached }) => reached), target) * 1.05
  const tall = (amount: number) => (top > 0 ? Math.max(1, Math.round((height * amount) / top)) : 1)
  const width = 100 / Math.max(periods.length, fewPeriods)
  const states = (['met', 'missed', 'skipped'] as const).map(
    (state) => `${periods.filter((one) => one.state === state).length} ${outcomeLabels[state]}`,
  )
  return (
    <Drawing class="mt-3 h-18" role="img" aria-label={`${plural(periods.length, 'period')}: ${states.join(', ')}`}>
      {periods.map((period, index) => (
        <>
          <rect
            class={fills[period.state]}
            x={formatTenths(index * width)}
            width={formatTenths(width * 0.7)}
            y={height - (isPassedOver(period) ? 4 : tall(period.reached))}
            height={isPassedOver(period) ? 4 : tall(period.reached)}
          />
          <StateMark state={period.state} x={formatTenths((index + 0.35) * width)} />
        </>
      ))}
      <line
        class="stroke-ink"
        x1="0"
        x2="100%"
        y1={height - tall(target)}
        y2={height - tall(target)}
        stroke-dasharray="3 3"
      />
    </Drawing>
  )
}

/** Tally of results: `18 met, 4 missed, 3 skipped`, and the runs of met periods. */
const tallyText = ({ counts, inARow, most }: NonNullable<Props['record']>, unit: string) => {
  const { met, missed, skipped, off } = counts
  return [
    `${met} met`,
    `${missed} missed`,
    skipped > 0 && `${skipped} skipped`,
    off > 0 && `${off} off`,
    `${plural(inARow, unit)} in a row`,
    most > inARow && `longest ${most}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

/** Result of a period: `missed`, or the reason why it was skipped. */
export const OutcomeLabel = ({ state, reason }: Pick<Outcome, 'state' | 'reason'>) => (
  <>
    {outcomeLabels[state]}
    {reason && (
      <>
        {': '}
        <bdi>{reason}</bdi>
      </>
    )}
  </>
)

/** Path to the sessions of a period; undefined for a measure other than time. */
export const reachedPath = (goalId: string, { from, to, rule, reached }: Omit<Outcome, 'state' | 'whole'>) =>
  reached > 0 && rule.measure === 'time' && !rule.counts?.includes('"app')
    ? explainPath({ from, to }, `goal-tree:${goalId}@${to}`)
    : undefined

/** Table of the latest periods, folded. */
export const PeriodTable = ({
  record,
  goal,
  now,
}: { record: NonNullable<Props['record']> } & Omit<Props, 'record'>) => {
  const { today } = now
  return (
    <details>
      <summary class="link">Show as table</summary>
      <FigureTable
        caption="Periods of this goal, latest first"
        columns={[
          { label: 'Period', cell: (period) => periodText(period, today) },
          {
            label: 'Reached',
            numeric: true,
            cell: (period) => (
              <td class="num">
                <OptionalLink href={reachedPath(goal.id, period)} data-figure={period.reached}>
                  {reachedText(
                    period.reached,
                    period.rule.target,
                    { ...unitOf(goal), measure: period.rule.measure, times_of: period.rule.times_of },
                    period.rule.direction,
                  )}
                </OptionalLink>
              </td>
            ),
          },
          {
            label: 'Result',
            cell: (period) => (
              <td class={period.state === 'met' ? undefined : 'grey'}>
                {period.state === 'met' ? (
                  <Badge tone="good" icon="check">
                    {outcomeLabels.met}
                  </Badge>
                ) : (
                  <OutcomeLabel {...period} />
                )}
              </td>
            ),
          },
        ]}
        rows={record.periods.toReversed()}
      />
    </details>
  )
}

/** The latest periods of a recurring goal: bars, a tally and a table. */
export const Periods = ({ record, goal, now }: Props) => {
  const { basis } = goal.progress
  if (!record || record.periods.length === 0) return null
  const hasPast = record.periods.length > 1
  const rule = basis.from === 'period' ? basis.period.rule : record.periods.at(-1)?.rule
  return (
    <>
      {rule && hasPast && <PeriodBars periods={record.periods} target={rule.target} />}
      {rule && hasPast && (
        <p class="hint">
          {verdictText(record.outcomes, goal.unit, now)} {tallyText(record, rule.period)}
        </p>
      )}
      <PeriodTable record={record} goal={goal} now={now} />
    </>
  )
}
