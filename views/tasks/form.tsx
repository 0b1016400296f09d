import type { AnyDraft } from '../../functions/lib/resource/pages'
import type { TaskChoice } from '../../functions/tasks/queries'
import { descriptionLimit, type ListedTask, newTaskValues, titleLimit } from '../../functions/tasks/schema'
import { estimateText, priorityNames, repeatNames, statusNames } from '../../functions/tasks/words'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { projectFirst } from '../ui/filing-fields'
import { Fields } from '../ui/form'

type Props = {
  /** Missing for a new task. */
  task?: ListedTask
  draft?: AnyDraft
  today: string
  choices: TaskChoice[]
  /** Chosen for a new task. */
  organization: string | null
  idPrefix: string
}

export const choicesOf = (choices: TaskChoice[], kind: TaskChoice['kind'], none: string) => [
  { value: '', label: none },
  ...choices.filter((choice) => choice.kind === kind).map(({ id, title }) => ({ value: id, label: title })),
]

/** Choices that a task has made already, which may be closed or deleted. */
export const ownChoices = (task: ListedTask | undefined): TaskChoice[] => {
  if (!task) return []
  const { goal_id, goal_title, project_id, project_name, plan_id, plan_title, organization_id, organization_name } =
    task
  const own = [
    { kind: 'goal_id', id: goal_id, title: goal_title },
    { kind: 'project_id', id: project_id, title: project_name },
    { kind: 'plan_id', id: plan_id, title: plan_title },
    { kind: 'organization_id', id: organization_id, title: organization_name },
  ] as const
  return own.flatMap(({ kind, id, title }) => (id === null ? [] : [{ kind, id, title: title ?? 'Deleted' }]))
}

/** Fields that most tasks leave as they are. */
const moreFields = ['repeat', 'status', 'goal_id', 'project_id', 'plan_id', 'organization_id', 'description'] as const

export const TaskFields = ({ task, draft, today, choices: offered, organization: chosen, idPrefix }: Props) => {
  const own = ownChoices(task).filter(({ id }) => !offered.some((choice) => choice.id === id))
  const choices = [...offered, ...own]
  const newValues = { ...newTaskValues, date: today, organization_id: chosen }
  const values = task ?? newValues
  const stored: Record<string, string | number | null> = {
    ...values,
    estimated_minutes: estimateText(values.estimated_minutes),
  }
  const field = drafted(stored, draft, idPrefix)
  const organization = field('organization_id')
  const hasOrganizations = choices.some(({ kind }) => kind === 'organization_id')
  const isOpen = moreFields.some((name) => {
    const { value, errors } = field(name)
    return errors !== undefined || String(value ?? '') !== String(newValues[name] ?? '')
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
          {(hasOrganizations || organization.errors) && (
            <Select
              label="Organization"
              hint={projectFirst}
              options={choicesOf(choices, 'organization_id', 'No organization')}
              {...organization}
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
      </details>
    </>
  )
}
