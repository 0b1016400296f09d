import { timeOfMinute } from '../../../../functions/lib/format'
import type { Preferences } from '../../../../functions/lib/preferences'
import type { BatchDraft } from '../../../../functions/time/sessions/bulk/batch'
import type { SessionChoices } from '../../../../functions/time/sessions/choices'
import { Radios, zoneOptions } from '../../../ui/choices'
import { Field, type Option, Select, TagsField } from '../../../ui/field'
import { drafted, Fields } from '../../../ui/form'

type Props = { draft: BatchDraft; preferences: Pick<Preferences, 'time_zone' | 'day_start_minute'> }

/** Starts with the person's present zone and day start. */
export const RefileFields = ({ draft, preferences }: Props) => {
  const isNew = Object.values(draft.values).every((value) => value === '')
  const values = isNew
    ? { time_zone: preferences.time_zone, day_start: timeOfMinute(preferences.day_start_minute), keep: 'moments' }
    : { time_zone: '', day_start: '', keep: 'moments' }
  const field = drafted(values, { ...draft, values: isNew ? {} : draft.values }, 'bulk')
  return (
    <>
      <p>Change the time zone or day start of sessions you already logged.</p>
      <Fields>
        <Select
          label="Time zone"
          wide
          options={[{ value: '', label: 'No change' }, ...zoneOptions(preferences.time_zone)]}
          {...field('time_zone')}
          data-autofocus
        />
        <Field
          label="A day starts at"
          type="time"
          wide
          hint="Earlier times count towards the previous day. Leave empty to keep it."
          {...field('day_start')}
        />
      </Fields>
      <Radios
        label="When the time zone changes, keep"
        options={[
          { value: 'moments', label: 'Same instant (displayed time changes)' },
          { value: 'clock', label: 'Same clock time (9:00 stays 9:00)' },
        ]}
        {...field('keep')}
      />
    </>
  )
}

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
