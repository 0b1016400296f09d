import { dueOf } from '../../../functions/goals/goals/labels'
import type { GoalWithProgress } from '../../../functions/goals/goals/progress/status'
import { todayText } from '../../../functions/goals/goals/progress/text'
import { pathTo } from '../../../functions/lib/http/path-to'
import { InWords } from '../../ui/button'
import { RowTitle, SideHead, TextLink } from '../../ui/section'
import { DueBadge, LatenessBadge } from './badges'
import { NextStep } from './row'

/** Reason why a goal needs something today. */
const Need = ({ goal, today }: { goal: GoalWithProgress; today: string }) => {
  const { lateness } = goal.progress
  const { text, tone } = dueOf(goal, { today })
  if (tone === 'bad') return <DueBadge text={text} tone={tone} />
  if (lateness?.state === 'behind') return <LatenessBadge goal={goal} />
  if (tone) return <DueBadge text={text} tone={tone} />
  return <span class="grey">{todayText(goal)}</span>
}

type Props = { needs: GoalWithProgress[]; openGoals: number; today: string }

/** Goals that need something today, and the number of open goals. */
export const GoalsToday = ({ needs, openGoals, today }: Props) => (
  <section id="needs" aria-labelledby="needs-head">
    <SideHead id="needs-head">
      {needs.length > 0 ? 'Goals to work on' : 'No goals need work today'}{' '}
      <TextLink href="/goals">All {openGoals}</TextLink>
    </SideHead>
    <ul class="needs">
      {needs.map((goal) => (
        <li id={`goal-${goal.id}`}>
          <RowTitle href={pathTo`/goals/${goal.id}`} name={goal.title} />
          <InWords.Provider value={true}>
            <Need goal={goal} today={today} />
          </InWords.Provider>
          <NextStep goal={goal} today={today} />
        </li>
      ))}
    </ul>
  </section>
)
