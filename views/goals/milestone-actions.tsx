import type { MilestoneRow } from '../../functions/goals/milestones/schema'
import { ActLink } from '../ui/button'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { Grip, Moves } from '../ui/reorder'
import { RowActions } from '../ui/rows'

export const milestonesPath = (goalId: string, id?: string) =>
  id === undefined ? `/goals/${goalId}/milestones` : `/goals/${goalId}/milestones/${id}`

type Props = { milestone: MilestoneRow }

const pathOf = ({ goal_id, id }: MilestoneRow, action: string) => `${milestonesPath(goal_id, id)}/${action}`

/** The button that marks a milestone as reached, after the grip to move its row by. */
export const Tick = ({ milestone }: Props) => {
  const reached = milestone.completed_at !== null
  const url = pathOf(milestone, reached ? 'reopen' : 'reach')
  return (
    <div class="milestone-lead">
      <Grip list="milestone" id={milestone.id} name={milestone.description} url={pathOf(milestone, 'move')} />
      <form method="post" action={url} hx-post={url} hx-swap="none">
        <button
          type="submit"
          class="tick"
          id={`milestone-${milestone.id}-reached`}
          aria-label={`Reached: ${milestone.description}`}
          aria-pressed={reached ? 'true' : 'false'}
          title="Reached"
        >
          <Icon name="check" />
        </button>
      </form>
    </div>
  )
}

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
      <Moves url={pathOf(milestone, 'move')} first={first} last={last} />
      <form method="post" action={pathOf(milestone, 'delete')} hx-post={pathOf(milestone, 'delete')} hx-swap="none">
        <button type="submit" class="bad">
          <Icon name="trash" />
          Delete
        </button>
      </form>
    </Menu>
  </RowActions>
)
