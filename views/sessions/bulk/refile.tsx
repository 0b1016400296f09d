import { timeOfMinute } from '../../../functions/lib/format'
import type { Preferences } from '../../../functions/lib/preferences'
import type { BatchDraft } from '../../../functions/sessions/bulk/batch'
import { Radios } from '../../ui/choices'
import { drafted } from '../../ui/draft'
import { Field, Select } from '../../ui/field'
import { Fields } from '../../ui/form'
import { zoneOptions } from '../../ui/zones'

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
