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
      <p>Sessions keep the time zone and the day start that they were written with. Here they get others.</p>
      <Fields>
        <Select
          label="Time zone"
          wide
          options={[{ value: '', label: 'Leave as it is' }, ...zoneOptions(preferences.time_zone)]}
          {...field('time_zone')}
          data-autofocus
        />
        <Field
          label="A day starts at"
          type="time"
          wide
          hint="Earlier counts to the day before. Empty leaves it as it is."
          {...field('day_start')}
        />
      </Fields>
      <Radios
        label="With another time zone, keep"
        options={[
          { value: 'moments', label: 'The moments: the clock shows other times' },
          { value: 'clock', label: 'The clock times: 9:00 stays 9:00, at another moment' },
        ]}
        {...field('keep')}
      />
    </>
  )
}
