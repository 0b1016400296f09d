import { z } from 'zod'
import { isTimeZone } from './days'

const isoWeekday = z.int().min(1).max(7)

/** A person's preferences; each that is missing, or no longer valid, falls back to its default. */
export const Preferences = z.object({
  /** IANA name */
  time_zone: z.string().refine(isTimeZone, 'Choose a time zone from the list').catch('UTC'),
  /** Minutes after midnight at which a new day begins. */
  day_start_minute: z.int().min(0).max(1439).catch(0),
  week_start: isoWeekday.catch(1),
  rest_days: z
    .array(isoWeekday)
    .max(6)
    .catch(() => []),
  daily_target_minutes: z.int().min(1).max(1440).catch(120),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  clock: z.union([z.literal(24), z.literal(12)]).catch(24),
  shortcuts: z.boolean().catch(true),
  unlisted_apps: z.enum(['block', 'allow']).catch('block'),
})
export type Preferences = z.infer<typeof Preferences>

/** The preferences stored as JSON, completed with the defaults. */
export const readPreferences = (json: string): Preferences => Preferences.parse(JSON.parse(json))
