import { type Due, dueOf, type Now } from '../../functions/goals/due'
import type { ShownGoal } from '../../functions/goals/progress/standing'
import { tillWords } from '../../functions/goals/progress/words'
import { isOpen, isRecurring } from '../../functions/goals/schema'
import { kindNames } from '../../functions/goals/words'
import { dayMonth } from '../../functions/lib/format'
import { Badge } from '../ui/badge'

const icons = { bad: 'alert', warning: 'clock', good: 'check', neutral: undefined } as const

/** How near or how far past a goal's date is. */
export const DueWords = ({ words, tone }: Pick<Due, 'words' | 'tone'>) =>
  tone ? (
    <Badge tone={tone} icon={icons[tone]}>
      {words}
    </Badge>
  ) : (
    <span class="grey">{words}</span>
  )

/** A goal's date, and how near or how far past it is; of one that starts again, till when it goes now. */
export const DueDate = ({ goal, now }: { goal: ShownGoal; now: Now }) => {
  const due = dueOf(goal, now)
  const { basis } = goal.standing
  if (due.date === null && basis.from === 'period' && isRecurring(goal) && isOpen(goal.status)) {
    return (
      <>
        <span>{kindNames[goal.kind].toLowerCase()}</span>{' '}
        <span class="grey">{tillWords({ ...basis.period, kind: goal.kind }, now.today)}</span>
      </>
    )
  }
  if (goal.status === 'cancelled')
    return (
      <>
        {due.date !== null && <time datetime={due.date}>{dayMonth(due.date, now.today)}</time>}{' '}
        <DueWords words="cancelled" tone={null} />
      </>
    )
  if (due.date === null)
    return <span class="grey">{goal.kind === 'open' ? 'no date' : kindNames[goal.kind].toLowerCase()}</span>
  return (
    <>
      <time datetime={due.date}>{dayMonth(due.date, now.today)}</time> {due.words && <DueWords {...due} />}
    </>
  )
}
