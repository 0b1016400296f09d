import type { GoalPageData } from '../../../functions/goals/goals/progress/page'
import { type Outcome, tally } from '../../../functions/goals/goals/progress/periods'
import { outcomeLabels, periodText, recordText } from '../../../functions/goals/goals/progress/text'
import { duration } from '../../../functions/lib/text/format'
import { Badge } from '../../ui/button'
import { DurationCell } from '../../ui/figure'
import { FigureTable } from '../../ui/figure-table'
import { explainPath } from '../../ui/links'
import { Section } from '../../ui/section'
import { Marks } from './progress'

type Props = Pick<GoalPageData, 'record' | 'goal'> & { today: string }

const outcomeLooks = { met: { tone: 'good', icon: 'check' }, missed: { tone: 'bad', icon: 'close' } } as const

const OutcomeState = ({ state }: Pick<Outcome, 'state'>) =>
  state === 'met' || state === 'missed' ? (
    <Badge {...outcomeLooks[state]}>{outcomeLabels[state]}</Badge>
  ) : (
    <span class="grey">{outcomeLabels[state]}</span>
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
      <FigureTable
        caption="Periods of this goal, latest first"
        columns={[
          { label: 'Period', cell: (period) => periodText(period, today) },
          {
            label: 'Target',
            numeric: true,
            cell: ({ target_seconds }) => <td class="num">{duration(target_seconds)}</td>,
          },
          {
            label: 'Tracked',
            numeric: true,
            cell: ({ seconds, ...period }) => (
              <DurationCell
                seconds={seconds}
                href={seconds > 0 ? explainPath(period, `goal-tree:${goal.id}@${period.to}`) : undefined}
              />
            ),
          },
          {
            label: 'Result',
            cell: ({ state }) => (
              <td>
                <OutcomeState state={state} />
              </td>
            ),
          },
        ]}
        rows={record.periods.toReversed()}
      />
    </Section>
  )
}
