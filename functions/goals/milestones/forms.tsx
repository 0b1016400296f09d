import type { Context } from 'hono'
import { AddMilestone, EditingMilestone, EditMilestone, type MilestoneDraft } from '../../../views/goals/milestone-form'
import { differences } from '../../lib/conflict'
import { submittedText } from '../../lib/form'
import { dayMonth } from '../../lib/format'
import { wantsFragment } from '../../lib/page'
import { answerStale } from '../../lib/stale'
import type { Found as FoundGoal } from '../found'
import { nowOf } from '../list'
import { milestonesNow, milestonesPage } from './answers'
import type { Found } from './found'
import { type MilestoneForm, type MilestoneRow, type MilestoneValues, milestoneLimit, noRoom } from './schema'

/** The form for a new milestone as it was filled in, and what is wrong with it. */
export const newForm = async (c: Context<FoundGoal>, draft: MilestoneDraft) => {
  if (!wantsFragment(c)) return milestonesPage(c, { draft })
  const full = (await milestonesNow(c)).length >= milestoneLimit
  return <AddMilestone goal={c.var.goal} draft={draft} full={full} />
}

/** Answers a new milestone that a goal has no room for: 422. */
export const refuseNew = async (c: Context<FoundGoal>) => {
  const errors = { description: [noRoom] }
  c.status(422)
  return c.render(await newForm(c, { values: await submittedText(c), errors }), {
    title: c.var.goal.title,
    heading: true,
  })
}

export const editTitle = 'Edit milestone'

/** The form of a milestone; again, with messages next to its fields, when the input was invalid. */
export const editForm = (c: Context<Found>, draft?: MilestoneDraft) => (
  <EditMilestone milestone={c.var.milestone} draft={draft} inPlace={wantsFragment(c)} />
)

/** In what the values of a stale edit differ from the milestone as it is saved now. */
export const editDifferences = (c: Context<Found>, yours: MilestoneForm, saved: MilestoneRow) => {
  const { today } = nowOf(c.var.user)
  return differences<Pick<MilestoneValues, 'description' | 'target_date'>>(
    { target_date: saved.target_date, ...yours },
    saved,
    {
      description: ['Milestone', (description) => description],
      target_date: ['Target date', (date) => (date ? dayMonth(date, today) : '')],
    },
  )
}

/** A stale edit of a milestone. */
export const stale = (c: Context<Found>, saved: MilestoneRow, fields: ReturnType<typeof editDifferences>) =>
  answerStale(c, {
    what: 'milestone',
    title: editTitle,
    page: `/goals/${saved.goal_id}/milestones/${saved.id}`,
    saved,
    fields,
    row: (conflict) => <EditingMilestone milestone={saved}>{conflict}</EditingMilestone>,
  })
