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
  type GoalWay,
  type ListedGoal,
  newGoalValues,
  titleLimit,
} from '../../../functions/goals/goals/schema'
import { typedMinutes } from '../../../functions/lib/duration'
import type { Draft } from '../../../functions/lib/form'
import { duration, plural } from '../../../functions/lib/format'
import type { FilingChoice } from '../../../functions/lib/resource/choices'
import { Radios } from '../../ui/choices'
import { Datalist, Field, NotesField, optionsOf, Select, TitleField } from '../../ui/field'
import { drafted, Fields, FilingFields, MoreFields } from '../../ui/form'
import { draftedInPlace } from '../../ui/in-place'

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
type MeasuredGoal = ListedGoal & { progress: Measure; milestones: number }

/** The question that the form begins with. Its answer decides which fields show (styles/goals.css). */
const ways: Partial<Record<GoalWay, string>> = {
  open: 'Reach by a date',
  weekly: 'Hours each week',
  monthly: 'Hours each month',
  steps: 'Milestones',
}

const wayOf = ({ kind, milestones, progress_source }: MeasuredGoal): GoalWay =>
  kind === 'open' && (milestones > 0 || progress_source === 'milestones') ? 'steps' : kind

/** One of these shows, by the answer. */
const hoursBy = (total: string, weekly: string, monthly: string) => (
  <>
    <span class="way-total">{total}</span>
    <span class="way-weekly">{weekly}</span>
    <span class="way-monthly">{monthly}</span>
  </>
)
const hoursLabel = hoursBy('Hours in total', 'Hours per week', 'Hours per month')

const plannedHint = (goal?: MeasuredGoal) => {
  if (!goal) return undefined
  if (goal.progress.basis.from === 'period') {
    return `Per ${goal.kind === 'weekly' ? 'week' : 'month'}: ${progressText(goal.progress)} so far`
  }
  return goal.progress.seconds > 0 ? `${duration(goal.progress.seconds)} tracked so far` : undefined
}

/** Also true for a completed goal: it can be reopened. */
const isManual = (goal?: MeasuredGoal) =>
  !goal || goal.progress.basis.from === 'manual' || goal.progress.basis.from === 'completed'

/** Fields of a row that are edited in their place. */
export const goalFieldsInPlace = ['title', 'target_date', 'description'] as const

/** One of them. */
export const GoalField = ({ goal, draft, name }: { goal: ListedGoal; draft?: GoalDraft; name: string }) => {
  const field = draftedInPlace(
    { title: goal.title, target_date: goal.target_date, description: goal.description },
    draft,
  )
  if (name === 'description') return <NotesField limit={descriptionLimit} {...field('description')} />
  return name === 'target_date' ? (
    <Field label="Target date" type="date" {...field('target_date')} />
  ) : (
    <TitleField limit={titleLimit} isFresh={false} {...field('title')} />
  )
}

/** Fields that most goals leave as they are. */
const moreFields = [
  ...(['status', 'category', 'start_date', 'parent_id', 'progress_source'] as const),
  ...(['plan_id', 'organization_id', 'progress_percentage', 'description'] as const),
]

/** `Soft skill` for `soft_skill`; other names as they are typed. */
const typedCategory = (value: string | number | null | undefined) => categoryName(String(value ?? ''))

export const GoalFields = (props: FieldsProps) => {
  const { goal, draft, organization = null, parents, categories, plans, choices, idPrefix } = props
  const newValues = { ...newGoalValues, category: defaultCategory(categories.removed) }
  const values: GoalValues = goal ?? { ...newValues, organization_id: organization }
  const way = goal ? wayOf(goal) : 'open'
  const typed = { ...values, kind: way, target_minutes: typedMinutes(values.target_minutes), milestones: '' }
  const field = drafted(typed, draft, idPrefix)
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    const text = name === 'category' ? typedCategory : String
    return errors !== undefined || text(value ?? '') !== text(newValues[name] ?? '')
  })
  const category = field('category')
  const plan = field('plan_id')
  const categoryList = `${idPrefix}-categories`
  return (
    <>
      <Fields>
        <TitleField limit={titleLimit} isFresh={!draft || Object.keys(draft.errors).length === 0} {...field('title')} />
        <Radios
          label="How do you want to get there?"
          wide
          options={optionsOf(way === 'rotation' ? { ...ways, rotation: kindNames.rotation } : ways)}
          {...field('kind')}
        />
        <Field
          label={goal?.milestones ? 'More milestones, one per line' : 'Milestones, one per line'}
          type="textarea"
          wide
          dir="auto"
          hint={goal?.milestones ? `${plural(goal.milestones, 'milestone')} so far, on the goal’s page` : undefined}
          {...field('milestones')}
        />
        <Field
          label="Target date"
          type="date"
          data-set={values.target_date === null ? undefined : ''}
          {...field('target_date')}
        />
        <Field
          label={hoursLabel}
          maxlength={40}
          placeholder="10h"
          hint={plannedHint(goal)}
          {...field('target_minutes')}
        />
      </Fields>
      <MoreFields open={isOpen}>
        <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />
        <Field
          label="Category"
          required
          maxlength={categoryLimit}
          dir="auto"
          autocomplete="off"
          list={categoryList}
          {...category}
          value={typedCategory(category.value)}
        />
        <Datalist id={categoryList} values={Object.values(categoryOptions(categories))} />
        <Field label="Start" type="date" {...field('start_date')} />
        <Select label="Parent goal" options={withNone(parents)} {...field('parent_id')} />
        <Select
          label="Progress source"
          options={optionsOf(sourceNames)}
          hint={goal && !isManual(goal) ? `Currently ${basisText(goal.progress)}` : undefined}
          {...field('progress_source')}
        />
        {(plans.length > 0 || plan.errors) && <Select label="Plan" options={withNone(plans)} {...plan} />}
        <FilingFields choices={choices} row={goal} ids={filing.ids} field={field} isShort />
        {isManual(goal) && (
          <Field
            label="Progress (%)"
            type="number"
            min={0}
            max={100}
            step={1}
            hint={values.status === 'completed' ? 'Completed goals show 100 %' : 'If nothing else measures it'}
            {...field('progress_percentage')}
          />
        )}
        <NotesField label="Description" limit={descriptionLimit} {...field('description')} />
      </MoreFields>
    </>
  )
}
