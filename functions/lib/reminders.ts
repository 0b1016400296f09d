import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Preferences } from './preferences'
import { addDays, dayOf, isoWeekday, wallTime } from './time/days'
import type { UsedPart } from './uses'

/** Values that a person can set in a reminder's sentence. Times are minutes after midnight, days ISO weekdays. */
export type ReminderValues = {
  minutes: number
  at: number
  from: number
  to: number
  days: number[]
  day: number
}

/** Scope of a read: reminders whose `at` is between `from` and `to`. Instants are epoch ms. */
export type ReminderScope = {
  db: D1Database
  user: { id: string; preferences: Preferences; latest_day?: string | null }
  head: { earned: string | null; limits?: string | null }
  now: number
  from: number
  to: number
}

/** A reminder computed from the present rows. If it no longer applies, its kind does not return it. */
export type Reminder = {
  /** Identifies the reminder within its kind, so that it is sent once. A new time gives a new key. */
  key: string
  /** When it is due, and after which it is too late to send it (epoch ms). */
  at: number
  until: number
  /** Start of its subject (epoch ms). A focus that lasts longer does not hold the reminder back. */
  begins?: number
  /** Title without private words, because lock screens show it. Empty if there is nothing to report, now or later. */
  title: string
  /** Title of its subject; omitted if the person hides titles. */
  text?: string
  /** Path that the reminder opens. */
  href: string
  /** Replaces a shown notification with this tag; by default that of the kind. */
  tag?: string
  /** Names of the buttons it offers, among the `acts` of its kind; by default none. */
  acts?: string[]
  /** Custom email; null sends no email. */
  mail?: (origin: string) => Promise<{ subject: string; text: string; html: Child } | null>
}

/** Runs the action of a reminder's button. False if it was already done or its row is gone. */
type Act = (c: Context, key: string) => Promise<boolean>

/** A kind of reminder, defined in a feature's `feature.ts`. */
export type ReminderKind = {
  name: string
  /** Rest of the sentence. `{minutes}`, `{at}`, `{from}`, `{to}`, `{days}` and `{day}` are values to set. */
  says: string
  /** Default values in the sentence. */
  values: Partial<ReminderValues>
  /** Text of the link to `href` in an email. */
  opens: string
  /** The part of Daymark that it belongs to. Unset: always available. */
  use?: UsedPart
  /** Concerns a moment, like a reminder with `begins`, so it is not combined with others. */
  isOfMoment?: boolean
  /** Not sent after the end of the day. */
  endsWithDay?: boolean
  /** Too long for a notification, so only sent by email. */
  isMailOnly?: boolean
  /** Sent even during a focus and in quiet hours, because a person at work has just asked for it. */
  isUrgent?: boolean
  /** Reports a state. Not sent for states from before the person turned the reminder on. */
  isState?: boolean
  /** Loads the reader of these reminders. */
  reads: () => Promise<(scope: ReminderScope, values: ReminderValues) => Promise<Reminder[]>>
  /** Buttons in addition to Snooze, by name. */
  acts?: Record<string, { label: string; act: () => Promise<Act> }>
}

/** Loads the read of the time until which reminders wait (epoch ms), such as the end of a focus; null to send now. */
export type ReadWait = () => Promise<(scope: Pick<ReminderScope, 'db' | 'user' | 'now'>) => Promise<number | null>>

const padded = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Instant (epoch ms) of a minute after midnight on a person's date. */
export const minuteOf = (date: string, minute: number, { user }: Pick<ReminderScope, 'user'>) =>
  wallTime(date, padded(minute), user.preferences)

/** Instants in the scope at a minute after midnight, with their dates. @param days ISO weekdays; all by default */
export const timesOfDay = (scope: ReminderScope, minute: number, days?: number[]) => {
  const { from, to, user } = scope
  const times: { date: string; at: number }[] = []
  const last = dayOf(to, user.preferences)
  for (let date = dayOf(from, user.preferences); date <= last; date = addDays(date, 1)) {
    const at = minuteOf(date, minute, scope)
    if (at >= from && at <= to && (!days || days.includes(isoWeekday(date)))) times.push({ date, at })
  }
  return times
}

/** True if any reminder is on. @param way only this way of sending */
export const isReminded = ({ reminders }: Pick<Preferences, 'reminders'>, way?: 'push' | 'mail') =>
  Object.values(reminders).some(({ by }) => by === way || (!way && (by === 'push' || by === 'mail')))
