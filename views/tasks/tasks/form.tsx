import { typedMinutes } from '../../../functions/lib/duration'
import { repeatNames, repeatTyped } from '../../../functions/lib/repeat'
import type { FilingChoice } from '../../../functions/lib/resource/choices'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import {
  actionTitleLimit,
  descriptionLimit,
  filing,
  type ListedTask,
  newTaskValues,
  type TaskValues,
  taskRepeat,
  titleLimit,
} from '../../../functions/tasks/tasks/schema'
import { ownerNames, priorityNames, statusNames } from '../../../functions/tasks/tasks/words'
import { Field, NotesField, optionsOf, Select, TagsField, TitleField } from '../../ui/field'
import { drafted, ErrorSummary, Fields, FilingFields, MoreFields } from '../../ui/form'
import { draftedInPlace } from '../../ui/in-place'

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

/** An action item has its person among the first fields. */
const filed = filing.ids.filter((id) => id !== 'person_id' && id !== 'project_id')

/** Fields that most tasks leave as they are. */
const moreFields = ['repeat', 'due_date', 'tags', 'status', ...filed, 'description'] as const

/** Hidden fields of a new action item that was typed on the page of its source. */
const sourceFields = ['source_type', 'source_id'] as const

/** Fields of a row that are edited in their place. */
export const taskFieldsInPlace = [
  ...(['title', 'date', 'at', 'estimated_minutes', 'priority'] as const),
  ...(['project_id', 'goal_id', 'person_id', 'description'] as const),
]

/** Those of them that offer rows to choose from. */
export const filedInPlace = (name: string) => filing.ids.find((id) => id === name)

type OneProps = Pick<Props, 'draft' | 'choices'> & { task: ListedTask; name: string }

/** One of them. */
export const TaskField = ({ task, draft, choices, name }: OneProps) => {
  const stored: Record<string, string | number | null> = {
    ...task,
    estimated_minutes: typedMinutes(task.estimated_minutes),
  }
  const field = draftedInPlace(stored, draft)
  const id = filedInPlace(name)
  if (id) return <FilingFields choices={choices} row={task} ids={[id]} field={field} />
  if (name === 'priority') return <Select label="Priority" options={optionsOf(priorityNames)} {...field('priority')} />
  if (name === 'description') return <NotesField limit={descriptionLimit} {...field('description')} />
  if (name === 'date') return <Field label="Date" type="date" {...field('date')} />
  if (name === 'at') return <Field label="Time" maxlength={20} placeholder="9:30" {...field('at')} />
  if (name === 'estimated_minutes') return <Field label="Estimate" maxlength={40} {...field('estimated_minutes')} />
  return <TitleField limit={task.owner ? actionTitleLimit : titleLimit} isFresh={false} {...field('title')} />
}

export const TaskFields = ({ task, draft, today, choices, linked, idPrefix }: Props) => {
  const owner = (task ?? draft?.values ?? linked).owner || linked.owner || (draft?.errors.owner ? 'me' : null)
  const newValues = { ...newTaskValues, date: owner ? null : today, ...linked }
  const values = task ?? newValues
  const stored: Record<string, string | number | null> = {
    ...values,
    estimated_minutes: typedMinutes(values.estimated_minutes),
    repeat: repeatTyped(values.repeat),
  }
  const field = drafted(stored, draft, idPrefix)
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
        <TitleField limit={owner ? actionTitleLimit : titleLimit} isFresh={!draft} {...field('title')} />
        {owner && (
          <>
            <Field label="Due" type="date" {...field('due_date')} />
            <Select label="Who does it" options={optionsOf(ownerNames)} {...field('owner')} />
            <FilingFields choices={choices} row={task} ids={['person_id']} field={field} />
          </>
        )}
        <Field label={owner ? 'Planned for' : 'Date'} type="date" {...field('date')} />
        <Field label="Time" maxlength={20} placeholder="9:30" {...field('at')} />
        <Field label="Estimate" maxlength={40} placeholder="45m" {...field('estimated_minutes')} />
        <Select label="Priority" options={optionsOf(priorityNames)} {...field('priority')} />
        <FilingFields choices={choices} row={task} ids={['project_id']} field={field} />
      </Fields>
      <MoreFields open={isOpen}>
        <Field
          label="Repeats"
          maxlength={100}
          list={`${idPrefix}-repeats`}
          placeholder="every 3 days until 1 March"
          {...field('repeat')}
        />
        <datalist id={`${idPrefix}-repeats`}>
          {repeats.map((text) => (
            <option value={text} />
          ))}
        </datalist>
        {!owner && <Field label="Due" type="date" {...field('due_date')} />}
        <TagsField {...field('tags')} />
        <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />
        <FilingFields choices={choices} row={task} ids={filed} field={field} isShort />
        <NotesField label="Description" limit={descriptionLimit} {...field('description')} />
      </MoreFields>
    </>
  )
}
