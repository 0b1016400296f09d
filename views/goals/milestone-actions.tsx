import type { PropsWithChildren } from 'hono/jsx'
import type { MilestoneRow, Move } from '../../functions/goals/milestones/schema'
import { ActButton, ActLink } from '../ui/button'
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

/** The button that marks a milestone as reached, after the grip to drag its row by. */
export const Tick = ({ milestone, focused }: Props & { focused?: boolean }) => {
  const reached = milestone.completed_at !== null
  const url = pathOf(milestone, reached ? 'reopen' : 'reach')
  return (
    <div class="milestone-lead">
      <span class="act grip" data-grip aria-hidden="true">
        <Icon name="grip" />
      </span>
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

type MoveProps = Props & { to: Extract<Move, 'up' | 'down'>; atEnd: boolean }

/** At the end of the list the button is disabled for assistive technology only, so that it can keep the focus. */
const MoveButton = ({ milestone, to, atEnd }: MoveProps) => (
  <ActButton
    icon={to}
    label={`Move ${to} ${milestone.description}`}
    id={`milestone-${milestone.id}-${to}`}
    name="to"
    value={to}
    aria-disabled={atEnd ? 'true' : undefined}
  />
)

type PlaceProps = Props & { first: boolean; last: boolean }

const MoveFar = ({ milestone, to, children }: PropsWithChildren<Props & { to: 'first' | 'last' }>) => (
  <ActionForm milestone={milestone} action="move">
    <input type="hidden" name="to" value={to} />
    <button type="submit">
      <Icon name={to === 'first' ? 'up' : 'down'} />
      {children}
    </button>
  </ActionForm>
)

export const MilestoneActions = ({ milestone, first, last }: PlaceProps) => (
  <RowActions>
    <ActionForm milestone={milestone} action="move" class="row-actions">
      <MoveButton milestone={milestone} to="up" atEnd={first} />
      <MoveButton milestone={milestone} to="down" atEnd={last} />
    </ActionForm>
    <ActLink
      icon="edit"
      label={`Edit ${milestone.description}`}
      href={pathOf(milestone, 'edit')}
      hx-get={pathOf(milestone, 'edit')}
      hx-target="closest li"
      hx-swap="outerHTML"
    />
    <Menu label={`More for ${milestone.description}`}>
      {!first && (
        <MoveFar milestone={milestone} to="first">
          Move to the top
        </MoveFar>
      )}
      {!last && (
        <MoveFar milestone={milestone} to="last">
          Move to the end
        </MoveFar>
      )}
      <ActionForm milestone={milestone} action="delete">
        <button type="submit" class="bad">
          <Icon name="trash" />
          Delete
        </button>
      </ActionForm>
    </Menu>
  </RowActions>
)
