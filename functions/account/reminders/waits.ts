import type { Preferences } from '../../lib/preferences'
import type { ReminderKind } from '../../lib/reminders'
import { clockTime, timeOfMinute, weekdayNames } from '../../lib/text/format'
import { capitalize } from '../../lib/text/text'
import { addDays, dayOf, dayStart, isoWeekday, wallTime } from '../../lib/time/days'
import { hourMs } from '../../lib/time/units'
import { quietUntil } from './quiet'
import type { How, KindSettings } from './schema'

/** Weekdays on which a reminder is due. */
const daysOf = ({ values }: ReminderKind, own: KindSettings) => {
  if (values.days) return own.days
  return values.day ? [own.day] : [1, 2, 3, 4, 5, 6, 7]
}

type Facts = { kind: ReminderKind; own: KindSettings; how: How; preferences: Preferences; now: number }

/** The times of the coming week at which a reminder falls into quiet time, each with the end of that time. */
const heldTimes = ({ kind, own, how, preferences, now }: Facts) => {
  const quiet = { how, zone: preferences, free: { restDays: preferences.rest_days, daysOff: new Set<string>() } }
  const hours = { ...quiet, how: { ...how, quiet_days_off: false } }
  const today = dayOf(now, preferences)
  return Array.from({ length: 7 }, (_, days) => addDays(today, days)).flatMap((date) => {
    if (!daysOf(kind, own).includes(isoWeekday(date))) return []
    const at = wallTime(date, timeOfMinute(own.at), preferences)
    const end = quietUntil(at, quiet)
    const isLost = kind.endsWithDay === true && end >= dayStart(addDays(date, 1), preferences)
    return end > at ? [{ day: isoWeekday(date), at, end, isLost, isNight: quietUntil(at, hours) > at }] : []
  })
}

/** Explains when quiet hours or rest days delay a reminder with a fixed time; empty if they never do. */
export const waitWords = (facts: Facts) => {
  const { kind, own, preferences } = facts
  if (kind.values.at === undefined) return ''
  const held = heldTimes(facts)
  const [first] = held
  if (!first) return ''
  const isAlways = held.length === daysOf(kind, own).length
  const clock = (end: number) => clockTime(end, preferences.time_zone, preferences.clock)
  const dayName = (end: number) => weekdayNames[isoWeekday(dayOf(end, preferences)) - 1]
  const why = first.isNight ? 'quiet hours' : 'rest days'
  if (isAlways && held.every(({ isLost }) => isLost)) return `You won’t get this: its time is in your ${why}.`
  const night = held.find(({ isNight, isLost }) => isNight && !isLost)
  const rests = held.filter(({ isNight }) => !isNight)
  const words: string[] = []
  if (night) {
    const isFar = night.end - night.at > 24 * hourMs
    words.push(`waits until ${isFar ? `${dayName(night.end)}, ` : ''}${clock(night.end)} (quiet hours)`)
  }
  if (rests.length > 0) {
    const end = `${dayName(first.end)}, ${clock(first.end)}`
    if (rests.every(({ isLost }) => isLost)) words.push('not on rest days')
    else words.push(isAlways && rests.length === held.length ? `waits until ${end} (rest days)` : 'waits on rest days')
  }
  return words.length > 0 ? `${capitalize(words.join('; '))}.` : ''
}
