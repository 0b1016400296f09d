import type { GoalCounts } from '../../../functions/goals/goals/list'

export const Counts = ({ counts: { open, overdue, due_soon, behind } }: { counts: GoalCounts }) => (
  <>
    {open > 0 && `${open} open`}
    {overdue > 0 && (
      <>
        ,{' '}
        <a data-figure={overdue} href="/goals?pace=overdue" class="link bad">
          {overdue} overdue
        </a>
      </>
    )}
    {behind > 0 && (
      <>
        ,{' '}
        <a data-figure={behind} href="/goals?pace=behind" class="link">
          {behind} behind
        </a>
      </>
    )}
    {due_soon > 0 && <>, {due_soon} due soon</>}
  </>
)

/** Number of overdue goals. Responses that change it replace it. */
export const GoalCount = ({ overdueGoals, oob }: { overdueGoals?: number; oob?: boolean }) => (
  <span id="nav-goals" class="count" hx-swap-oob={oob ? 'true' : undefined}>
    {overdueGoals ? `${overdueGoals} overdue` : ''}
  </span>
)

/** Replaces the counts in the list's title and in the navigation. */
export const CountFragments = ({ counts }: { counts: GoalCounts }) => (
  <>
    <p id="goal-counts" hx-swap-oob="true">
      <Counts counts={counts} />
    </p>
    <GoalCount overdueGoals={counts.overdue} oob />
  </>
)
