import type { AnyDraft } from '../../functions/lib/resource/pages'
import type { TaskChoice } from '../../functions/tasks/queries'
import { descriptionLimit, type ListedTask, newTaskValues, titleLimit } from '../../functions/tasks/schema'
import { estimateText, priorityNames, repeatNames, statusNames } from '../../functions/tasks/words'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'

type Props = {
  /** Missing for a new task. */
  task?: ListedTask
  draft?: AnyDraft
  today: string
  choices: TaskChoice[]
  idPrefix: string
}

export const choicesOf = (choices: TaskChoice[], kind: TaskChoice['kind'], none: string) => [
  { value: '', label: none },
  ...choices.filter((choice) => choice.kind === kind).map(({ id, title }) => ({ value: id, label: title })),
]

/** Choices that a task has made already, which may be closed or deleted. */
export const ownChoices = (task: ListedTask | undefined): TaskChoice[] => {
  if (!task) return []
  const { goal_id, goal_title, project_id, project_name, plan_id, plan_title } = task
  const own = [
    { kind: 'goal_id', id: goal_id, title: goal_title },
    { kind: 'project_id', id: project_id, title: project_name },
    { kind: 'plan_id', id: plan_id, title: plan_title },
  ] as const
  return own.flatMap(({ kind, id, title }) => (id === null ? [] : [{ kind, id, title: title ?? 'Deleted' }]))
}

/** Fields that most tasks leave as they are. */
const moreFields = ['repeat', 'status', 'goal_id', 'project_id', 'plan_id', 'description'] as const

export const TaskFields = ({ task, draft, today, choices: offered, idPrefix }: Props) => {
  const own = ownChoices(task).filter(({ id }) => !offered.some((choice) => choice.id === id))
  const choices = [...offered, ...own]
  const { organization_id: _, ...values } = task ?? { ...newTaskValues, date: today }
  const stored: Record<string, string | number | null> = {
    ...values,
    estimated_minutes: estimateText(values.estimated_minutes),
  }
  const field = drafted(stored, draft, idPrefix)
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    return errors !== undefined || String(value ?? '') !== String(newTaskValues[name] ?? '')
  })
  return (
    <>
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
        <Field label="Date" type="date" hint="Empty for someday" {...field('date')} />
        <Field label="Estimate" maxlength={40} hint="e.g. 45m or 1:30" {...field('estimated_minutes')} />
        <Select label="Priority" options={optionsOf(priorityNames)} {...field('priority')} />
      </Fields>
      <details open={isOpen}>
        <summary class="link">More</summary>
        <Fields>
          <Select label="Repeats" options={optionsOf(repeatNames)} {...field('repeat')} />
          <Select label="Status" options={optionsOf(statusNames)} {...field('status')} />
          <Select label="Project" options={choicesOf(choices, 'project_id', 'No project')} {...field('project_id')} />
          <Select label="Goal" options={choicesOf(choices, 'goal_id', 'No goal')} {...field('goal_id')} />
          <Select label="Plan" options={choicesOf(choices, 'plan_id', 'No plan')} {...field('plan_id')} />
          <Field
            label="Description"
            type="textarea"
            wide
            maxlength={descriptionLimit}
            dir="auto"
            {...field('description')}
          />
        </Fields>
      </details>
    </>
  )
}
