import {
  type Categories,
  categoryName,
  categoryOptions,
  defaultCategory,
  kindNames,
  sourceNames,
  statusNames,
} from '../../../functions/goals/goals/labels'
import type { Measure } from '../../../functions/goals/goals/progress/measure'
import { basisText, progressText } from '../../../functions/goals/goals/progress/text'
import type { ParentChoice, PlanChoice } from '../../../functions/goals/goals/queries'
import {
  categoryLimit,
  descriptionLimit,
  filing,
  type GoalForm,
  type GoalValues,
  type ListedGoal,
  newGoalValues,
  titleLimit,
} from '../../../functions/goals/goals/schema'
import { typedMinutes } from '../../../functions/lib/duration'
import type { Draft } from '../../../functions/lib/form'
import { duration } from '../../../functions/lib/format'
import type { FilingChoice } from '../../../functions/lib/resource/choices'
import { Datalist, Field, NotesField, optionsOf, Select, TitleField } from '../../ui/field'
import { drafted, Fields, FilingFields } from '../../ui/form'

export type GoalDraft = Draft<GoalForm>

type FieldsProps = {
  /** Missing for a new goal. */
  goal?: MeasuredGoal
  draft?: GoalDraft
  /** That of a new goal, at first. */
  organization?: string | null
  parents: ParentChoice[]
  categories: Categories
  plans: PlanChoice[]
  choices: FilingChoice[]
  idPrefix: string
}

const withNone = (choices: (ParentChoice | PlanChoice)[]) => [
  { value: '', label: 'None' },
  ...choices.map(({ id, title, deleted }) => ({ value: id, label: deleted ? `${title} (deleted)` : title })),
]

/** The goal with its progress, as far as the form shows it. */
type MeasuredGoal = ListedGoal & { progress: Measure }

/** One of these shows, by the kind that is selected in the form. */
const newGoalHint = (
  <>
    <span class="kind-total">Hours in total, e.g. 60h</span>
    <span class="kind-weekly">Hours per week, e.g. 5h</span>
    <span class="kind-monthly">Hours per month, e.g. 20h</span>
  </>
)

const plannedHint = (goal?: MeasuredGoal) => {
  if (!goal) return newGoalHint
  if (goal.progress.basis.from === 'period') {
    return `Per ${goal.kind === 'weekly' ? 'week' : 'month'}: ${progressText(goal.progress)} so far`
  }
  const each =
    goal.kind === 'weekly' || goal.kind === 'monthly' ? `Per ${goal.kind === 'weekly' ? 'week' : 'month'}, ` : ''
  return `${each}e.g. 60h or 1:30. ${duration(goal.progress.seconds)} tracked so far`
}

const automaticHint = 'Picked for you: milestones if there are any, else tracked time, else subgoals, else what you set'

/** Also true for a completed goal: it can be reopened. */
const isManual = (goal?: MeasuredGoal) =>
  !goal || goal.progress.basis.from === 'manual' || goal.progress.basis.from === 'completed'

/** Fields that most goals leave as they are. */
const moreFields = [
  ...(['status', 'category', 'kind', 'start_date', 'parent_id', 'progress_source'] as const),
  ...(['plan_id', 'organization_id', 'progress_percentage', 'description'] as const),
]

/** `Soft skill` for `soft_skill`; other names as they are typed. */
const typedCategory = (value: string | number | null | undefined) => categoryName(String(value ?? ''))

export const GoalFields = (props: FieldsProps) => {
  const { goal, draft, organization = null, parents, categories, plans, choices, idPrefix } = props
  const newValues = { ...newGoalValues, category: defaultCategory(categories.removed) }
  const values: GoalValues = goal ?? { ...newValues, organization_id: organization }
  const field = drafted({ ...values, target_minutes: typedMinutes(values.target_minutes) }, draft, idPrefix)
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    return errors !== undefined || String(value ?? '') !== String(newValues[name] ?? '')
  })
  const category = field('category')
  const plan = field('plan_id')
  const categoryList = `${idPrefix}-categories`
  return (
    <>
      <Fields>
        <TitleField limit={titleLimit} isFresh={!draft || Object.keys(draft.errors).length === 0} {...field('title')} />
        <Field label="Target date" type="date" {...field('target_date')} />
        <Field label="Target time" maxlength={40} hint={plannedHint(goal)} {...field('target_minutes')} />
      </Fields>
      <details open={isOpen}>
        <summary class="link">More</summary>
        <Fields>
          <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />
          <Field
            label="Category"
            required
            maxlength={categoryLimit}
            dir="auto"
            autocomplete="off"
            list={categoryList}
            hint="Choose one, or type a new name"
            {...category}
            value={typedCategory(category.value)}
          />
          <Datalist id={categoryList} values={Object.values(categoryOptions(categories))} />
          <Select label="Kind" options={optionsOf(kindNames)} {...field('kind')} />
          <Field label="Start" type="date" {...field('start_date')} />
          <Select label="Parent goal" options={withNone(parents)} {...field('parent_id')} />
          <Select
            label="Progress source"
            options={optionsOf(sourceNames)}
            hint={goal && !isManual(goal) ? `Currently ${basisText(goal.progress)}` : automaticHint}
            {...field('progress_source')}
          />
          {(plans.length > 0 || plan.errors) && (
            <Select label="Plan" options={withNone(plans)} hint="With Plan as the progress source" {...plan} />
          )}
          <FilingFields choices={choices} row={goal} ids={filing.ids} field={field} isShort />
          {isManual(goal) && (
            <Field
              label="Progress (%)"
              type="number"
              min={0}
              max={100}
              step={1}
              hint={values.status === 'completed' ? 'Completed goals show 100 %' : 'Used when nothing else measures it'}
              {...field('progress_percentage')}
            />
          )}
          <NotesField label="Description" limit={descriptionLimit} {...field('description')} />
        </Fields>
      </details>
    </>
  )
}
