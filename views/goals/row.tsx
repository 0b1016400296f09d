import type { Now } from '../../functions/goals/due'
import type { Entry } from '../../functions/goals/outline'
import { isOpen, type ListedGoal } from '../../functions/goals/schema'
import { categoryNames, kindNames } from '../../functions/goals/words'
import { StartButton } from '../timer/start-button'
import { ActLink } from '../ui/button'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { RowActions, RowMeta, RowTitle } from '../ui/rows'
import { ActionForm, actionsOf } from './actions'
import { DueDate } from './due'
import { MeasureBar, standingParts } from './standing'

/** The goal that a goal is part of. Answers that rename that one replace its title here. */
const PartOf = ({ goal }: { goal: Pick<ListedGoal, 'parent_id' | 'parent_title'> }) =>
  goal.parent_title === null ? null : (
    <a href={`/goals/${goal.parent_id}`}>
      part of <bdi data-goal-title={goal.parent_id}>{goal.parent_title}</bdi>
    </a>
  )

const RowMenu = ({ goal }: { goal: Pick<ListedGoal, 'id' | 'title' | 'status'> }) => (
  <Menu label={`More for ${goal.title}`}>
    {actionsOf(goal).map((action) => (
      <ActionForm goal={goal} action={action} inPlace>
        <button type="submit" class={action.danger ? 'bad' : undefined}>
          <Icon name={action.icon} />
          {action.label}
        </button>
      </ActionForm>
    ))}
  </Menu>
)

export type RowProps = Entry & {
  now: Now
  /** It has just come, and takes the focus. */
  focused?: boolean
}

/** How far in a row is set at most; its level is said in words as well. */
const deepest = 5

/** A goal in a list. The page and every fragment render this one. */
export const Row = ({ goal, depth, now, focused }: RowProps) => (
  <li
    class={depth > 0 ? 'goal child' : 'goal'}
    id={`goal-${goal.id}`}
    data-level={depth > 1 ? Math.min(depth, deepest) : undefined}
  >
    <div>
      {depth > 0 && <span class="unseen">Part, level {depth}: </span>}
      <RowTitle href={`/goals/${goal.id}`} {...(focused && { autofocus: true })}>
        <bdi>{goal.title}</bdi>
      </RowTitle>
      <RowMeta
        parts={[
          ...standingParts(goal, now.today),
          depth === 0 && PartOf({ goal }),
          goal.kind !== 'open' && goal.standing.basis.from !== 'period' && kindNames[goal.kind],
          categoryNames[goal.category],
        ]}
      />
    </div>
    <p class="due">
      <DueDate goal={goal} now={now} />
    </p>
    <MeasureBar goal={goal} />
    <RowActions>
      {isOpen(goal.status) && <StartButton label={`Start: ${goal.title}`} goal_id={goal.id} />}
      <ActLink
        icon="edit"
        label={`Edit ${goal.title}`}
        class="phone-hide"
        href={`/goals/${goal.id}/edit`}
        hx-get={`/goals/${goal.id}/edit`}
        hx-target="closest li"
        hx-swap="outerHTML"
      />
      <RowMenu goal={goal} />
    </RowActions>
  </li>
)
