import { z } from 'zod'
import { reminderKinds } from '../../lib/hooks'
import type { Preferences } from '../../lib/preferences'
import { noMinute } from '../../lib/preferences'
import type { ReminderKind, ReminderValues } from '../../lib/reminders'
import { isUsed, uses } from '../../lib/uses'

export const notificationsPath = '/settings/notifications'

export const deliveryWays = ['off', 'push', 'mail'] as const
export type Way = (typeof deliveryWays)[number]

const noMinutes = 'Enter 1 minute to 24 hours'
const noDay = 'Choose a day of the week'
export const noDevice = 'This device doesn’t exist. Choose another.'
const noDays = 'Choose at least one day of the week'

const minuteOfDay = z.int(noMinute).min(0, noMinute).max(1439, noMinute)
const weekday = z.int(noDay).min(1, noDay).max(7, noDay)

export const valueFields = {
  minutes: z.int(noMinutes).min(1, noMinutes).max(1440, noMinutes),
  at: minuteOfDay,
  from: minuteOfDay,
  to: minuteOfDay,
  days: z
    .array(weekday, noDays)
    .min(1, noDays)
    .overwrite((days) => [...new Set(days)].toSorted()),
  day: weekday,
} satisfies { [name in keyof ReminderValues]: z.ZodType<ReminderValues[name]> }

export type ValueName = keyof ReminderValues
export const valueNames = Object.keys(valueFields) as ValueName[]

export const wayField = z.enum(deliveryWays, 'Choose off, push or mail')

export const deliveryFields = {
  quiet_hours: z.boolean('Choose true or false').meta({ description: 'Quiet from `quiet_from` to `quiet_to`.' }),
  quiet_from: minuteOfDay,
  quiet_to: minuteOfDay,
  quiet_days_off: z.boolean('Choose true or false').meta({ description: 'Quiet on rest days and days off.' }),
  together: z.boolean('Choose true or false').meta({
    description: 'Combines reminders that waited for the end of quiet hours into one notification.',
  }),
  titles: z.boolean('Choose true or false').meta({
    description:
      'Names tasks, meetings and apps in notifications and email subjects; without it, these contain nothing private.',
  }),
  device: z.string().max(100, noDevice).meta({ description: '`all`, or the id of the one device to push to.' }),
}

/** Settings shared by all reminders. Times are minutes after midnight. */
export const How = z.object({
  quiet_hours: deliveryFields.quiet_hours.catch(true),
  quiet_from: deliveryFields.quiet_from.catch(21 * 60),
  quiet_to: deliveryFields.quiet_to.catch(7 * 60 + 30),
  quiet_days_off: deliveryFields.quiet_days_off.catch(false),
  together: deliveryFields.together.catch(true),
  titles: deliveryFields.titles.catch(false),
  device: deliveryFields.device.catch('all'),
})
export type How = z.output<typeof How>

const unset: ReminderValues = { minutes: 1, at: 0, from: 0, to: 0, days: [1, 2, 3, 4, 5, 6, 7], day: 1 }

/** Settings of a kind. `since`: when it was turned on (epoch ms); earlier reminders are not sent. */
export type KindSettings = ReminderValues & { by: Way; since: number }

const kindSettings = ({ values }: ReminderKind, saved: Record<string, unknown> = {}): KindSettings => {
  const usual = { ...unset, ...values }
  const read = valueNames.map((name) => [name, valueFields[name].safeParse(saved[name]).data ?? usual[name]])
  const by = wayField.catch('off').parse(saved.by)
  return { ...Object.fromEntries(read), by, since: z.number().catch(0).parse(saved.since) }
}

const placeOf = ({ use }: ReminderKind) => (use ? uses.indexOf(use) : uses.length)

/** Kinds of reminders, grouped by feature, of the features that the person uses. */
export const kindsOf = (preferences: Preferences) =>
  Object.entries(reminderKinds())
    .filter(([, { use }]) => isUsed({ preferences }, use))
    .sort(([, a], [, b]) => placeOf(a) - placeOf(b))

export type ReminderSettings = { how: How; kinds: Record<string, KindSettings> }

/** A person's reminder settings; missing ones have their defaults. */
export const settingsOf = (preferences: Preferences): ReminderSettings => {
  const saved = preferences.reminders
  const kinds = kindsOf(preferences).map(([name, kind]) => [name, kindSettings(kind, saved[name])] as const)
  return { how: How.parse(saved.how ?? {}), kinds: Object.fromEntries(kinds) }
}

/** A change of settings; missing members are unchanged. */
export type SettingsChange = {
  how?: Partial<How>
  kinds?: Record<string, Partial<ReminderValues> & { by?: Way }>
}

const sameTimes = ['From and To are the same. Enter another time.']

/** Errors, by field, of time ranges that a change would make empty. */
export const emptyRangeErrors = ({ how, kinds }: ReminderSettings, change: SettingsChange) => {
  const errors: Record<string, string[]> = {}
  const { quiet_from = how.quiet_from, quiet_to = how.quiet_to } = change.how ?? {}
  const isSet = change.how?.quiet_from !== undefined || change.how?.quiet_to !== undefined
  if (isSet && quiet_from === quiet_to) errors['how.quiet_to'] = sameTimes
  for (const [name, { from, to }] of Object.entries(change.kinds ?? {})) {
    const own = kinds[name]
    if ((from !== undefined || to !== undefined) && (from ?? own?.from) === (to ?? own?.to))
      errors[`${name}.to`] = sameTimes
  }
  return errors
}

/** Members of the preferences changed by a settings change. @param now epoch ms */
export const changedReminders = ({ kinds }: ReminderSettings, change: SettingsChange, now: number) => ({
  ...(change.how && { how: change.how }),
  ...Object.fromEntries(
    Object.entries(change.kinds ?? {}).map(([name, { by, ...values }]) => {
      const turnsOn = by && by !== 'off' && kinds[name]?.by === 'off'
      return [name, { ...values, ...(by && { by }), ...(turnsOn && { since: now }) }]
    }),
  ),
})

/** A push device. Without an endpoint it was turned off. Times are epoch ms. */
export type Device = {
  id: string
  session_hash: string
  endpoint: string | null
  p256dh: string | null
  auth: string | null
  device: string
  created_at: number
  seen_at: number
  stopped_at: number | null
}

/** True if a device accepts push messages. */
export const hasOpenDevice = (devices: Device[]) => devices.some(({ endpoint }) => endpoint !== null)
