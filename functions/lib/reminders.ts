import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Preferences } from './preferences'
import { addDays, dayOf, isoWeekday, wallTime } from './time/days'
import type { Use } from './uses'

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

/** A reminder as what is stored now has it. One that no longer holds is not among those of its kind. */
export type Reminder = {
  /** Names it for good within its kind: it is sent once. What is moved to another time is another. */
  key: string
  /** When it is sent, and from when on nobody needs it any more (epoch ms). */
  at: number
  until: number
  /** When what it is about begins (epoch ms): it waits for no focus that is longer. */
  begins?: number
  /** Without private words: it is on locked screens. Empty where there is nothing to say now, nor later of its time. */
  title: string
  /** Names what it is about; left out where a person wants no titles on their screens. */
  text?: string
  /** Where it leads. */
  href: string
  /** Replaces the shown one with this tag; by default that of its kind. */
  tag?: string
  /** Its acts, of those of its kind. */
  acts?: string[]
  /** The mail in place of one that says the title and the text; null where it would say nothing, and none is sent. */
  mail?: (origin: string) => Promise<{ subject: string; text: string; html: Child } | null>
}

/** Does what a button of a shown reminder says. False where it is done already or gone. */
type Act = (c: Context, key: string) => Promise<boolean>

/** A kind of reminder, as its feature says it in `feature.ts`. */
export type ReminderKind = {
  name: string
  /** Continues the name, with `{minutes}`, `{at}`, `{from}`, `{to}`, `{days}` and `{day}` where a person sets a value. */
  says: string
  /** The values that the sentence names, as they are until a person sets others. */
  values: Partial<ReminderValues>
  /** Words of a mail's link to its `href`. */
  opens: string
  /** The part of Daymark that it belongs to. */
  use?: Use
  /** Tells of a moment, as one with `begins` does: it comes alone. */
  isOfMoment?: boolean
  /** Nobody needs it on the next day. */
  endsWithDay?: boolean
  /** Is too long for a screen. */
  isMailOnly?: boolean
  /** Comes during a phase of focus and in quiet hours, too: a person who is at work has just asked for it. */
  isUrgent?: boolean
  /** Tells what is so, whenever it became so: what already was when a person adds it is not told. */
  isState?: boolean
  /** Loads what reads them. */
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
