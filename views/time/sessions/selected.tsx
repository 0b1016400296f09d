import type { AnyDraft } from '../../../functions/lib/http/form'
import type { Preferences } from '../../../functions/lib/preferences'
import { timeOfMinute } from '../../../functions/lib/text/format'
import type { SessionChoices } from '../../../functions/time/sessions/choices'
import { zoneOptions } from '../../ui/choices'
import { Field, Select, type SelectOption } from '../../ui/field'
import { draftFields } from '../../ui/form'

type Draft = { draft: AnyDraft }

const withUnchanged = ([none, ...others]: SelectOption[]): SelectOption[] => [
  { value: '', label: 'No change' },
  ...(none ? [{ ...none, value: 'none' }] : []),
  ...others,
]

/** Fields for the goal, plan or task to link sessions to. */
export const LinkFields = ({ draft, choices }: Draft & { choices: SessionChoices }) => {
  const field = draftFields({ project_id: '', goal_id: '', plan: '', task_id: '' }, draft, 'picks')
  return (
    <>
      <Select label="Project" options={withUnchanged(choices.projects)} {...field('project_id')} data-autofocus />
      <Select label="Goal" options={withUnchanged(choices.goals)} {...field('goal_id')} />
      {(choices.plans.length > 0 || draft.errors.plan) && (
        <Select
          label="Plan"
          options={withUnchanged([{ value: '', label: 'No plan' }])}
          groups={choices.plans}
          {...field('plan')}
        />
      )}
      {(choices.tasks.length > 1 || draft.errors.task_id) && (
        <Select label="Task" options={withUnchanged(choices.tasks)} {...field('task_id')} />
      )}
    </>
  )
}

/** Field for the time by which sessions move. */
export const ShiftField = ({ draft }: Draft) => (
  <Field
    label="Shift times by"
    placeholder="+1h"
    hint="e.g. +1h, -30m, +1d, -2w (days and weeks keep the time of day)"
    spellcheck={false}
    autocomplete="off"
    data-autofocus
    {...draftFields({ shift: '' }, draft, 'picks')('shift')}
  />
)

type ZoneProps = Draft & { preferences: Pick<Preferences, 'time_zone' | 'day_start_minute'> }

/** Fields for zone and day start. Their initial values are the person's current ones. */
export const ZoneFields = ({ draft, preferences: { time_zone, day_start_minute } }: ZoneProps) => {
  const field = draftFields({ time_zone, day_start: timeOfMinute(day_start_minute), keep: '' }, draft, 'picks')
  return (
    <>
      <Select
        label="Time zone"
        options={[{ value: '', label: 'No change' }, ...zoneOptions(time_zone)]}
        {...field('time_zone')}
        data-autofocus
      />
      <Field
        label="A day starts at"
        type="time"
        hint="Earlier times count towards the previous day. Leave empty to keep it."
        {...field('day_start')}
      />
      <Select
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
