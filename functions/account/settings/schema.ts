import { z } from 'zod'
import type { User } from '../../lib/env'
import type { Draft } from '../../lib/http/form'
import { isOwnPath } from '../../lib/http/respond'
import { noNewCards, type Preferences, preferenceFields } from '../../lib/preferences'
import { nameMember } from '../../lib/resource/members'
import { minuteOfDay, typedLimit } from '../../lib/time/typed-minute'
import { parseDuration } from '../../lib/time/typed-time'
import { type UsedPart, uses } from '../../lib/uses'

/** Maximum length in characters. */
export const usernameLimit = 100

const noLength = 'Enter a duration, such as 2h, 90 or 1:30'

/** Parses a duration to minutes. Out of range, the error is `message`. */
const minutesBetween = (least: number, most: number, message: string) =>
  z
    .string(noLength)
    .max(typedLimit, noLength)
    .transform((text, { addIssue }) => {
      const minutes = Math.round((parseDuration(text) ?? Number.NaN) / 60)
      if (minutes >= least && minutes <= most) return minutes
      addIssue(Number.isNaN(minutes) ? noLength : message)
      return z.NEVER
    })

const noRounds = 'Enter 1 to 12 rounds'
const noIdle = 'Enter 0 to 120 minutes'

/** Parses a whole number up to `most` that was chosen from a list. */
const few = (most: number, message: string) =>
  z
    .string(message)
    .regex(/^\d{1,3}$/, message)
    .transform(Number)
    .refine((number) => number <= most, message)

const lengthOf = minutesBetween(1, 720, 'Enter 1 minute to 12 hours')

const weekday = z
  .string('Choose a day of the week')
  .regex(/^[1-7]$/, 'Choose a day of the week')
  .transform(Number)

/** Values of a checkbox group. A hidden empty value shows that the form had the group, even if no box is checked. */
const multipleChoice = z.union([z.string().transform((one) => [one]), z.array(z.string())], 'Choose from the list')

const onOff = multipleChoice.transform((values) => values.includes('on'))

const restDays = multipleChoice
  .transform((days) => [...new Set(days.filter(Boolean))].toSorted())
  .pipe(z.array(weekday))
  .refine((days) => days.length <= 6, 'Keep at least one day that isn’t a rest day')

const chosenUses = multipleChoice.transform((chosen) => chosen.filter(Boolean)).pipe(preferenceFields.uses)

/** Ways to begin: the page that each leads to, and the feature that the page belongs to. */
export const startChoices = {
  timer: { path: '/#entry' },
  goals: { path: '/goals/new' },
  toggl: { path: '/sessions/import?from=Toggl+Track', use: 'time' },
  clockify: { path: '/sessions/import?from=Clockify', use: 'time' },
  calendar: { path: '/meetings/import', use: 'journal' },
} as const satisfies Record<string, { path: string; use?: UsedPart }>

const waysToBegin = Object.keys(startChoices) as (keyof typeof startChoices)[]

/** The welcome form of a new account. A person who came for a certain page is not asked how to begin. */
export const WelcomeForm = z.object({
  uses: chosenUses,
  begin: z.enum(waysToBegin, 'Choose one of the options').optional(),
  next: z.string().refine(isOwnPath).catch('/'),
})

/** Form that turns on a page's feature. */
export const UseForm = z.object({ use: z.enum(uses, 'Choose one of the options') })

export const username = nameMember(usernameLimit)

/** Forms of settings, each on its own page below /settings. */
export const sections = ['sign-in', 'uses', 'days', 'focus', 'limits', 'appearance', 'keyboard'] as const
export type Section = (typeof sections)[number]

const daily_target = minutesBetween(1, 1440, 'Enter 1 minute to 24 hours')

/** Form of the first steps that sets only the daily target. */
export const TargetForm = z.object({ daily_target })
export type TargetDraft = Draft<z.output<typeof TargetForm>>

/** Hours of the day that are planned, in minutes after midnight. */
export const hoursOfWork = { work_start: minuteOfDay, work_end: minuteOfDay }

