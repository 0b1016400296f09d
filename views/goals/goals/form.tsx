import type { PropsWithChildren } from 'hono/jsx'
import { categoryName, goalKind } from '../../../functions/goals/goals/fields'
import { type Categories, categoryOptions, defaultCategory } from '../../../functions/goals/goals/labels'
import type { Measure } from '../../../functions/goals/goals/progress/measure'
import { ruleOf } from '../../../functions/goals/goals/progress/rule'
import { basisText, progressText } from '../../../functions/goals/goals/progress/text'
import type { TitleReading } from '../../../functions/goals/goals/read-title'
import {
  type GoalDraft,
  type GoalValues,
  type ListedGoal,
  newGoalValues,
  type ParentChoice,
  type PlanChoice,
  periodOf,
} from '../../../functions/goals/goals/schema'
import type { RowField as FieldOfKind } from '../../../functions/lib/resource/fields'
import type { FilingChoice } from '../../../functions/lib/resource/filing-choices'
import { formValuesOf } from '../../../functions/lib/resource/kind'
import { plural } from '../../../functions/lib/text/format'
import { FilterLists } from '../../ui/any-of'
import { CheckboxField, RadioGroup } from '../../ui/choices'
import { Datalist, Field, type FieldProps, type FieldValue, type OptionGroup, optionsOf, Select } from '../../ui/field'
import { type Controls, draftFields, type FieldOf, Fields, filingControls, MoreFields } from '../../ui/form'
import { Control } from '../../ui/kind'
import { LineParts } from '../../ui/line'
import { Module } from '../../ui/reorder'

type FieldsProps = {
  /** Undefined for a new goal. */
  goal?: MeasuredGoal
  draft?: GoalDraft
  /** In the form of a new goal: what its title says, null without one. */
  reading?: TitleReading | null
  /** Initial organization of a new goal. */
  organization?: string | null
  parents: ParentChoice[]
  categories: Categories
  plans: PlanChoice[]
  choices: FilingChoice[]
  /** Choices of units for ticks. */
  counts: OptionGroup[]
  idPrefix: string
}

const withNone = (choices: (ParentChoice | PlanChoice)[]) => [
  { value: '', label: 'None' },
  ...choices.map(({ id, title, deleted }) => ({ value: id, label: deleted ? `${title} (deleted)` : title })),
]

/** The goal with the parts of its progress that the form shows. */
type MeasuredGoal = ListedGoal & { progress: Measure; milestones: number }

/** Answers to the form's first question. They decide which fields are visible. */
const measures: Partial<Record<GoalValues['progress_source'], string>> = {
  time: 'Hours',
  times: 'Times',
  value: 'A number',
  milestones: 'Milestones',
  plan: 'A plan',
  auto: 'Percent',
}

/** Fields that are visible only for some answers. A field with an error is always visible. */
const shownFor: Partial<Record<string, string>> = {
  ...Object.fromEntries(
    ['direction', 'period', 'on_days', 'reminder_minute'].map((name) => [
      name,
      'not-has-aria-invalid:not-[form:has([value=time]:checked,[value=times]:checked)_*]:hidden',
    ]),
  ),
  target_minutes: 'not-has-aria-invalid:not-[form:has([value=time]:checked)_*]:hidden',
  times_of: 'not-has-aria-invalid:not-[form:has([value=times]:checked)_*]:hidden',
  target: 'not-has-aria-invalid:not-[form:has([value=times]:checked,[value=value]:checked)_*]:hidden',
  start_value: 'not-has-aria-invalid:not-[form:has([value=value]:checked)_*]:hidden',
  unit: 'not-has-aria-invalid:not-[form:is(:has([value=value]:checked),:has([value=times]:checked):has([value=ticks]:checked))_*]:hidden',
  day_seconds: 'not-has-aria-invalid:not-[form:has([value=times]:checked):has([value=days]:checked)_*]:hidden',
  counts:
    'not-has-aria-invalid:not-[form:is(:has([value=time]:checked),:has([value=times]:checked):not(:has([value=ticks]:checked)))_*]:hidden',
  milestones: 'not-has-aria-invalid:not-[form:has([value=milestones]:checked)_*]:hidden',
  plan_id: 'not-has-aria-invalid:not-[form:has([value=plan]:checked)_*]:hidden',
}

