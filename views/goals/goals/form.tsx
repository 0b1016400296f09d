import {
  type Categories,
  categoryName,
  categoryOptions,
  daysText,
  defaultCategory,
  directionNames,
  perNames,
  statusNames,
  timesNames,
} from '../../../functions/goals/goals/labels'
import type { Measure } from '../../../functions/goals/goals/progress/measure'
import { ruleOf } from '../../../functions/goals/goals/progress/rule'
import { basisText, progressText } from '../../../functions/goals/goals/progress/text'
import type { ParentChoice, PlanChoice } from '../../../functions/goals/goals/schema'
import {
  categoryLimit,
  descriptionLimit,
  filing,
  type GoalDraft,
  type GoalValues,
  type ListedGoal,
  newGoalValues,
  periodOf,
  titleLimit,
  unitLimit,
} from '../../../functions/goals/goals/schema'
import { filterIn } from '../../../functions/ledger/goal-tree'
import { markedOf } from '../../../functions/lib/filter'
import type { FilingChoice } from '../../../functions/lib/resource/filing-choices'
import { duration, plural } from '../../../functions/lib/text/format'
import { oneText } from '../../../functions/lib/text/text'
import { typedMinutes } from '../../../functions/lib/time/duration'
import { FilterLists } from '../../ui/any-of'
import { Check, Radios } from '../../ui/choices'
import {
  Datalist,
  Field,
  NotesField,
  type OptionGroup,
  optionsOf,
  Select,
  TitleField,
  type Value,
} from '../../ui/field'
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
  /** Choices of what a goal counts. */
  counts: OptionGroup[]
  idPrefix: string
}

const withNone = (choices: (ParentChoice | PlanChoice)[]) => [
  { value: '', label: 'None' },
  ...choices.map(({ id, title, deleted }) => ({ value: id, label: deleted ? `${title} (deleted)` : title })),
]

/** The goal with its progress, as far as the form shows it. */
type MeasuredGoal = ListedGoal & { progress: Measure; milestones: number }

/** The question that the form begins with. Its answer decides which fields show (styles/goals.css). */
const measures: Partial<Record<GoalValues['progress_source'], string>> = {
  time: 'Hours',
  times: 'Times',
  value: 'A number',
  milestones: 'Milestones',
  plan: 'A plan',
  auto: 'Percent',
}

/** Goals that were set to be measured by nothing else keep that. */
const measuresOf = (goal?: ListedGoal) => {
  const { auto, ...others } = measures
  return goal?.progress_source === 'manual' ? { ...others, manual: auto } : measures
}

/** A goal that measures itself says by what. */
const measureOf = ({ progress_source, target_minutes, milestones }: MeasuredGoal) => {
  if (progress_source !== 'auto') return progress_source
  if (milestones > 0) return 'milestones'
  return target_minutes === null ? 'auto' : 'time'
}

const soFar = (goal?: MeasuredGoal) =>
  goal && ['period', 'time', 'times'].includes(goal.progress.basis.from) ? `${progressText(goal)} so far` : undefined

/** Also true for a completed goal: it can be reopened. */
const isManual = (goal?: MeasuredGoal) =>
  !goal || goal.progress.basis.from === 'manual' || goal.progress.basis.from === 'completed'

/** Fields of a row that are edited in their place. */
export const goalFieldsInPlace = [
  ...(['title', 'status', 'start_date', 'target_date', 'target_minutes', 'target', 'counts', 'category'] as const),
  ...(['parent_id', 'organization_id', 'description'] as const),
  ...(['direction', 'period', 'on_days', 'times_of', 'start_value'] as const),
]

/** Fields that most goals leave as they are. */
const moreFields = [
  ...(['status', 'category', 'start_date', 'parent_id'] as const),
  ...(['organization_id', 'progress_percentage', 'description'] as const),
]

/** `Soft skill` for `soft_skill`; other names as they are typed. */
const typedCategory = (value: Value) => categoryName(String(value ?? ''))

/** A goal as its form has it. */
export const typedGoal = (values: GoalValues): Record<string, Value> => ({
  ...values,
  counts: oneText(markedOf(filterIn(values.counts))),
  category: categoryName(values.category),
  target_minutes: typedMinutes(values.target_minutes),
  on_days: daysText(values.on_days),
  day_seconds: values.day_seconds === null ? '' : duration(values.day_seconds),
})

type ControlsProps = Omit<FieldsProps, 'goal' | 'organization' | 'idPrefix'> & {
  goal?: ListedGoal
  /** In the whole form of a goal. */
  measured?: MeasuredGoal
  /** Id for suggestions. */
  list: string
}

export const goalControls = (
  { goal, measured, draft, parents, categories, plans, choices, counts, list }: ControlsProps,
  field: FieldOf,
): Controls => ({
  title: (
    <TitleField limit={titleLimit} isFresh={!draft || Object.keys(draft.errors).length === 0} {...field('title')} />
  ),
  progress_source: (
    <Radios
      label="Progress"
      wide
      options={optionsOf(measuresOf(goal))}
      hint={measured && !isManual(measured) ? `Currently ${basisText(measured)}` : undefined}
      {...field('progress_source')}
    />
  ),
  direction: <Select label="Target" options={optionsOf(directionNames)} {...field('direction')} />,
  target_minutes: (
    <Field label="Hours" maxlength={40} placeholder="10h" hint={soFar(measured)} {...field('target_minutes')} />
  ),
  target: <Field label="How many" inputmode="decimal" maxlength={14} placeholder="3" {...field('target')} />,
  start_value: <Field label="Now" inputmode="decimal" maxlength={14} placeholder="0" {...field('start_value')} />,
  unit: <Field label="Unit" maxlength={unitLimit} placeholder="pages, kg" dir="auto" {...field('unit')} />,
  period: <Select label="Period" options={optionsOf(perNames)} {...field('period')} />,
  times_of: <Select label="One time is" options={optionsOf(timesNames)} {...field('times_of')} />,
  day_seconds: <Field label="With at least" maxlength={40} placeholder="any time" {...field('day_seconds')} />,
  on_days: <Field label="Days" maxlength={60} placeholder="every day, or mon, wed, fri" {...field('on_days')} />,
  counts: (
    <FilterLists
      label="Counts"
      options={[{ value: '', label: 'what names this goal' }]}
      groups={counts}
      {...field('counts')}
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
  const measure = goal ? measureOf(goal) : 'auto'
  const shown: Record<string, Value> = {
    ...values,
    period: (goal && periodOf(goal)) ?? 'once',
    progress_source: measure,
    milestones: '',
  }
  const field = drafted(shown, draft, idPrefix)
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    return errors !== undefined || typedCategory(value) !== typedCategory(newValues[name])
  })
  const all = goalControls({ ...props, goal, measured: goal, list: `${idPrefix}-categories` }, field)
  return (
    <>
      <Fields>
        {[
          all.title,
          all.progress_source,
          all.milestones,
          all.plan_id,
          all.direction,
          all.target_minutes,
          all.target,
          all.unit,
          all.period,
          all.times_of,
          all.day_seconds,
          all.start_value,
          all.on_days,
          all.target_date,
          all.counts,
        ]}
      </Fields>
      {goal && ruleOf(goal) && (
        <Check
          label="Count ended periods again, too"
          name="for_past"
          idPrefix={idPrefix}
          value="yes"
          hint="Else they keep their verdict, and a change holds from now on."
        />
      )}
      <MoreFields open={isOpen}>{moreFields.map((name) => all[name])}</MoreFields>
    </>
  )
}
