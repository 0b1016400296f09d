import type { Lateness } from '../../functions/goals/progress/lateness'
import { latenessText } from '../../functions/goals/progress/text'
import { Badge } from '../ui/badge'

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
