import type { PropsWithChildren } from 'hono/jsx'
import type { ParentChoice } from '../../functions/goals/queries'
import {
  descriptionLimit,
  type GoalForm,
  type GoalRow,
  type GoalValues,
  newGoalValues,
  titleLimit,
} from '../../functions/goals/schema'
import { categoryNames, kindNames, statusNames } from '../../functions/goals/words'
import type { Draft } from '../../functions/lib/form'
import { Actions, Button, LinkButton } from '../ui/button'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { EditForm, ErrorSummary, Fields } from '../ui/form'

export type GoalDraft = Draft<GoalForm>

type FieldsProps = { values: GoalValues; draft?: GoalDraft; choices: ParentChoice[]; idPrefix: string }

const parentOptions = (choices: ParentChoice[]) => [
  { value: '', label: 'No other goal' },
  ...choices.map(({ id, title, deleted }) => ({ value: id, label: deleted ? `${title} (deleted)` : title })),
]

/** What a person fills in: as typed, else as it is. */
const GoalFields = ({ values, draft, choices, idPrefix }: FieldsProps) => {
  const field = drafted(values, draft, idPrefix)
  return (
    <Fields>
      <Field
        label="Title"
        wide
        required
        maxlength={titleLimit}
        dir="auto"
        {...field('title')}
        autofocus={!draft}
        data-autofocus
      />
      <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />
      <Select label="Category" options={optionsOf(categoryNames)} {...field('category')} />
      <Select label="Kind" options={optionsOf(kindNames)} {...field('kind')} />
      <Field label="Start" type="date" {...field('start_date')} />
      <Field label="Target date" type="date" wide {...field('target_date')} />
      <Select label="Part of" options={parentOptions(choices)} {...field('parent_id')} />
      <Field
        label="Progress, percent"
        type="number"
        min={0}
        max={100}
        step={1}
        hint={values.status === 'completed' ? 'A completed goal stands at 100' : undefined}
        {...field('progress_percentage')}
      />
      <Field
        label="Description"
        type="textarea"
        wide
        maxlength={descriptionLimit}
        dir="auto"
        {...field('description')}
      />
    </Fields>
  )
}

type EditProps = {
  goal: GoalRow
  draft?: GoalDraft
  choices: ParentChoice[]
  /** In the goal's row, which the answer takes the place of; else on a page. */
  inPlace: boolean
}

/** A goal while it is edited; again, with messages, when the input was invalid. */
export const EditGoal = ({ goal, draft, choices, inPlace }: EditProps) => {
  const url = `/goals/${goal.id}`
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }
  const form = (
    <EditForm label={`Edit ${goal.title}`} action={url} {...(inPlace && { 'hx-post': url, ...swap })}>
      <ErrorSummary errors={draft?.errors.seq} />
      <input type="hidden" name="seq" value={draft?.values.seq ?? goal.seq} />
      <GoalFields values={goal} draft={draft} choices={choices} idPrefix={`goal-${goal.id}`} />
      <Actions>
        <Button variant="primary">Save</Button>
        <LinkButton variant="quiet" href={url} {...(inPlace && { 'hx-get': url, ...swap })}>
          Cancel
        </LinkButton>
      </Actions>
    </EditForm>
  )
  return inPlace ? <EditingRow goal={goal}>{form}</EditingRow> : form
}

/** What takes the place of a goal's row until its edit has come to an end. */
export const EditingRow = ({ goal, children }: PropsWithChildren<{ goal: Pick<GoalRow, 'id'> }>) => (
  <li class="goal editing" id={`goal-${goal.id}`}>
    {children}
  </li>
)

/** The form for a new goal: above the list, or on a page. */
export const NewGoal = ({ draft, choices, inPlace }: Omit<EditProps, 'goal'>) => (
  <EditForm
    label="New goal"
    action="/goals"
    {...(inPlace && { 'hx-post': '/goals', 'hx-target': '#new-goal', 'hx-swap': 'innerHTML' })}
  >
    <GoalFields values={newGoalValues} draft={draft} choices={choices} idPrefix="new-goal" />
    <Actions>
      <Button variant="primary">Add goal</Button>
      <LinkButton variant="quiet" href="/goals">
        Cancel
      </LinkButton>
    </Actions>
  </EditForm>
)