/** Choices of measures. A goal that already has no measure keeps that choice. */
const measuresOf = (goal?: ListedGoal) => {
  const { auto, ...others } = measures
  return goal?.progress_source === 'manual' ? { ...others, manual: auto } : measures
}

/** How a goal measures its progress. */
const measureOf = ({ progress_source, target_minutes, milestones }: MeasuredGoal) => {
  if (progress_source !== 'auto') return progress_source
  if (milestones > 0) return 'milestones'
  return target_minutes === null ? 'auto' : 'time'
}

const soFar = (goal?: MeasuredGoal) =>
  goal && ['period', 'time', 'times'].includes(goal.progress.basis.from) ? `${progressText(goal)} so far` : undefined

/** True if the progress is set by hand. Includes completed goals, which can be reopened. */
const isManual = (goal?: MeasuredGoal) =>
  !goal || goal.progress.basis.from === 'manual' || goal.progress.basis.from === 'completed'

const fields: [string, FieldOfKind][] = Object.entries(goalKind.fields)
const offered = fields.filter(([, { control }]) => control.as !== 'none')
const mainFields = offered.flatMap(([name, { control }]) => (control.isMore ? [] : [name]))
const moreFields = offered.flatMap(([name, { control }]) => (control.isMore ? [name] : []))

/** Name of a category: `Soft skill` for `soft_skill`; other names as typed. */
const typedCategory = (value: FieldValue) => categoryName(String(value ?? ''))

type ControlsProps = Omit<FieldsProps, 'goal' | 'reading' | 'organization' | 'idPrefix'> & {
  goal?: ListedGoal
  /** The stored goal, in the full form. */
  measured?: MeasuredGoal
  /** Id of the list of suggestions. */
  list: string
}

export const goalControls = (
  { goal, measured, draft, parents, categories, plans, choices, counts, list }: ControlsProps,
  field: FieldOf,
): Controls => {
  const usual = (name: string, one: FieldOfKind, more: Partial<FieldProps> = {}) => (
    <Control
      of={{ ...one, control: { ...one.control, props: { ...one.control.props, ...more } } }}
      field={field(name)}
      isFresh={!draft || Object.keys(draft.errors).length === 0}
    />
  )
  const of = goalKind.fields
  const labelled = (name: keyof typeof of) => ({ label: of[name].label, ...field(name) })
  return {
    ...Object.fromEntries(offered.map(([name, one]) => [name, usual(name, one)])),
    progress_source: (
      <>
        <RadioGroup
          wide
          options={optionsOf(measuresOf(goal))}
          hint={measured && !isManual(measured) ? `Currently ${basisText(measured)}` : undefined}
          {...labelled('progress_source')}
        />
        <Field
          label={measured?.milestones ? 'More milestones, one per line' : 'Milestones, one per line'}
          type="textarea"
          wide
          dir="auto"
          hint={
            measured?.milestones ? `${plural(measured.milestones, 'milestone')} so far, on the goal’s page` : undefined
          }
          {...field('milestones')}
        />
      </>
    ),
    plan_id: (plans.length > 0 || field('plan_id').errors) && (
      <Select options={withNone(plans)} {...labelled('plan_id')} />
    ),
    target_minutes: usual('target_minutes', of.target_minutes, { hint: soFar(measured) }),
    target_date: (
      <Field
        {...of.target_date.control.props}
        data-set={goal?.target_date ? '' : undefined}
        {...labelled('target_date')}
      />
    ),
    counts: (
      <FilterLists
        wide
        from="/goals/counts"
        options={[{ value: '', label: 'Sessions with this goal; search projects, tags, clients, apps' }]}
        groups={counts}
        {...labelled('counts')}
      />
    ),
    category: (
      <>
        <Field
          {...of.category.control.props}
          list={list}
          {...labelled('category')}
          value={typedCategory(field('category').value)}
        />
        <Datalist id={list} values={Object.values(categoryOptions(categories))} />
      </>
    ),
    parent_id: <Select options={withNone(parents)} {...labelled('parent_id')} />,
    ...filingControls({ choices, row: goal, ids: goalKind.ids, field, isShort: true }),
    progress_percentage:
      isManual(measured) &&
      usual('progress_percentage', of.progress_percentage, {
        hint: goal?.status === 'completed' ? 'Completed goals show 100 %' : 'Used if nothing else measures it',
      }),
  }
}

