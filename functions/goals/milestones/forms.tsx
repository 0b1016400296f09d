import type { Context } from 'hono'
import { AddMilestone, EditingMilestone, EditMilestone, type MilestoneDraft } from '../../../views/goals/milestone-form'
import { differences } from '../../lib/conflict'
import { submittedText } from '../../lib/form'
import { dayMonth } from '../../lib/format'
import { localNow } from '../../lib/now'
import { wantsFragment } from '../../lib/page'
import { answerStale } from '../../lib/stale'
import type { GoalEnv } from '../load'
import { milestonesPage, readMilestones } from './fragments'
import type { MilestoneEnv } from './load'
import { goalIsFull, type MilestoneForm, type MilestoneRow, type MilestoneValues, milestoneLimit } from './schema'

export const newForm = async (c: Context<GoalEnv>, draft: MilestoneDraft) => {
  if (!wantsFragment(c)) return milestonesPage(c, { draft })
  const full = (await readMilestones(c)).length >= milestoneLimit
  return <AddMilestone goal={c.var.goal} draft={draft} full={full} />
}

/** Answers a new milestone of a goal that has as many as it can have: 422. */
export const rejectNew = async (c: Context<GoalEnv>) => {
  const draft = { values: await submittedText(c), errors: { description: [goalIsFull] } }
  c.status(422)
  return c.render(await newForm(c, draft), { title: c.var.goal.title, heading: true })
}

export const editTitle = 'Edit milestone'

export const editForm = (c: Context<MilestoneEnv>, draft?: MilestoneDraft) => (
  <EditMilestone milestone={c.var.milestone} draft={draft} inPlace={wantsFragment(c)} />
)

/** The fields of a stale edit that differ from the saved milestone. */
export const editDifferences = (c: Context<MilestoneEnv>, edit: MilestoneForm, saved: MilestoneRow) => {
  const { today } = localNow(c.var.user)
  return differences<Pick<MilestoneValues, 'description' | 'target_date'>>(
    { target_date: saved.target_date, ...edit },
    saved,
    {
      description: ['Milestone', (description) => description],
      target_date: ['Target date', (date) => (date ? dayMonth(date, today) : '')],
    },
  )
}

export const milestoneConflict = (
  c: Context<MilestoneEnv>,
  saved: MilestoneRow,
  fields: ReturnType<typeof editDifferences>,
) =>
  answerStale(c, {
    what: 'milestone',
    title: editTitle,
    page: `/goals/${saved.goal_id}/milestones/${saved.id}`,
    saved,
    fields,
    row: (conflict) => <EditingMilestone milestone={saved}>{conflict}</EditingMilestone>,
  })
