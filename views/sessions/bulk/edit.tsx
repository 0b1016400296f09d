import type { BatchDraft } from '../../../functions/sessions/bulk/batch'
import type { SessionChoices } from '../../../functions/sessions/choices'
import { TagsField } from '../../tags-field'
import { drafted } from '../../ui/draft'
import { Field, type Option, Select } from '../../ui/field'
import { Fields } from '../../ui/form'

const withUnchanged = ([none, ...others]: Option[]): Option[] => [
  { value: '', label: 'No change' },
  ...(none ? [{ ...none, value: 'none' }] : []),
  ...others,
]

const planOptions = withUnchanged([{ value: '', label: 'No plan' }])

const empty = { project_id: '', goal_id: '', plan: '', task_id: '', add_tags: '', remove_tags: '', shift: '' }

export const EditFields = ({ draft, choices }: { draft: BatchDraft; choices: SessionChoices }) => {
  const field = drafted(empty, draft, 'bulk')
  const text = { autocomplete: 'off', wide: true }
  return (
    <Fields>
      <Select label="Project" wide options={withUnchanged(choices.projects)} {...field('project_id')} data-autofocus />
      <Select label="Goal" wide options={withUnchanged(choices.goals)} {...field('goal_id')} />
      {(choices.plans.length > 0 || draft.errors.plan) && (
        <Select label="Plan" wide options={planOptions} groups={choices.plans} {...field('plan')} />
      )}
      {(choices.tasks.length > 1 || draft.errors.task_id) && (
        <Select label="Task" wide options={withUnchanged(choices.tasks)} {...field('task_id')} />
      )}
      <TagsField label="Add tags" wide hint="Separated by commas" {...field('add_tags')} />
      <TagsField label="Remove tags" wide hint="Separated by commas" {...field('remove_tags')} />
      <Field
        label="Shift times by"
        placeholder="+1h"
        hint="e.g. +1h, -30m, +1d, -2w (days and weeks keep the time of day)"
        spellcheck={false}
        {...text}
        {...field('shift')}
      />
    </Fields>
  )
}
