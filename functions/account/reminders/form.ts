import type { Context } from 'hono'
import { z } from 'zod'
import type { App } from '../../lib/env'
import { submittedAll, submittedText } from '../../lib/http/form'
import { timeOfMinute } from '../../lib/text/format'
import { minuteSchema, typedLimit } from '../../lib/time/typed-minute'
import { parseDuration } from '../../lib/time/typed-time'
import { deviceErrors } from './save'
import {
  emptyRangeErrors,
  How,
  kindsOf,
  type SettingsChange,
  settingsOf,
  type ValueName,
  valueFields,
  valueNames,
  wayField,
} from './schema'

/** Typed text by field name, such as `timer_runs.minutes` or `how.quiet_from`. */
export type ReminderDraft = {
  values: Record<string, string>
  days: Record<string, string[]>
  errors: Record<string, string[]>
}

const noDuration = z.string().refine(() => false, 'Enter a duration, such as 30m or 4h')

/** Reads one typed value. */
const typed = (name: ValueName, text: string, all: string[], usual = 0): z.ZodSafeParseResult<unknown> => {
  if (name === 'days') return valueFields.days.safeParse(all.filter(Boolean).map(Number))
  if (name === 'day') return valueFields.day.safeParse(Number(text))
  if (name !== 'minutes') return minuteSchema(timeOfMinute(usual)).safeParse(text)
  const seconds = text.length > typedLimit ? null : parseDuration(text)
  return seconds === null ? noDuration.safeParse(text) : valueFields.minutes.safeParse(Math.round(seconds / 60))
}

const messages = (error: { issues: { message: string }[] }) => [...new Set(error.issues.map(({ message }) => message))]

/** Reads the submitted settings. Missing fields keep their values. */
export const readChange = async (c: Context<App>): Promise<{ change: SettingsChange } | { draft: ReminderDraft }> => {
  const values = submittedText(c)
  const errors: ReminderDraft['errors'] = {}
  const days: ReminderDraft['days'] = {}
  const kinds: NonNullable<SettingsChange['kinds']> = {}
  for (const [kind, { isMailOnly, values: usual }] of kindsOf(c.var.user.preferences)) {
    const changed: Record<string, unknown> = {}
    for (const name of ['by' as const, ...valueNames]) {
      const field = `${kind}.${name}`
      const text = values[field]
      if (text === undefined) continue
      if (name === 'days') days[field] = submittedAll(c, field)
      const read =
        name === 'by'
          ? wayField.safeParse(text)
          : typed(name, text, days[field] ?? [], Number(usual[name as ValueName] ?? 0))
      if (!read.success) errors[field] = messages(read.error)
      else if (read.data === 'push' && isMailOnly) errors[field] = ['This comes by email only']
      else changed[name] = read.data
    }
    if (Object.keys(changed).length > 0) kinds[kind] = changed
  }
  const how: Record<string, unknown> = {}
  for (const name of ['quiet_from', 'quiet_to'] as const) {
    const text = values[`how.${name}`]
    if (text === undefined) continue
    const read = minuteSchema(timeOfMinute(How.parse({})[name])).safeParse(text)
    if (read.success) how[name] = read.data
    else errors[`how.${name}`] = messages(read.error)
  }
  for (const name of ['quiet_hours', 'quiet_days_off', 'together', 'titles'] as const) {
    const sent = submittedAll(c, `how.${name}`)
    if (sent.length > 0) how[name] = sent.includes('on')
  }
  if (values['how.device'] !== undefined) how.device = values['how.device']
  Object.assign(errors, await deviceErrors(c, { how }))
  for (const [field, messages] of Object.entries(emptyRangeErrors(settingsOf(c.var.user.preferences), { kinds, how })))
    errors[field] ??= messages
  return Object.keys(errors).length > 0 ? { draft: { values, days, errors } } : { change: { kinds, how } }
}
