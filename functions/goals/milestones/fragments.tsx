import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { AddMilestone, type MilestoneDraft } from '../../../views/goals/milestone-form'
import { MilestoneCount, MilestoneList, Milestones } from '../../../views/goals/milestones'
import type { ToastProps } from '../../../views/ui/toast'
import { localNow } from '../../lib/env'
import { submittedText } from '../../lib/form'
import { notify, respond, wantsFragment } from '../../lib/respond'
import type { GoalEnv } from '../actions'
import * as q from './schema'
import { type MilestoneRow, milestoneLimit } from './schema'

export const readMilestones = <E extends GoalEnv>(c: Context<E>) =>
  q.milestonesOf(c.env.DB, c.var.user.id, c.var.goal.id)

/** Renders the list and its count. A milestone that is being edited stays as it is. */
export const milestoneFragments = <E extends GoalEnv>(c: Context<E>, milestones: MilestoneRow[]) => (
  <>
    <hx-partial hx-target="#milestone-rows" hx-swap="outerMorph">
      <MilestoneList goal={c.var.goal} milestones={milestones} now={localNow(c.var.user)} />
    </hx-partial>
    <MilestoneCount milestones={milestones} oob />
  </>
)

type Change = {
  /** Read again when missing. */
  milestones?: MilestoneRow[]
  toast?: ToastProps
  page?: string
  /** Announced to screen readers. */
  message?: string
  /** True when the form for a new milestone is emptied for the next. */
  added?: boolean
}

/** Answers a write of milestones. The page is told to reload the goal's figures. */
export const milestonesChanged = <E extends GoalEnv>(c: Context<E>, change: Change) => {
  const { goal } = c.var
  const { toast, page = `/goals/${goal.id}#milestones`, message, added } = change
  return respond(c, {
    toast,
    page,
    fragments: async (): Promise<Child> => {
      notify(c, 'goal-changed')
      const milestones = change.milestones ?? (await readMilestones(c))
      const form = <AddMilestone goal={goal} full={milestones.length >= milestoneLimit} />
      // The form appears and disappears at the limit; elsewhere it may hold a draft.
      const isNearLimit = Math.abs(milestones.length - milestoneLimit) <= 1
      return (
        <>
          {added && form}
          {milestoneFragments(c, milestones)}
          {isNearLimit && !added && (
            <hx-partial hx-target="#milestone-add" hx-swap="outerHTML">
              {form}
            </hx-partial>
          )}
          {message && (
            <hx-partial hx-target="#milestone-said" hx-swap="textContent">
              {message}
            </hx-partial>
          )}
        </>
      )
    },
  })
}

type Invalid = { draft?: MilestoneDraft; errors?: string[] }

/** The goal's milestones as a page of its own, for an invalid form without script. */
export const milestonesPage = async <E extends GoalEnv>(c: Context<E>, invalid: Invalid) => (
  <Milestones goal={c.var.goal} milestones={await readMilestones(c)} now={localNow(c.var.user)} {...invalid} />
)

export const newForm = async (c: Context<GoalEnv>, draft: MilestoneDraft) => {
  if (!wantsFragment(c)) return milestonesPage(c, { draft })
  const full = (await readMilestones(c)).length >= milestoneLimit
  return <AddMilestone goal={c.var.goal} draft={draft} full={full} />
}

export const rejectNew = async (c: Context<GoalEnv>, errors: MilestoneDraft['errors']) => {
  const draft = { values: submittedText(c), errors }
  c.status(422)
  return c.render(await newForm(c, draft), { title: c.var.goal.title, heading: true })
}
