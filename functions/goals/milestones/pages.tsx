import { EditMilestone } from '../../../views/goals/milestone-form'
import { EditingRow } from '../../../views/ui/editor'
import { dayMonth } from '../../lib/format'
import { localNow } from '../../lib/now'
import { cameFrom, wantsFragment } from '../../lib/page'
import type { RowPages } from '../../lib/resource/pages'
import type { GoalEnv } from '../actions'
import { milestoneFragments, milestonesChanged, readMilestones } from './fragments'
import { type EditedMilestone, MilestoneForm, type MilestoneRow, milestoneLimit } from './schema'

const hrefOf = ({ goal_id, id }: MilestoneRow) => `/goals/${goal_id}/milestones/${id}`

export const milestonePages: RowPages<EditedMilestone, GoalEnv> = {
  edit: MilestoneForm,
  titleOf: () => 'milestone',
  hrefOf,
  described: (c) => {
    const { today } = localNow(c.var.user)
    return {
      description: ['Milestone', (description) => description],
      target_date: ['Target date', (date) => (date ? dayMonth(date, today) : '')],
    }
  },
  editForm: (c, row, draft) => <EditMilestone milestone={row} draft={draft} inPlace={wantsFragment(c)} />,
  editingRow: ({ id }, content) => (
    <EditingRow id={`milestone-${id}`} class="milestone" data-id={id}>
      {content}
    </EditingRow>
  ),
  show: async (c, { goal_id, id }) =>
    wantsFragment(c)
      ? c.render(milestoneFragments(c, await readMilestones(c)))
      : c.redirect(`/goals/${goal_id}#milestone-${id}`, 303),
  answer: async (c, { action, before }) => {
    if (action === 'restore') {
      const page = cameFrom(c, `/goals/${c.var.goal.id}`)
      return milestonesChanged(c, { toast: { message: 'Milestone restored' }, page })
    }
    if (action !== 'delete' || !before) return milestonesChanged(c, {})
    const toast = { message: 'Milestone deleted', undo: `${hrefOf(before)}/restore` }
    return milestonesChanged(c, { toast })
  },
  restoreRefused: {
    status: 409,
    code: 'milestones_full',
    title: 'Milestone limit reached',
    detail: `A goal can have at most ${milestoneLimit} milestones. Delete one, then restore this one again.`,
  },
}
