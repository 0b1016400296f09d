import { allTimeOptions } from '../../../functions/whitelists/earned/condition-choices'
import { drafted } from '../../ui/draft'
import { Field, type Option, optionsOf, Select } from '../../ui/field'

type AfterValues = { after_subject: string; after_minutes: string; after_period: string }

/** What the fields of a rule begin with: an hour of all time, within the day. */
export const newCondition: AfterValues = { after_subject: 'all', after_minutes: '1h', after_period: 'day' }

type AfterFieldsProps = {
  values?: AfterValues
  /** What was typed, and what is wrong with it. */
  draft?: { values: Partial<Record<keyof AfterValues, string>>; errors: Partial<Record<keyof AfterValues, string[]>> }
  idPrefix: string
  /** What can count (functions/whitelists/after-choices.ts); without it only what holds for everybody. */
  choices?: Option[]
  /** An admin's rule for a person: nothing of theirs is offered. */
  onlyAll?: boolean
}

/** On which time of the person's own an app's permission depends. Stands in `Fields`. */
export const ConditionFields = ({ values = newCondition, draft, idPrefix, choices, onlyAll }: AfterFieldsProps) => {
  const field = drafted(values, draft, idPrefix)
  return (
    <>
      <Select
        label="Opens after"
        wide
        options={(!onlyAll && choices) || allTimeOptions()}
        {...field('after_subject')}
      />
      <Field
        label="How much"
        maxlength={40}
        autocomplete="off"
        hint="60, 1:30 or 2h. The daily target needs none"
        {...field('after_minutes')}
      />
      <Select label="Within" options={optionsOf({ day: 'The day', week: 'The week' })} {...field('after_period')} />
    </>
  )
}
