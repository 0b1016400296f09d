import { type Due, dueOf } from '../../functions/goals/due'
import { kindNames } from '../../functions/goals/labels'
import type { Lateness } from '../../functions/goals/progress/lateness'
import type { GoalWithProgress } from '../../functions/goals/progress/status'
import { latenessText, periodEndText } from '../../functions/goals/progress/text'
import { isOpen, isRecurring } from '../../functions/goals/schema'
import { dayMonth } from '../../functions/lib/format'
import type { LocalNow } from '../../functions/lib/now'
import { Badge } from '../ui/badge'

const icons = { bad: 'alert', warning: 'clock', good: 'check', neutral: undefined } as const

export const DueBadge = ({ text, tone }: Pick<Due, 'text' | 'tone'>) =>
  tone ? (
    <Badge tone={tone} icon={icons[tone]}>
      {text}
    </Badge>
  ) : (
    <span class="grey">{text}</span>
  )

/** A goal's date with its badge; for a recurring goal without a date, the end of its current period. */
export const DueDate = ({ goal, now }: { goal: GoalWithProgress; now: LocalNow }) => {
  const due = dueOf(goal, now)
  const { basis } = goal.progress
  if (due.date === null && basis.from === 'period' && isRecurring(goal) && isOpen(goal.status)) {
    return (
      <>
        <span>{kindNames[goal.kind].toLowerCase()}</span>{' '}
        <span class="grey">{periodEndText({ ...basis.period, kind: goal.kind }, now.today)}</span>
      </>
    )
  }
  if (goal.status === 'cancelled')
    return (
      <>
        {due.date !== null && <time datetime={due.date}>{dayMonth(due.date, now.today)}</time>}{' '}
        <DueBadge text="cancelled" tone={null} />
      </>
    )
  if (due.date === null)
    return <span class="grey">{goal.kind === 'open' ? 'no date' : kindNames[goal.kind].toLowerCase()}</span>
  return (
    <>
      <time datetime={due.date}>{dayMonth(due.date, now.today)}</time> {due.text && <DueBadge {...due} />}
    </>
  )
}

/** `4 months behind` or `on track`. An overdue goal has a badge at its date. */
export const LatenessBadge = ({ lateness }: { lateness: Lateness | null }) => {
  if (lateness === null || lateness.state === 'overdue') return null
  return lateness.state === 'behind' ? (
    <Badge tone="warning" icon="alert">
      {latenessText(lateness)}
    </Badge>
  ) : (
    <Badge tone="good" icon="check">
      {latenessText(lateness)}
    </Badge>
  )
}
