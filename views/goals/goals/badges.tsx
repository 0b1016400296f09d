import type { Due } from '../../../functions/goals/goals/labels'
import type { GoalWithProgress } from '../../../functions/goals/goals/progress/status'
import { latenessText } from '../../../functions/goals/goals/progress/text'
import { Badge } from '../../ui/button'

const icons = { bad: 'alert', warning: 'clock', good: 'check', neutral: undefined } as const

export const DueBadge = ({ text, tone }: Pick<Due, 'text' | 'tone'>) =>
  tone ? (
    <Badge tone={tone} icon={icons[tone]}>
      {text}
    </Badge>
  ) : (
    <span class="grey">{text}</span>
  )

/** Shows `4 months behind` or `on track`. An overdue goal has a badge at its date instead. */
export const LatenessBadge = ({ goal }: { goal: GoalWithProgress }) => {
  const { lateness } = goal.progress
  if (lateness === null || lateness.state === 'overdue') return null
  const tone = lateness.state === 'behind' ? 'warning' : 'good'
  return (
    <Badge tone={tone} icon={tone === 'good' ? 'check' : 'alert'}>
      {latenessText(lateness, goal)}
    </Badge>
  )
}