export const SettingsForm = z
  .object({
    username,
    time_zone: preferenceFields.time_zone,
    day_start: minuteOfDay,
    week_start: weekday,
    rest_days: restDays,
    daily_target,
    ...hoursOfWork,
    ask_after: minutesBetween(15, 1380, 'Enter 15 minutes to 23 hours'),
    new_cards_a_day: few(200, noNewCards),
    focus_length: lengthOf,
    short_break: lengthOf,
    long_break: lengthOf,
    focus_rounds: few(12, noRounds).refine((rounds) => rounds > 0, noRounds),
    focus_stops: onOff,
    focus_starts: onOff,
    focus_sound: onOff,
    idle_minutes: few(120, noIdle),
    sender: preferenceFields.sender,
    theme: preferenceFields.theme,
    clock: z.enum(['24', '12'], 'Choose one of the options').transform((clock) => (clock === '12' ? 12 : 24)),
    date_order: preferenceFields.date_order,
    shortcuts: onOff,
    unlisted_apps: preferenceFields.unlisted_apps,
    uses: chosenUses,
    first_hour: onOff,
    /** The form's values when it was displayed, from `settingsAsJson`. */
    shown: z.string().catch('{}'),
    section: z.enum(sections).optional().catch(undefined),
  })
  .partial()
export type SettingsForm = z.output<typeof SettingsForm>

const sectionsOfFields: { [field in keyof SettingsForm]: Section } = {
  username: 'sign-in',
  sender: 'sign-in',
  uses: 'uses',
  first_hour: 'uses',
  focus_length: 'focus',
  short_break: 'focus',
  long_break: 'focus',
  focus_rounds: 'focus',
  focus_stops: 'focus',
  focus_starts: 'focus',
  focus_sound: 'focus',
  idle_minutes: 'focus',
  ask_after: 'limits',
  new_cards_a_day: 'limits',
  unlisted_apps: 'limits',
  theme: 'appearance',
  clock: 'appearance',
  date_order: 'appearance',
  shortcuts: 'keyboard',
}

/** The form that contains a field with an error. */
export const invalidSection = (errors: Draft<SettingsForm>['errors']): Section => {
  const fields = Object.keys(errors) as (keyof SettingsForm)[]
  return fields.flatMap((field) => sectionsOfFields[field] ?? [])[0] ?? 'days'
}

export const ZoneForm = z.object({
  time_zone: preferenceFields.time_zone,
  next: z.string().optional().catch(undefined),
})

export type Settings = Preferences & { username: string }

/** The form's values as JSON, so that a submission saves only changed ones. */
export const settingsAsJson = ({ username, preferences }: User) => JSON.stringify({ username, ...preferences })

const Shown = z.record(z.string(), z.unknown())

const readShown = (shown: string | undefined): Record<string, unknown> => {
  try {
    return Shown.parse(JSON.parse(shown ?? '{}'))
  } catch {
    return {}
  }
}

export const changedSettings = ({
  day_start,
  daily_target,
  ask_after,
  work_start,
  work_end,
  focus_length,
  short_break,
  long_break,
  shown,
  section,
  ...form
}: SettingsForm): Partial<Settings> => {
  const before = readShown(shown)
  const sent = {
    ...form,
    day_start_minute: day_start,
    daily_target_minutes: daily_target,
    ask_after_minutes: ask_after,
    work_start_minute: work_start,
    work_end_minute: work_end,
    focus_minutes: focus_length,
    short_break_minutes: short_break,
    long_break_minutes: long_break,
  }
  return Object.fromEntries(
    Object.entries(sent).filter(
      ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(before[name]),
    ),
  )
}

const statsPreferences = ['time_zone', 'day_start_minute', 'week_start', 'rest_days', 'daily_target_minutes']

export const outdatesStats = (changed: Partial<Settings>) => statsPreferences.some((name) => name in changed)

const timerPreferences = [
  ...['time_zone', 'day_start_minute', 'clock', 'ask_after_minutes'],
  ...['focus_minutes', 'focus_sound', 'idle_minutes'],
]

export const outdatesTimer = (changed: Partial<Settings>) => timerPreferences.some((name) => name in changed)

/** True if a changed setting is visible in the shell. */
export const changesShell = (changed: Partial<Settings>) =>
  outdatesTimer(changed) || ['username', 'uses', 'theme', 'shortcuts'].some((name) => name in changed)

export const outdatesWhitelist = (changed: Partial<Settings>) => 'unlisted_apps' in changed
