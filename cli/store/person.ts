import type { Preferences } from '../../functions/lib/preferences'
import { uses } from '../../functions/lib/uses'
import { storedAccount } from './account'
import type { Database } from './database'

/** Preferences before the first sign-in: the defaults, with this machine's time zone. */
const usual = (): Preferences => ({
  time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
  day_start_minute: 0,
  week_start: 1,
  rest_days: [],
  daily_target_minutes: 120,
  theme: 'system',
  clock: 24,
  date_order: 'system',
  sender: '',
  shortcuts: true,
  unlisted_apps: 'block',
  ask_after_minutes: 240,
  new_cards_a_day: 20,
  focus_minutes: 25,
  short_break_minutes: 5,
  long_break_minutes: 15,
  focus_rounds: 4,
  focus_stops: false,
  focus_starts: false,
  focus_sound: true,
  idle_minutes: 0,
  work_start_minute: 540,
  work_end_minute: 1080,
  uses: [...uses],
  first_hour: false,
  lines_entered: 0,
  week_step: 5,
  week_scale: 'usual',
  reminders: {},
})

export const storedPreferences = (db: Database) => storedAccount(db)?.preferences ?? usual()
