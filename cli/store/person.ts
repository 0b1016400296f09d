import type { Preferences } from '../../functions/lib/preferences'
import { uses } from '../../functions/lib/uses'
import { accountIn } from './account'
import type { Database } from './database'

/** Preferences before the first sign-in: those of a new account, in the zone of this machine. */
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
  work_start_minute: 540,
  work_end_minute: 1080,
  uses: [...uses],
  first_hour: false,
  lines_entered: 0,
  week_step: 5,
  week_scale: 'usual',
  reminders: {},
})

export const preferencesIn = (db: Database) => accountIn(db)?.preferences ?? usual()
