import type { FilingChoice } from '../../functions/lib/resource/choices'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { descriptionLimit, filing, type ListedTask, newTaskValues, titleLimit } from '../../functions/tasks/schema'
import { estimateText, priorityNames, repeatNames, statusNames } from '../../functions/tasks/words'
import { Field, optionsOf, Select } from '../ui/field'
import { drafted, Fields, FilingFields } from '../ui/form'
import { NotesField, TitleField } from '../ui/name-field'

type Props = {
  /** Missing for a new task. */
  task?: ListedTask
  draft?: AnyDraft
  today: string
  choices: FilingChoice[]
  /** Chosen for a new task. */
  organization: string | null
  idPrefix: string
}

/** Fields that most tasks leave as they are. */
const moreFields = ['repeat', 'status', ...filing.ids, 'description'] as const

export const TaskFields = ({ task, draft, today, choices, organization: chosen, idPrefix }: Props) => {
  const newValues = { ...newTaskValues, date: today, organization_id: chosen }
  const values = task ?? newValues
  const stored: Record<string, string | number | null> = {
    ...values,
    estimated_minutes: estimateText(values.estimated_minutes),
  }
  const field = drafted(stored, draft, idPrefix)
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    return errors !== undefined || String(value ?? '') !== String(newValues[name] ?? '')
  })
  return (
    <>
      <Fields>
        <TitleField limit={titleLimit} isFresh={!draft} {...field('title')} />
        <Field label="Date" type="date" hint="Empty for someday" {...field('date')} />
        <Field label="Estimate" maxlength={40} hint="e.g. 45m or 1:30" {...field('estimated_minutes')} />
        <Select label="Priority" options={optionsOf(priorityNames)} {...field('priority')} />
      </Fields>
      <details open={isOpen}>
        <summary class="link">More</summary>
        <Fields>
          <Select label="Repeats" options={optionsOf(repeatNames)} {...field('repeat')} />
          <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />
          <FilingFields choices={choices} row={task} ids={filing.ids} field={field} isShort />
          <NotesField label="Description" limit={descriptionLimit} {...field('description')} />
        </Fields>
      </details>
    </>
  )
}
