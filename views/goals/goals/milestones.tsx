import { dueOf } from '../../../functions/goals/goals/labels'
import {
  descriptionLimit,
  goalFullMessage,
  type MilestoneForm,
  type MilestoneRow,
  milestoneKind,
  milestoneLimit,
} from '../../../functions/goals/goals/milestones/schema'
import { type GoalRow, isOpenGoal } from '../../../functions/goals/goals/schema'
import type { LocalNow } from '../../../functions/lib/env'
import type { Draft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth } from '../../../functions/lib/text/format'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { draftFields, Editor, ErrorSummary } from '../../ui/form'
import { ItemActions, Row, TickButton } from '../../ui/item'
import { KindFields } from '../../ui/kind'
import { Grip, MoveMenuItems, ReorderForm, reorderId } from '../../ui/reorder'
import { Fold, RowList, RowName, Section } from '../../ui/section'
import { DueBadge } from './badges'

export const milestonesPath = (goalId: string, id?: string) =>
  id === undefined ? pathTo`/goals/${goalId}/milestones` : pathTo`/goals/${goalId}/milestones/${id}`

export type MilestoneDraft = Draft<MilestoneForm>

type Goal = Pick<GoalRow, 'id' | 'title' | 'status'>

export const AddMilestone = ({ goal, draft }: { goal: Goal; draft?: MilestoneDraft }) => {
  const url = milestonesPath(goal.id)
  const field = draftFields({ description: '', target_date: '' }, draft, 'milestone')
  return (
    <form
      class="toolbar mt-3 mb-0"
      id="milestone-add"
      method="post"
      action={url}
      aria-label="New milestone"
      hx-post={url}
      hx-target="this"
      hx-swap="outerHTML"
      data-lines="milestone-description"
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
  /** True if edited in its row of the list, false on a page of its own. */
  inPlace: boolean
}

export const EditMilestone = ({ milestone, draft, inPlace }: EditProps) => {
  const { goal_id, id, description, seq } = milestone
  const rowId = `milestone-${id}`
  return (
    <Editor
      label={`Edit ${description}`}
      url={milestonesPath(goal_id, id)}
      cancel={pathTo`/goals/${goal_id}#milestones`}
      seq={draft?.values.seq ?? seq}
      seqErrors={draft?.errors.seq}
      rowId={inPlace ? rowId : undefined}
      data-id={id}
    >
      <KindFields kind={milestoneKind} row={milestone} draft={draft} idPrefix={rowId} choices={[]} today="" />
    </Editor>
  )
}

type Context = { goal: Goal; now: LocalNow }

/** Status of a milestone. In an ended goal an open one counts as cancelled, because it is no longer due. */
const statusOf = (milestone: MilestoneRow, goal: Goal) => {
  if (milestone.completed_at !== null) return 'completed'
  return isOpenGoal(goal.status) ? 'in_progress' : 'cancelled'
}

const DueDate = ({ milestone, goal, now }: Context & { milestone: MilestoneRow }) => {
  const due = dueOf({ ...milestone, status: statusOf(milestone, goal) }, now)
  if (due.date === null) return null
  const reached = milestone.completed_at !== null
  return (
    <>
      {reached && 'reached '}
      <time datetime={due.date}>{dayMonth(due.date, now.today)}</time>{' '}
      {due.text && due.text !== 'completed' && <DueBadge {...due} />}
    </>
  )
}

type ItemProps = Context & { milestone: MilestoneRow; first: boolean; last: boolean }

const MilestoneItem = ({ goal, milestone, now, first, last }: ItemProps) => {
  const { id, description, completed_at } = milestone
  const url = milestonesPath(goal.id, id)
  const reached = completed_at !== null
  return (
    <Row
      class={reached ? 'reached' : undefined}
      id={`milestone-${id}`}
      data-id={id}
      mark={
        <>
          <Grip isAside list="milestone" id={id} name={description} />
          <TickButton
            url={`${url}/${reached ? 'reopen' : 'reach'}`}
            id={`milestone-${id}-reached`}
            name={description}
            isDone={reached}
            word="Reached"
          />
        </>
      }
      title={<RowName>{description}</RowName>}
      facts={[DueDate({ goal, milestone, now })]}
      actions={
        <ItemActions url={url} name={description} swapsNothing>
          <MoveMenuItems url={`${url}/move`} first={first} last={last} />
        </ItemActions>
      }
    />
  )
}

const countText = (milestones: MilestoneRow[]) => {
  if (milestones.length === 0) return 'none yet'
  return `${milestones.filter(({ completed_at }) => completed_at !== null).length} of ${milestones.length} reached`
}

type SectionProps = Context & {
  milestones: MilestoneRow[]
  /** Invalid form of a new milestone. */
  draft?: MilestoneDraft
  /** Errors of the last change of the whole list. */
  errors?: string[]
}

/**
 * Milestones of a goal. client/lists/row-dragging.ts lets people drag rows, and submits their order with the form next
 * to the list.
 */
export const Milestones = ({ goal, now, milestones, draft, errors }: SectionProps) => {
  const head = {
    id: 'milestones',
    title: 'Milestones',
    summary: <span id="milestone-count">{countText(milestones)}</span>,
  }
  const content = (
    <>
      <ErrorSummary errors={errors} />
      <RowList
        id="milestone-rows"
        ordered
        data-reorder={reorderId('milestone')}
        rows={milestones}
        item={(milestone, index) => (
          <MilestoneItem
            goal={goal}
            now={now}
            milestone={milestone}
            first={index === 0}
            last={index === milestones.length - 1}
          />
        )}
      />
      <ReorderForm list="milestone" url={`${milestonesPath(goal.id)}/order`} />
      {milestones.length < milestoneLimit ? (
        <AddMilestone goal={goal} draft={draft} />
      ) : (
        <p class="hint mt-3" id="milestone-add">
          {goalFullMessage}
        </p>
      )}
    </>
  )
  return milestones.length > 0 || draft || errors ? (
    <Section {...head}>{content}</Section>
  ) : (
    <Fold {...head}>{content}</Fold>
  )
}