/** Attributes of an element that reads the form again, and replaces one of its parts. */
const readsForm = (part: string) => ({
  'hx-get': '/goals/new',
  'hx-include': 'closest form',
  'hx-target': part,
  'hx-select': part,
  'hx-select-oob': '#goal-does:outerMorph',
  'hx-swap': 'outerMorph',
})

/** Reading of the title of a new goal. The rest of its form follows the title while it is typed. */
const ReadTitle = ({ reading, idPrefix, children }: PropsWithChildren<Pick<FieldsProps, 'reading' | 'idPrefix'>>) => (
  <div
    class="grid gap-6"
    id="goal-reading"
    hx-trigger={`input changed delay:200ms from:#${idPrefix}-title`}
    {...readsForm('#goal-reading')}
  >
    <div class="grid gap-2">
      <LineParts id="goal-parts" parts={reading?.parts} />
      {reading ? (
        (reading.isPlain || reading.read.values.title !== reading.read.line) && (
          <label class="check">
            <input
              type="checkbox"
              id="goal-plain"
              name="plain"
              value="yes"
              checked={reading.isPlain}
              hx-trigger="change"
              {...readsForm('#goal-reading')}
            />
            Keep all words as the title
          </label>
        )
      ) : (
        <p class="hint">
          e.g. <span class="mono">Read 20 minutes on weekdays</span>, <span class="mono">Gym 3x a week</span> or{' '}
          <span class="mono">Thesis 60h by 5 Dec</span>
        </p>
      )}
      <input type="hidden" name="read" value={reading ? JSON.stringify(reading.read) : ''} />
    </div>
    <div class="grid gap-6" hx-trigger="change" {...readsForm('#goal-parts')}>
      {children}
    </div>
    <Module name="title-reading" />
  </div>
)

export const GoalFields = ({ goal, reading, organization = null, idPrefix, ...props }: FieldsProps) => {
  const { draft, categories } = props
  const newValues = { ...newGoalValues, category: categoryName(defaultCategory(categories.removed)) }
  const fresh = formValuesOf(goalKind, newValues)
  const values = formValuesOf(goalKind, goal ?? { ...newValues, organization_id: organization })
  const measure = goal ? measureOf(goal) : 'auto'
  const shown: Record<string, FieldValue> = {
    ...values,
    period: (goal && periodOf(goal)) ?? 'once',
    progress_source: measure,
    milestones: '',
  }
  const entered = draftFields(shown, draft, idPrefix)
  const field = (name: string) => ({ ...entered(name), class: shownFor[name] })
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    return errors !== undefined || typedCategory(value) !== typedCategory(fresh[name])
  })
  const all = goalControls({ ...props, goal, measured: goal, list: `${idPrefix}-categories` }, field)
  const [title, ...main] = mainFields.map((name) => all[name])
  const more = (
    <MoreFields inPairs open={isOpen}>
      {moreFields.map((name) => all[name])}
    </MoreFields>
  )
  if (!goal)
    return (
      <>
        <Fields>{title}</Fields>
        <ReadTitle reading={reading} idPrefix={idPrefix}>
          <Fields inPairs>{main}</Fields>
          {more}
        </ReadTitle>
      </>
    )
  return (
    <>
      <Fields inPairs>
        {title}
        {main}
      </Fields>
      {ruleOf(goal) && (
        <CheckboxField
          label="Also apply to past periods"
          name="for_past"
          idPrefix={idPrefix}
          value="yes"
          hint="Otherwise past results stay, and changes apply from now on."
        />
      )}
      {more}
    </>
  )
}
