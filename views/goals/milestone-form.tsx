import {
  descriptionLimit,
  type MilestoneForm,
  type MilestoneRow,
  milestoneLimit,
} from '../../functions/goals/milestones/schema'
import type { GoalRow } from '../../functions/goals/schema'
import type { Draft } from '../../functions/lib/form'
import { Button } from '../ui/button'
import { drafted } from '../ui/draft'
import { Editor } from '../ui/editor'
import { Field } from '../ui/field'
import { Fields } from '../ui/form'
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
        A goal can have at most {milestoneLimit} milestones. Delete one to make room.
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

type EditProps = {
  milestone: MilestoneRow
  draft?: Draft<Record<string, string>>
  /** Edited in its row of the list, not on a page. */
  inPlace: boolean
}

export const EditMilestone = ({ milestone, draft, inPlace }: EditProps) => {
  const { goal_id, id, description, target_date, seq } = milestone
  const rowId = `milestone-${id}`
  const field = drafted({ description, target_date }, draft, rowId)
  return (
    <Editor
      label={`Edit ${description}`}
      url={milestonesPath(goal_id, id)}
      cancel={`/goals/${goal_id}#milestones`}
      seq={draft?.values.seq ?? seq}
      seqErrors={draft?.errors.seq}
      rowId={inPlace ? rowId : undefined}
      rowClass="milestone"
      data-id={id}
    >
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
    </Editor>
  )
}
