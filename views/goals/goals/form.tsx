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
import type { ParentChoice, PlanChoice } from '../../../functions/goals/goals/schema'
import {
  categoryLimit,
  descriptionLimit,
  filing,
  type GoalDraft,
  type GoalValues,
  type GoalWay,
  type ListedGoal,
  newGoalValues,
  titleLimit,
} from '../../../functions/goals/goals/schema'
import type { FilingChoice } from '../../../functions/lib/resource/filing-choices'
import { duration, plural } from '../../../functions/lib/text/format'
import { typedMinutes } from '../../../functions/lib/time/duration'
import { Radios } from '../../ui/choices'
import { Datalist, Field, NotesField, optionsOf, Select, TitleField, type Value } from '../../ui/field'
import { type Controls, drafted, type FieldOf, Fields, filingControls, MoreFields } from '../../ui/form'

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
const hoursNames = { weekly: 'Hours per week', monthly: 'Hours per month', open: 'Hours in total' }
const hoursLabel = hoursBy(hoursNames.open, hoursNames.weekly, hoursNames.monthly)

export const hoursName = ({ kind }: Pick<GoalValues, 'kind'>) => hoursNames[kind === 'rotation' ? 'open' : kind]

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
export const goalFieldsInPlace = [
  ...(['title', 'status', 'start_date', 'target_date', 'target_minutes', 'category'] as const),
  ...(['parent_id', 'organization_id', 'description'] as const),
]

/** Fields that most goals leave as they are. */
const moreFields = [
  ...(['status', 'category', 'start_date', 'parent_id', 'progress_source'] as const),
  ...(['plan_id', 'organization_id', 'progress_percentage', 'description'] as const),
]

/** `Soft skill` for `soft_skill`; other names as they are typed. */
const typedCategory = (value: Value) => categoryName(String(value ?? ''))

/** A goal as its form has it. */
export const typedGoal = (values: GoalValues): Record<string, Value> => ({
  ...values,
  category: categoryName(values.category),
  target_minutes: typedMinutes(values.target_minutes),
})

type ControlsProps = Omit<FieldsProps, 'goal' | 'organization' | 'idPrefix'> & {
  goal?: ListedGoal
  /** In the whole form of a goal. */
  measured?: MeasuredGoal
  /** Id for suggestions. */
  list: string
}

export const goalControls = (
  { goal, measured, draft, parents, categories, plans, choices, list }: ControlsProps,
  field: FieldOf,
): Controls => ({
  title: (
    <TitleField limit={titleLimit} isFresh={!draft || Object.keys(draft.errors).length === 0} {...field('title')} />
  ),
  kind: (
    <Radios
      label="How do you want to get there?"
      wide
      options={optionsOf(goal?.kind === 'rotation' ? { ...ways, rotation: kindNames.rotation } : ways)}
      {...field('kind')}
    />
  ),
  milestones: (
    <Field
      label={measured?.milestones ? 'More milestones, one per line' : 'Milestones, one per line'}
      type="textarea"
      wide
      dir="auto"
      hint={measured?.milestones ? `${plural(measured.milestones, 'milestone')} so far, on the goal’s page` : undefined}
      {...field('milestones')}
    />
  ),
  target_date: (
    <Field label="Target date" type="date" data-set={goal?.target_date ? '' : undefined} {...field('target_date')} />
  ),
  target_minutes: (
    <Field
      label={goal && !measured ? hoursName(goal) : hoursLabel}
      maxlength={40}
      placeholder="10h"
      hint={plannedHint(measured)}
      {...field('target_minutes')}
    />
  ),
  status: <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />,
  category: (
    <>
      <Field
        label="Category"
        required
        maxlength={categoryLimit}
        dir="auto"
        autocomplete="off"
        list={list}
        {...field('category')}
        value={typedCategory(field('category').value)}
      />
      <Datalist id={list} values={Object.values(categoryOptions(categories))} />
    </>
  ),
  start_date: <Field label="Start" type="date" {...field('start_date')} />,
  parent_id: <Select label="Parent goal" options={withNone(parents)} {...field('parent_id')} />,
  progress_source: (
    <Select
      label="Progress source"
      options={optionsOf(sourceNames)}
      hint={measured && !isManual(measured) ? `Currently ${basisText(measured.progress)}` : undefined}
      {...field('progress_source')}
    />
  ),
  plan_id: (plans.length > 0 || field('plan_id').errors) && (
    <Select label="Plan" options={withNone(plans)} {...field('plan_id')} />
  ),
  ...filingControls({ choices, row: goal, ids: filing.ids, field, isShort: true }),
  progress_percentage: isManual(measured) && (
    <Field
      label="Progress (%)"
      type="number"
      min={0}
      max={100}
      step={1}
      hint={goal?.status === 'completed' ? 'Completed goals show 100 %' : 'If nothing else measures it'}
      {...field('progress_percentage')}
    />
  ),
  description: <NotesField label="Description" limit={descriptionLimit} {...field('description')} />,
})

export const GoalFields = ({ goal, organization = null, idPrefix, ...props }: FieldsProps) => {
  const { draft, categories } = props
  const newValues = { ...newGoalValues, category: categoryName(defaultCategory(categories.removed)) }
  const values = typedGoal(goal ?? { ...newValues, organization_id: organization })
  const shown: Record<string, Value> = { ...values, kind: goal ? wayOf(goal) : 'open', milestones: '' }
  const field = drafted(shown, draft, idPrefix)
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    return errors !== undefined || typedCategory(value) !== typedCategory(newValues[name])
  })
  const all = goalControls({ ...props, goal, measured: goal, list: `${idPrefix}-categories` }, field)
  return (
    <>
      <Fields>{[all.title, all.kind, all.milestones, all.target_date, all.target_minutes]}</Fields>
      <MoreFields open={isOpen}>{moreFields.map((name) => all[name])}</MoreFields>
    </>
  )
}
