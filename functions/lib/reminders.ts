import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Preferences } from './preferences'
import { addDays, dayOf, isoWeekday, wallTime } from './time/days'
import type { UsedPart } from './uses'

/** Values that a person sets in the sentence of a reminder. Times are minutes after midnight, days ISO weekdays. */
export type ReminderValues = {
  minutes: number
  at: number
  from: number
  to: number
  days: number[]
  day: number
}

/** Scope of a read of reminders. Wanted are those with an `at` from `from` to `to`. Instants are epoch ms. */
export type ReminderScope = {
  db: D1Database
  user: { id: string; preferences: Preferences; latest_day?: string | null }
  head: { earned: string | null }
  now: number
  from: number
  to: number
}

/** A reminder computed from the present rows. One that no longer applies is not returned by its kind. */
export type Reminder = {
  /** Identifies it within its kind, so that it is sent once. A new time makes a new key. */
  key: string
  /** When it is due, and when it is too late to send it (epoch ms). */
  at: number
  until: number
  /** Start of its subject (epoch ms). A focus that lasts longer does not hold the reminder back. */
  begins?: number
  /** Without private words: it is on locked screens. Empty where there is nothing to say now, nor later of its time. */
  title: string
  /** Title of its subject; omitted if the person hides titles. */
  text?: string
  /** Where it leads. */
  href: string
  /** Replaces the shown one with this tag; by default that of its kind. */
  tag?: string
  /** Names of its actions, from those of its kind. */
  acts?: string[]
  /** Custom mail. Null sends none. */
  mail?: (origin: string) => Promise<{ subject: string; text: string; html: Child } | null>
}

/** Runs the action of a reminder's button. False if it was done before or its row is gone. */
type Act = (c: Context, key: string) => Promise<boolean>

/** A kind of reminder, as its feature says it in `feature.ts`. */
export type ReminderKind = {
  name: string
  /** Continues the name, with `{minutes}`, `{at}`, `{from}`, `{to}`, `{days}` and `{day}` where a person sets a value. */
  says: string
  /** Default values of the sentence. */
  values: Partial<ReminderValues>
  /** Words of a mail's link to its `href`. */
  opens: string
  /** The part of Daymark that it belongs to. */
  use?: UsedPart
  /** Tells of a moment, as one with `begins` does: it comes alone. */
  isOfMoment?: boolean
  /** Nobody needs it on the next day. */
  endsWithDay?: boolean
  /** Is too long for a screen. */
  isMailOnly?: boolean
  /** Comes during a phase of focus and in quiet hours, too: a person who is at work has just asked for it. */
  isUrgent?: boolean
  /** Reports a state. A state from before the person added the reminder is not reported. */
  isState?: boolean
  /** Loads the reader of these reminders. */
  reads: () => Promise<(scope: ReminderScope, values: ReminderValues) => Promise<Reminder[]>>
  /** Buttons beside Snooze, by name. */
  acts?: Record<string, { label: string; act: () => Promise<Act> }>
}

/** Loads what reads until when reminders wait (epoch ms): while a person is in a phase of focus; null for now. */
export type ReadWait = () => Promise<(scope: Pick<ReminderScope, 'db' | 'user' | 'now'>) => Promise<number | null>>

const padded = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** The instant (epoch ms) of a minute of a person's day. */
export const minuteOf = (date: string, minute: number, { user }: Pick<ReminderScope, 'user'>) =>
  wallTime(date, padded(minute), user.preferences)

/** The instants of a minute of the day in the scope, with their dates, on these weekdays (all without). */
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

/** True where some reminder is on, by the way if one is given. */
export const isReminded = ({ reminders }: Pick<Preferences, 'reminders'>, way?: 'push' | 'mail') =>
  Object.values(reminders).some(({ by }) => by === way || (!way && (by === 'push' || by === 'mail')))
