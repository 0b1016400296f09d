import { z } from 'zod'
import { isTimeZone, memoize } from './time/days'
import { uses } from './uses'

const isoWeekday = z
  .int('Choose a day of the week')
  .min(1, 'Choose a day of the week')
  .max(7, 'Choose a day of the week')

export const noZone = 'Choose a time zone from the list'
export const noMinute = 'Enter a minute of the day, from 0 to 1439'
const noTarget = 'Enter 1 minute to 24 hours'
const noWait = 'Enter 15 minutes to 23 hours'
const noUse = `Choose from ${uses.join(', ')}`
const noLength = 'Enter 1 minute to 12 hours'
const noRounds = 'Enter 1 to 12 rounds'
const noIdle = 'Enter 0 to 120 minutes'
const noSwitch = 'Choose true or false'
const noSender = 'Enter your name and address, with at most 500 characters'
export const noNewCards = 'Enter a number of cards from 0 to 200'

const lengthMinutes = z.int(noLength).min(1, noLength).max(720, noLength)

const minuteOfDay = z.int(noMinute).min(0, noMinute).max(1439, noMinute)

export const preferenceFields = {
  time_zone: z
    .string(noZone)
    .max(100, noZone)
    .refine(isTimeZone, { error: noZone, abort: true })
    .meta({ description: 'IANA name.', example: 'Europe/Lisbon' }),
  day_start_minute: minuteOfDay.meta({ description: 'Minutes after midnight at which a new day begins.' }),
  week_start: isoWeekday.meta({ description: 'The first day of the week: 1 for Monday to 7 for Sunday.' }),
  rest_days: z
    .array(isoWeekday, 'Enter days of the week')
    .overwrite((days) => [...new Set(days)].toSorted())
    .max(6, 'Keep at least one day that isn’t a rest day')
    .meta({ description: 'Days of the week without a target.' }),
  daily_target_minutes: z.int(noTarget).min(1, noTarget).max(1440, noTarget),
  theme: z.enum(['system', 'light', 'dark'], 'Choose a theme from the list'),
  clock: z.union([z.literal(24), z.literal(12)], 'Choose 24 or 12'),
  date_order: z.enum(['system', 'dmy', 'mdy'], 'Choose an order from the list').meta({
    description:
      'Which of 3/4 is the day in a form: `dmy` for the first number. `system` is as the browser’s language.',
  }),
  sender: z
    .string(noSender)
    .trim()
    .max(500, noSender)
    .meta({ description: 'Name and address that reports begin with, in lines; without it, the username.' }),
  shortcuts: z.boolean('Choose true or false').meta({ description: 'Single-key shortcuts.' }),
  unlisted_apps: z.enum(['block', 'allow'], 'Choose one of the options'),
  ask_after_minutes: z
    .int(noWait)
    .min(15, noWait)
    .max(1380, noWait)
    .meta({ description: 'How long a timer runs before it asks whether you are still working.' }),
  new_cards_a_day: z
    .int(noNewCards)
    .min(0, noNewCards)
    .max(200, noNewCards)
    .meta({ description: 'Maximum number of new cards per day of reviews.' }),
  work_start_minute: minuteOfDay.meta({ description: 'Minutes after midnight from which a day is planned.' }),
  work_end_minute: minuteOfDay.meta({
    description:
      'Minutes after midnight up to which a day is planned; on the next day if that isn’t later than the start.',
  }),
  focus_minutes: lengthMinutes.meta({ description: 'Length of a focus.' }),
  short_break_minutes: lengthMinutes.meta({ description: 'Length of the break after a round.' }),
  long_break_minutes: lengthMinutes.meta({ description: 'Length of the break after the last round.' }),
  focus_rounds: z
    .int(noRounds)
    .min(1, noRounds)
    .max(12, noRounds)
    .meta({ description: 'Rounds before the long break.' }),
  focus_stops: z.boolean(noSwitch).meta({ description: 'Whether a focus ends at its planned end by itself.' }),
  focus_starts: z.boolean(noSwitch).meta({ description: 'Whether the next round starts by itself after a break.' }),
  focus_sound: z.boolean(noSwitch).meta({ description: 'Whether the browser sounds when a focus or a break ends.' }),
  idle_minutes: z
    .int(noIdle)
    .min(0, noIdle)
    .max(120, noIdle)
    .meta({ description: 'Minutes of inactivity after which a running timer asks; 0 for never.' }),
  uses: z
    .array(z.enum(uses, noUse), noUse)
    .max(100, noUse)
    .overwrite((chosen) => uses.filter((use) => chosen.includes(use)))
    .meta({
      description: 'The parts shown in navigation, Today and capture. URLs of the others still work.',
    }),
  first_hour: z
    .boolean('Choose true or false')
    .meta({ description: 'Whether Today shows the checklist of the first steps, until all are done.' }),
}

