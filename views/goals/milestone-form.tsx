import type { PropsWithChildren } from 'hono/jsx'
import {
  descriptionLimit,
  type MilestoneForm,
  type MilestoneRow,
  milestoneLimit,
} from '../../functions/goals/milestones/schema'
import type { GoalRow } from '../../functions/goals/schema'
import type { Draft } from '../../functions/lib/form'
import { Actions, Button, LinkButton } from '../ui/button'
import { drafted } from '../ui/draft'
import { Field } from '../ui/field'
import { EditForm, ErrorSummary, Fields } from '../ui/form'
import { milestonesPath } from './milestone-actions'

export type MilestoneDraft = Draft<MilestoneForm>

export type MilestoneGoal = Pick<GoalRow, 'id' | 'title' | 'status'>

type AddProps = { goal: MilestoneGoal; draft?: MilestoneDraft; full: boolean }

export const AddMilestone = ({ goal, draft, full }: AddProps) => {
  const url = milestonesPath(goal.id)
  const field = drafted({ description: '', target_date: '' }, draft, 'milestone')
  if (full) {
    return (
      <p class="hint" id="milestone-add">
        A goal has at most {milestoneLimit} milestones. Delete one to make room.
      </p>
    )
  }
  return (
    <form
      class="toolbar"
      id="milestone-add"
      method="post"
      action={url}
      aria-label="New milestone"
      hx-post={url}
      hx-target="this"
      hx-swap="outerHTML"
    >
      <Field
        label="New milestone"
        grow
        required
        maxlength={descriptionLimit}
        dir="auto"
        autocomplete="off"
        {...field('description')}
        data-autofocus
      />
      <Field label="Target date" type="date" {...field('target_date')} />
      <Button icon="plus">Add</Button>
    </form>
  )
}

/** Replaces a row while it is edited; a morph of the list skips it. */
export const EditingMilestone = ({ milestone, children }: PropsWithChildren<{ milestone: MilestoneRow }>) => (
  <li class="milestone editing" id={`milestone-${milestone.id}`} data-id={milestone.id} hx-morph-skip>
    {children}
  </li>
)

type EditProps = {
  milestone: MilestoneRow
  draft?: MilestoneDraft
  /** Edited in its row of the list, not on a page. */
  inPlace: boolean
}

export const EditMilestone = ({ milestone, draft, inPlace }: EditProps) => {
  const url = milestonesPath(milestone.goal_id, milestone.id)
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }
  const { description, target_date } = milestone
  const field = drafted({ description, target_date }, draft, `milestone-${milestone.id}`)
  const form = (
    <EditForm label={`Edit ${description}`} action={url} {...(inPlace && { 'hx-post': url, ...swap })}>
      <ErrorSummary errors={draft?.errors.seq} />
      <input type="hidden" name="seq" value={draft?.values.seq ?? milestone.seq} />
      <Fields>
        <Field
          label="Milestone"
          wide
          required
          maxlength={descriptionLimit}
          dir="auto"
          {...field('description')}
          autofocus={!draft}
          data-autofocus
        />
        <Field label="Target date" type="date" {...field('target_date')} />
      </Fields>
      <Actions>
        <Button variant="primary">Save</Button>
        <LinkButton
          variant="quiet"
          href={`/goals/${milestone.goal_id}#milestones`}
          {...(inPlace && { 'hx-get': url, ...swap })}
        >
          Cancel
        </LinkButton>
      </Actions>
    </EditForm>
  )
  return inPlace ? <EditingMilestone milestone={milestone}>{form}</EditingMilestone> : form
}
