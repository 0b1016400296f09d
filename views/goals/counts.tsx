import type { GoalCounts } from '../../functions/goals/queries'
import { GoalCount } from '../shell/navigation'

export const Counts = ({ counts: { open, overdue, due_soon } }: { counts: GoalCounts }) => (
  <>
    {open > 0 ? `${open} open` : 'none open'}
    {overdue > 0 && (
      <>
        , <span class="bad">{overdue} overdue</span>
      </>
    )}
    {due_soon > 0 && (
      <>
        , <span class="warning">{due_soon} due soon</span>
      </>
    )}
  </>
)

/** Replaces the counts of the list's title and of the navigation. */
export const CountFragments = ({ counts }: { counts: GoalCounts }) => (
  <>
    <p id="goal-counts" hx-swap-oob="true">
      <Counts counts={counts} />
    </p>
    <GoalCount openGoals={counts.open} oob />
  </>
)
