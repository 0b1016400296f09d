import { categoryNames, kindNames, plannedText, sourceNames, statusNames } from '../../functions/goals/labels'
import type { GoalWithProgress } from '../../functions/goals/progress/status'
import { basisText, progressText } from '../../functions/goals/progress/text'
import type { ParentChoice } from '../../functions/goals/queries'
import {
  descriptionLimit,
  type GoalForm,
  type GoalValues,
  newGoalValues,
  titleLimit,
} from '../../functions/goals/schema'
import type { Draft } from '../../functions/lib/form'
import { duration } from '../../functions/lib/format'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'

export type GoalDraft = Draft<GoalForm>

type FieldsProps = {
  /** Missing for a new goal. */
  goal?: GoalWithProgress
  draft?: GoalDraft
  choices: ParentChoice[]
  idPrefix: string
}

const parentOptions = (choices: ParentChoice[]) => [
  { value: '', label: 'None' },
  ...choices.map(({ id, title, deleted }) => ({ value: id, label: deleted ? `${title} (deleted)` : title })),
]

const plannedHint = (goal?: GoalWithProgress) => {
  if (!goal) return 'e.g. 60h. Weekly and monthly goals: per week or month.'
  if (goal.progress.basis.from === 'period') {
    return `Per ${goal.kind === 'weekly' ? 'week' : 'month'}: ${progressText(goal.progress)} so far`
  }
  const each =
    goal.kind === 'weekly' || goal.kind === 'monthly' ? `Per ${goal.kind === 'weekly' ? 'week' : 'month'}, ` : ''
  return `${each}e.g. 60h or 1:30. ${duration(goal.progress.seconds)} tracked so far`
}

const automaticHint = 'Automatic: milestones, else tracked time, else subgoals, else what you set'

/** Also true for a completed goal: it can be reopened. */
const isManual = (goal?: GoalWithProgress) =>
  !goal || goal.progress.basis.from === 'manual' || goal.progress.basis.from === 'completed'

export const GoalFields = ({ goal, draft, choices, idPrefix }: FieldsProps) => {
  const values: GoalValues = goal ?? newGoalValues
  const field = drafted({ ...values, target_minutes: plannedText(values.target_minutes) }, draft, idPrefix)
  return (
    <Fields>
      <Field
        label="Title"
        wide
        required
        maxlength={titleLimit}
        dir="auto"
        {...field('title')}
        autofocus={!draft || Object.keys(draft.errors).length === 0}
        data-autofocus
      />
      <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />
      <Select label="Category" options={optionsOf(categoryNames)} {...field('category')} />
      <Select label="Kind" options={optionsOf(kindNames)} {...field('kind')} />
      <Field label="Start" type="date" {...field('start_date')} />
      <Field label="Target date" type="date" wide {...field('target_date')} />
      <Select label="Parent goal" options={parentOptions(choices)} {...field('parent_id')} />
      <Select
        label="Progress source"
        options={optionsOf(sourceNames)}
        hint={goal && !isManual(goal) ? `Currently ${basisText(goal.progress)}` : automaticHint}
        {...field('progress_source')}
      />
      <Field label="Target time" maxlength={40} hint={plannedHint(goal)} {...field('target_minutes')} />
      {isManual(goal) && (
        <Field
          label="Progress, percent"
          type="number"
          min={0}
          max={100}
          step={1}
          hint={values.status === 'completed' ? 'Completed goals show 100 %' : 'Used when nothing else measures it'}
          {...field('progress_percentage')}
        />
      )}
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
