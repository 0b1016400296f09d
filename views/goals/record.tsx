import type { GoalPageData } from '../../functions/goals/progress/page'
import { type Outcome, tally } from '../../functions/goals/progress/periods'
import { outcomeLabels, periodText, recordText } from '../../functions/goals/progress/text'
import { duration } from '../../functions/lib/format'
import { explainPath } from '../links'
import { Badge } from '../ui/badge'
import { DurationCell } from '../ui/figure'
import { Section } from '../ui/section'
import { Table } from '../ui/table'
import { Marks } from './progress'

type Props = Pick<GoalPageData, 'record' | 'goal'> & { today: string }

const looks = { met: { tone: 'good', icon: 'check' }, missed: { tone: 'bad', icon: 'close' } } as const

const State = ({ state }: Pick<Outcome, 'state'>) =>
  state === 'met' || state === 'missed' ? (
    <Badge {...looks[state]}>{outcomeLabels[state]}</Badge>
  ) : (
    <span class="grey">{outcomeLabels[state]}</span>
  )

type RowProps = { period: Outcome; goalId: string; today: string }

/** Counts what was below the goal when the period ended. */
const PeriodRow = ({ period, goalId, today }: RowProps) => (
  <tr>
    <th scope="row">{periodText(period, today)}</th>
    <td class="num">{duration(period.target_seconds)}</td>
    <DurationCell
      seconds={period.seconds}
      href={period.seconds > 0 ? explainPath(period, `goal-tree:${goalId}@${period.to}`) : undefined}
    />
    <td>
      <State state={period.state} />
    </td>
  </tr>
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
      <Table
        caption="Periods of this goal, latest first"
        columns={[
          { label: 'Period' },
          { label: 'Target', numeric: true },
          { label: 'Tracked', numeric: true },
          { label: 'Result' },
        ]}
        dense
      >
        {record.periods.toReversed().map((period) => (
          <PeriodRow period={period} goalId={goal.id} today={today} />
        ))}
      </Table>
    </Section>
  )
}
