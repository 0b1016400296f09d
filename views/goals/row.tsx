import type { Now } from '../../functions/goals/due'
import type { Entry } from '../../functions/goals/outline'
import type { ListedGoal } from '../../functions/goals/schema'
import { categoryNames, kindNames } from '../../functions/goals/words'
import { sessionsPath } from '../links'
import { ActLink } from '../ui/button'
import { Duration } from '../ui/figure'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { Progress } from '../ui/progress'
import { RowActions, RowMeta, RowTitle } from '../ui/rows'
import { ActionForm, actionsOf } from './actions'
import { DueDate } from './due'

/** The time spent on a goal, leading to its sessions. */
export const Tracked = ({ goal }: { goal: Pick<ListedGoal, 'id' | 'tracked_seconds'> }) =>
  goal.tracked_seconds ? (
    <a href={sessionsPath(null, `goal:${goal.id}`)}>
      <Duration seconds={goal.tracked_seconds} /> tracked
    </a>
  ) : null

/** The goal that a goal is part of. Answers that rename that one replace its title here. */
export const PartOf = ({ goal }: { goal: Pick<ListedGoal, 'parent_id' | 'parent_title'> }) =>
  goal.parent_title === null ? null : (
    <a href={`/goals/${goal.parent_id}`}>
      part of <bdi data-goal-title={goal.parent_id}>{goal.parent_title}</bdi>
    </a>
  )

const RowMenu = ({ goal }: { goal: ListedGoal }) => (
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

/** A goal in a list. The page and every fragment render this one. */
export const Row = ({ goal, depth, now, focused }: RowProps) => (
  <li class={depth > 0 ? 'goal child' : 'goal'} id={`goal-${goal.id}`}>
    <div>
      <RowTitle href={`/goals/${goal.id}`} {...(focused && { autofocus: true })}>
        <bdi>{goal.title}</bdi>
      </RowTitle>
      <RowMeta
        parts={[
          Tracked({ goal }),
          depth !== 1 && PartOf({ goal }),
          goal.kind !== 'open' && kindNames[goal.kind],
          categoryNames[goal.category],
        ]}
      />
    </div>
    <p class="due">
      <DueDate goal={goal} now={now} />
    </p>
    <div class="measure">
      <Progress value={goal.progress_percentage} label={`Progress of ${goal.title}`} />
      <span class="num">{goal.progress_percentage}%</span>
    </div>
    <RowActions>
      <ActLink
        icon="edit"
        label={`Edit ${goal.title}`}
        href={`/goals/${goal.id}/edit`}
        hx-get={`/goals/${goal.id}/edit`}
        hx-target="closest li"
        hx-swap="outerHTML"
      />
      <RowMenu goal={goal} />
    </RowActions>
  </li>
)