/** Number of entered lines after which the syntax hint is hidden. */
export const syntaxHintLines = 10

export const weekSteps = [5, 10, 15, 30] as const
export const weekScales = ['low', 'usual', 'tall', 'huge'] as const

const reminderValue = z.union([z.string().max(100), z.number(), z.boolean(), z.null(), z.array(z.int()).max(7)])

/** A missing or invalid preference falls back to its default. */
export const Preferences = z.object({
  time_zone: preferenceFields.time_zone.catch('UTC'),
  day_start_minute: preferenceFields.day_start_minute.catch(0),
  week_start: preferenceFields.week_start.catch(1),
  rest_days: preferenceFields.rest_days.catch(() => []),
  daily_target_minutes: preferenceFields.daily_target_minutes.catch(120),
  theme: preferenceFields.theme.catch('system'),
  clock: preferenceFields.clock.catch(24),
  date_order: preferenceFields.date_order.catch('system'),
  sender: preferenceFields.sender.catch(''),
  shortcuts: preferenceFields.shortcuts.catch(true),
  unlisted_apps: preferenceFields.unlisted_apps.catch('block'),
  ask_after_minutes: preferenceFields.ask_after_minutes.catch(240),
  new_cards_a_day: preferenceFields.new_cards_a_day.catch(20),
  /** Extra new cards requested for a date: `2026-11-26.20`. */
  more_new_cards: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d\.\d{1,5}$/)
    .optional()
    .catch(undefined),
  work_start_minute: preferenceFields.work_start_minute.catch(9 * 60),
  work_end_minute: preferenceFields.work_end_minute.catch(18 * 60),
  /** Latest day that was planned, and latest day that was closed. */
  planned_on: z.string().optional().catch(undefined),
  closed_on: z.string().optional().catch(undefined),
  /** Display of the week: steps of its times in minutes, and the height of its hours. */
  week_step: z.literal(weekSteps).catch(5),
  week_scale: z.enum(weekScales).catch('usual'),
  /** Number of lines entered, up to `syntaxHintLines`. */
  lines_entered: z.int().catch(0),
  focus_minutes: preferenceFields.focus_minutes.catch(25),
  short_break_minutes: preferenceFields.short_break_minutes.catch(5),
  long_break_minutes: preferenceFields.long_break_minutes.catch(15),
  focus_rounds: preferenceFields.focus_rounds.catch(4),
  focus_stops: preferenceFields.focus_stops.catch(false),
  focus_starts: preferenceFields.focus_starts.catch(false),
  focus_sound: preferenceFields.focus_sound.catch(true),
  idle_minutes: preferenceFields.idle_minutes.catch(10),
  uses: preferenceFields.uses.catch(() => [...uses]),
  first_hour: preferenceFields.first_hour.catch(false),
  /** Settings of each kind of reminder, and general ones under `how` (account/reminders/schema.ts). */
  reminders: z.record(z.string().max(40), z.record(z.string().max(40), reminderValue)).catch(() => ({})),
})
export type Preferences = z.infer<typeof Preferences>

/** Parses the JSON in `users.preferences`. Remembers results, because many people have the same JSON. */
export const readPreferences = memoize(
  1_000,
  (json: string): Readonly<Preferences> => Object.freeze(Preferences.parse(JSON.parse(json))),
)
