import type { PropsWithChildren } from 'hono/jsx'
import { type MilestoneRow, Move } from '../../functions/goals/milestones/schema'
import { ActLink } from '../ui/button'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { RowActions } from '../ui/rows'

export const milestonesPath = (goalId: string, id?: string) =>
  id === undefined ? `/goals/${goalId}/milestones` : `/goals/${goalId}/milestones/${id}`

type Props = { milestone: MilestoneRow }

const pathOf = ({ goal_id, id }: MilestoneRow, action: string) => `${milestonesPath(goal_id, id)}/${action}`

type ActionProps = PropsWithChildren<Props & { action: 'move' | 'delete'; class?: string }>

const ActionForm = ({ milestone, action, class: name, children }: ActionProps) => {
  const url = pathOf(milestone, action)
  return (
    <form class={name} method="post" action={url} hx-post={url} hx-swap="none">
      {children}
    </form>
  )
}

/**
 * The handle to drag a milestone by. client/row-dragging.ts sends its form when an arrow key, Home or End is pressed on
 * it. Hidden without script.
 */
const Grip = ({ milestone }: Props) => (
  <ActionForm milestone={milestone} action="move" class="grip-form">
    <input type="hidden" name="to" />
    <input type="hidden" name="by" value="grip" />
    <button
      type="button"
      class="act grip"
      id={`milestone-${milestone.id}-grip`}
      data-grip
      aria-label={`Move ${milestone.description}`}
      aria-describedby="milestone-grip-keys"
      title="Drag, or press ↑ or ↓"
    >
      <Icon name="grip" />
    </button>
  </ActionForm>
)

/** The button that marks a milestone as reached, after the grip to move its row by. */
export const Tick = ({ milestone, focused }: Props & { focused?: boolean }) => {
  const reached = milestone.completed_at !== null
  const url = pathOf(milestone, reached ? 'reopen' : 'reach')
  return (
    <div class="milestone-lead">
      <Grip milestone={milestone} />
      <form method="post" action={url} hx-post={url} hx-swap="none">
        <button
          type="submit"
          class="tick"
          id={`milestone-${milestone.id}-reached`}
          aria-label={`Reached: ${milestone.description}`}
          aria-pressed={reached ? 'true' : 'false'}
          title="Reached"
          autofocus={focused || undefined}
        >
          <Icon name="check" />
        </button>
      </form>
    </div>
  )
}

const moveNames: Record<Move, string> = {
  first: 'Move to the top',
  up: 'Move up',
  down: 'Move down',
  last: 'Move to the end',
}

const MoveForm = ({ milestone, to }: Props & { to: Move }) => (
  <ActionForm milestone={milestone} action="move">
    <input type="hidden" name="to" value={to} />
    <button type="submit">
      <Icon name={to === 'first' || to === 'up' ? 'up' : 'down'} />
      {moveNames[to]}
    </button>
  </ActionForm>
)

type PlaceProps = Props & { first: boolean; last: boolean }

export const MilestoneActions = ({ milestone, first, last }: PlaceProps) => (
  <RowActions>
    <ActLink
      icon="edit"
      label={`Edit ${milestone.description}`}
      href={pathOf(milestone, 'edit')}
      hx-get={pathOf(milestone, 'edit')}
      hx-target="closest li"
      hx-swap="outerHTML"
    />
    <Menu label={`More for ${milestone.description}`}>
      {Move.options
        .filter((to) => (to === 'up' || to === 'first' ? !first : !last))
        .map((to) => (
          <MoveForm milestone={milestone} to={to} />
        ))}
      <ActionForm milestone={milestone} action="delete">
        <button type="submit" class="bad">
          <Icon name="trash" />
          Delete
        </button>
      </ActionForm>
    </Menu>
  </RowActions>
)
