import type { GoalPageView } from '../../functions/goals/progress/page'
import { type Outcome, tally } from '../../functions/goals/progress/periods'
import { periodWords, stateWords, tallyWords } from '../../functions/goals/progress/words'
import { duration } from '../../functions/lib/format'
import { Badge } from '../ui/badge'
import { Duration } from '../ui/figure'
import { Section } from '../ui/section'
import { Table } from '../ui/table'
import { Marks } from './standing'

type Props = Pick<GoalPageView, 'record'> & { today: string }

const State = ({ state }: Pick<Outcome, 'state'>) => {
  if (state === 'met')
    return (
      <Badge tone="good" icon="check">
        {stateWords.met}
      </Badge>
    )
  if (state === 'missed')
    return (
      <Badge tone="bad" icon="close">
        {stateWords.missed}
      </Badge>
    )
  return <span class="grey">{stateWords[state]}</span>
}

const PeriodRow = ({ period, today }: { period: Outcome; today: string }) => (
  <tr>
    <th scope="row">{periodWords(period, today)}</th>
    <td class="num">{duration(period.target_seconds)}</td>
    <td class="num">
      <Duration seconds={period.seconds} />
    </td>
    <td>
      <State state={period.state} />
    </td>
  </tr>
)

/** The record of a goal that starts again each week or month: marks, words, and every period in a table. */
export const PeriodRecord = ({ record, today }: Props) => {
  if (!record || record.shown.length === 0) return null
  const counted = tally(record.shown, today, record.shown.length)
  return (
    <Section
      id="goal-record"
      title="Record"
      summary={counted ? tallyWords(counted) : 'no whole period is over yet'}
      aside={counted && <Marks outcomes={counted.counted} />}
    >
      <Table
        caption="The goal's weeks or months, the latest first"
        columns={[
          { label: 'Period' },
          { label: 'Target', numeric: true },
          { label: 'Tracked', numeric: true },
          { label: 'Result' },
        ]}
        dense
      >
        {record.shown.toReversed().map((period) => (
          <PeriodRow period={period} today={today} />
        ))}
      </Table>
    </Section>
  )
}
