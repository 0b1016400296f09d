import { dueOf } from '../../../functions/goals/goals/labels'
import type { GoalWithProgress } from '../../../functions/goals/goals/progress/status'
import { pathTo } from '../../../functions/lib/http/path-to'
import { durationLeft } from '../../../functions/lib/text/format'
import { RowTitle, TextLink } from '../../ui/section'
import { DueBadge, LatenessBadge } from './figures'

/** Why a goal needs something today. */
const Need = ({ goal, today }: { goal: GoalWithProgress; today: string }) => {
  const { lateness, pace } = goal.progress
  const { text, tone } = dueOf(goal, { today })
  if (tone === 'bad') return <DueBadge text={text} tone={tone} />
  if (lateness?.state === 'behind') return <LatenessBadge lateness={lateness} />
  if (tone) return <DueBadge text={text} tone={tone} />
  return <span class="grey">{pace?.needs ? `${durationLeft(pace.needs)} today` : ''}</span>
}

type Props = { needs: GoalWithProgress[]; openGoals: number; today: string }

/** Goals that need something today, and how many are open. */
export const GoalsToday = ({ needs, openGoals, today }: Props) => (
  <section id="needs" aria-labelledby="needs-head">
    <h2 class="mini" id="needs-head">
      {needs.length > 0 ? 'Goals that need something' : 'No goal needs something'}{' '}
      <TextLink href="/goals">All {openGoals}</TextLink>
    </h2>
    <ul class="needs">
      {needs.map((goal) => (
        <li id={`goal-${goal.id}`}>
          <RowTitle href={pathTo`/goals/${goal.id}`} name={goal.title} />
          <Need goal={goal} today={today} />
        </li>
      ))}
    </ul>
  </section>
)
