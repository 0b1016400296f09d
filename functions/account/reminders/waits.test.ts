import { expect, test } from 'vitest'
import { reminderKinds } from '../../lib/hooks'
import { Preferences } from '../../lib/preferences'
import { settingsOf } from './schema'
import { waitWords } from './waits'

const words = (name: string, own: object, how: object = {}, restDays: number[] = [6, 7]) => {
  const preferences = Preferences.parse({
    rest_days: restDays,
    reminders: { how: { quiet_days_off: true, ...how }, [name]: { by: 'mail', ...own } },
  })
  const { how: quiet, kinds } = settingsOf(preferences)
  const [kind, settings] = [reminderKinds()[name], kinds[name]]
  if (!kind || !settings) throw new Error(name)
  return waitWords({ kind, own: settings, how: quiet, preferences, now: Date.parse('2026-11-25T12:00:00Z') })
}

test('a reminder says where quiet holds it back', () => {
  expect(words('plan_day', {})).toBe('')
  expect(words('plan_day', { at: 360 })).toBe('Waits until 07:30 (quiet hours).')
  expect(words('plan_day', { at: 360 }, { quiet_hours: false })).toBe('')
  expect(words('plan_day', { days: [5, 6] })).toBe('Not on rest days.')
  expect(words('plan_day', { days: [6, 7] })).toBe('You won’t get this: its time is in your rest days.')
  expect(words('close_day', { at: 1380 }, { quiet_to: 720 })).toContain('quiet hours')
  expect(words('cards_due', { at: 360 })).toMatch(
    /^Waits until 07:30 \(quiet hours\); not on rest days\.$|^Waits until 07:30/,
  )
  expect(words('task_time', {})).toBe('Waits on rest days.')
  expect(words('review_week', { day: 6 })).toBe('Waits until Monday, 07:30 (rest days).')
  expect(words('timer_runs', {})).toBe('')
  expect(words('plan_day', { days: [6, 7] }, { quiet_days_off: false })).toBe('')
})
