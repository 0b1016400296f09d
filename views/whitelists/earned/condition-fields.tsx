import { allTimeOptions } from '../../../functions/whitelists/earned/condition-choices'
import { Field, type Option, optionsOf, Select } from '../../ui/field'
import { drafted } from '../../ui/form'

type AfterValues = { after_subject: string; after_minutes: string; after_period: string }

export const newCondition: AfterValues = { after_subject: 'all', after_minutes: '1h', after_period: 'day' }

type AfterFieldsProps = {
  values?: AfterValues
  draft?: { values: Partial<Record<keyof AfterValues, string>>; errors: Partial<Record<keyof AfterValues, string[]>> }
  idPrefix: string
  /** From `conditionChoices`; without it only those that everybody has. */
  choices?: Option[]
  /** For an admin's rule: no subject of the person's own is offered. */
  onlyAll?: boolean
}

export const ConditionFields = ({ values = newCondition, draft, idPrefix, choices, onlyAll }: AfterFieldsProps) => {
  const field = drafted(values, draft, idPrefix)
  return (
    <>
      <Select
        label="Unlocks after"
        wide
        options={(!onlyAll && choices) || allTimeOptions()}
        {...field('after_subject')}
      />
      <Field
        label="Time needed"
        maxlength={40}
        autocomplete="off"
        hint="e.g. 2h (not needed for the daily target)"
        {...field('after_minutes')}
      />
      <Select label="Per" options={optionsOf({ day: 'Day', week: 'Week' })} {...field('after_period')} />
    </>
  )
}
