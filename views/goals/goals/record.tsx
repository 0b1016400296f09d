import type { Child } from 'hono/jsx'
import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import { type Outcome, tally } from '../../../functions/goals/goals/progress/periods'
import { outcomeLabels, periodText, recordText } from '../../../functions/goals/goals/progress/text'
import { duration } from '../../../functions/lib/format'
import { Badge } from '../../ui/button'
import { DurationCell } from '../../ui/figure'
import { FigureTable } from '../../ui/figure-table'
import { explainPath } from '../../ui/links'
import { Section } from '../../ui/section'
import { Marks } from './progress'

type Props = Pick<GoalPageData, 'record' | 'goal'> & { today: string }

export const outcomeLooks = { met: { tone: 'good', icon: 'check' }, missed: { tone: 'bad', icon: 'close' } } as const

const State = ({ state }: Pick<Outcome, 'state'>) =>
  state === 'met' || state === 'missed' ? (
    <Badge {...outcomeLooks[state]}>{outcomeLabels[state]}</Badge>
  ) : (
    <span class="grey">{outcomeLabels[state]}</span>
  )

type OutcomesProps<One> = {
  caption: string
  /** Head and content of the first column. */
  label: string
  name: (outcome: One) => Child
  outcomes: One[]
  timePath: (outcome: One) => string
}

/** Targets of time with what was tracked when their periods ended. */
export const Outcomes = <One extends Outcome>({ caption, label, name, outcomes, timePath }: OutcomesProps<One>) => (
  <FigureTable
    caption={caption}
    columns={[
      { label, cell: name },
      {
        label: 'Target',
        numeric: true,
        cell: ({ target_seconds }) => <td class="num">{duration(target_seconds)}</td>,
      },
      {
        label: 'Tracked',
        numeric: true,
        cell: (one) => <DurationCell seconds={one.seconds} href={one.seconds > 0 ? timePath(one) : undefined} />,
      },
      {
        label: 'Result',
        cell: ({ state }) => (
          <td>
            <State state={state} />
          </td>
        ),
      },
    ]}
    rows={outcomes}
  />
)

/** The periods of a recurring goal: marks and text in the head, a row for each in the table. */
export const PeriodRecord = ({ record, goal, today }: Props) => {
  if (!record || record.periods.length === 0) return null
  const counted = tally(record.periods, today, record.periods.length)
  return (
    <Section
      id="goal-record"
      title="Record"
      summary={counted ? recordText(counted) : 'no full period has ended yet'}
      aside={counted && <Marks outcomes={counted.counted} />}
    >
      <Outcomes
        caption="Periods of this goal, latest first"
        label="Period"
        name={(period) => periodText(period, today)}
        outcomes={record.periods.toReversed()}
        timePath={(period) => explainPath(period, `goal-tree:${goal.id}@${period.to}`)}
      />
    </Section>
  )
}
