import { typedMinutes } from '../../../functions/lib/duration'
import { repeatNames, repeatTyped, taskRepeat } from '../../../functions/lib/repeat'
import type { FilingChoice } from '../../../functions/lib/resource/choices'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import { descriptionLimit, titleLimit } from '../../../functions/line/task'
import {
  actionTitleLimit,
  filing,
  type ListedTask,
  newTaskValues,
  type TaskValues,
} from '../../../functions/tasks/tasks/schema'
import { ownerNames, priorityNames, statusNames } from '../../../functions/tasks/tasks/words'
import { Datalist, Field, NotesField, optionsOf, Select, TagsField, TitleField, type Value } from '../../ui/field'
import { type Controls, drafted, ErrorSummary, type FieldOf, Fields, filingControls, MoreFields } from '../../ui/form'

/** Repetitions that the field suggests; others are typed as in a line. */
const repeats = [
  ...taskRepeat.options.map((name) => repeatNames[name]),
  ...['Every 3 days', 'Every Mon, Thu', 'Every 2 weeks', 'Every last Friday', 'Every year', '3 days after done'],
]

type Props = {
  /** Missing for a new task. */
  task?: ListedTask
  draft?: AnyDraft
  today: string
  choices: FilingChoice[]
  /** A new task is filed under what the page that linked to its form is about. */
  linked: Pick<TaskValues, 'owner' | 'person_id' | 'organization_id'>
  idPrefix: string
}

/** Fields that most tasks leave as they are. */
const moreFields = [
  ...(['repeat', 'due_date', 'tags', 'status', 'goal_id', 'plan_id', 'organization_id', 'description'] as const),
]

/** Hidden fields of a new action item that was typed on the page of its source. */
const sourceFields = ['source_type', 'source_id'] as const

/** Fields of a row that are edited in their place. */
export const taskFieldsInPlace = [
  ...(['title', 'date', 'at', 'due_date', 'estimated_minutes', 'priority', 'status', 'repeat'] as const),
  ...(['project_id', 'goal_id', 'person_id', 'description'] as const),
]

/** A task as its form has it. */
export const typedTask = (values: TaskValues): Record<string, Value> => ({
  ...values,
  estimated_minutes: typedMinutes(values.estimated_minutes),
  repeat: repeatTyped(values.repeat),
})

type ControlsProps = Pick<Props, 'task' | 'draft' | 'choices'> & { owner?: string | null; list: string }

/** @param list id for suggestions */
export const taskControls = ({ task, draft, choices, owner, list }: ControlsProps, field: FieldOf): Controls => ({
  title: <TitleField limit={owner ? actionTitleLimit : titleLimit} isFresh={!draft} {...field('title')} />,
  due_date: <Field label="Due" type="date" {...field('due_date')} />,
  owner: <Select label="Who does it" options={optionsOf(ownerNames)} {...field('owner')} />,
  date: <Field label={owner ? 'Planned for' : 'Date'} type="date" {...field('date')} />,
  at: <Field label="Time" maxlength={20} placeholder="9:30" {...field('at')} />,
  estimated_minutes: <Field label="Estimate" maxlength={40} placeholder="45m" {...field('estimated_minutes')} />,
  priority: <Select label="Priority" options={optionsOf(priorityNames)} {...field('priority')} />,
  repeat: (
    <>
      <Field
        label="Repeats"
        maxlength={100}
        list={list}
        placeholder="every 3 days until 1 March"
        {...field('repeat')}
      />
      <Datalist id={list} values={repeats} />
    </>
  ),
  tags: <TagsField {...field('tags')} />,
  status: <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />,
  description: <NotesField label="Description" limit={descriptionLimit} {...field('description')} />,
  ...filingControls({ ids: filing.ids, choices, row: task, field, isShort: true }),
})

export const TaskFields = ({ task, draft, today, choices, linked, idPrefix }: Props) => {
  const owner = (task ?? draft?.values ?? linked).owner || linked.owner || (draft?.errors.owner ? 'me' : null)
  const newValues = { ...newTaskValues, date: owner ? null : today, ...linked }
  const field = drafted(typedTask(task ?? newValues), draft, idPrefix)
  const all = taskControls({ task, draft, choices, owner, list: `${idPrefix}-repeats` }, field)
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    return (
      errors !== undefined ||
      String(value ?? '') !== String((name === 'repeat' ? repeatNames.none : newValues[name]) ?? '')
    )
  })
  return (
    <>
      <ErrorSummary errors={['source', ...sourceFields].flatMap((name) => draft?.errors[name] ?? [])} />
      {draft &&
        !task &&
        sourceFields.map((name) => <input type="hidden" name={name} value={draft.values[name] ?? ''} />)}
      <Fields>
        {all.title}
        {owner && [all.due_date, all.owner, all.person_id]}
        {[all.date, all.at, all.estimated_minutes, all.priority, all.project_id]}
      </Fields>
      <MoreFields open={isOpen}>
        {moreFields.filter((name) => name !== 'due_date' || !owner).map((name) => all[name])}
      </MoreFields>
    </>
  )
}
