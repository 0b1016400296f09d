import { z } from 'zod'
import { noZone } from '../../../lib/preferences'
import { Tags } from '../../../lib/tags'
import { daysLater, isTimeZone, zoneId } from '../../../lib/time/days'
import { minuteOfDay } from '../../../lib/time/typed-minute'
import { longestSeconds, parseDuration } from '../../../lib/time/typed-time'
import { noPlan } from '../plan-link'
import { planChoice } from '../schema'

/** A shift: first calendar days, which keep the clock time, then seconds. */
type Shift = { days: number; seconds: number }

const maxDays = 47_847

const FORMAT_HINT = 'Use a sign: +1h, -30m, +1d or -2w.'

const SIGNED = /^([+-]) ?(?:(\d{1,5}) ?w(?:(?:ee)?ks?)?(?![a-z]))? ?(?:(\d{1,5}) ?d(?:ays?)?(?![a-z]))? ?(.*)$/

/** Parses `+1h`, `-30m`, `+1:30`, `+1d`, `-2w` or `+1d 2h`. A bare number means minutes. */
export const parseShift = (typed: string): Shift | { error: string } => {
  const text = typed
    .normalize('NFKC')
    .replace(/[‐‑‒–—―−]/g, '-')
    .trim()
    .toLowerCase()
  const [, sign, weeks, days, rest = ''] = SIGNED.exec(text) ?? []
  if (sign === undefined) return { error: FORMAT_HINT }
  const seconds = rest === '' ? 0 : parseDuration(rest)
  if (seconds === null)
    return { error: `${FORMAT_HINT} Hours and minutes can add up to at most ${longestSeconds / 86_400} days.` }
  const count = Number(weeks ?? 0) * 7 + Number(days ?? 0)
  if (count > maxDays) return { error: 'That is out of range.' }
  if (rest === '' && weeks === undefined && days === undefined) return { error: FORMAT_HINT }
  if (count === 0 && seconds === 0) return { error: 'Enter a time other than zero.' }
  const by = (n: number) => (sign === '-' && n > 0 ? -n : n)
  return { days: by(count), seconds: by(seconds) }
}

/** Moves an instant (epoch ms) by a shift, counting days in the zone. */
export const shiftInstant = (instant: number, { days, seconds }: Shift, timeZone: string) =>
  daysLater(instant, days, timeZone) + seconds * 1000

/** Undefined keeps each session's value; null clears it. */
const optionalChoice = z
  .string('Choose from the list')
  .max(100, 'Choose from the list')
  .default('')
  .transform((choice) => (choice === '' ? undefined : choice === 'none' ? null : choice))

/** Undefined keeps each session's plan and chunk; nulls clear them. */
const optionalPlan = planChoice
  .default({ plan_id: null, chunk_id: null })
  .transform((link) => (link.plan_id === null ? undefined : link.plan_id === 'none' ? noPlan : link))

/** Edit of several sessions. Empty fields keep each value. */
export const ManyEdit = z
  .object({
    project_id: optionalChoice,
    goal_id: optionalChoice,
    plan: optionalPlan,
    task_id: optionalChoice,
    add_tags: Tags.default([]),
    remove_tags: Tags.default([]),
    shift: z
      .string('Enter text')
      .max(40, 'At most 40 characters')
      .default('')
      .transform((typed, { addIssue }) => {
        if (typed.trim() === '') return null
        const shift = parseShift(typed)
        if ('error' in shift) addIssue(shift.error)
        return 'error' in shift ? z.NEVER : shift
      }),
  })
  .superRefine(({ add_tags, remove_tags, ...edit }, { addIssue }) => {
    const both = add_tags.find((tag) => remove_tags.some((other) => other.toLowerCase() === tag.toLowerCase()))
    if (both !== undefined) {
      addIssue({ code: 'custom', path: ['remove_tags'], message: `#${both} is also added. Keep only one.` })
    }
    const links = [edit.project_id, edit.goal_id, edit.plan, edit.task_id]
    const isNothing = links.every((link) => link === undefined) && edit.shift === null
    if (isNothing && add_tags.length + remove_tags.length === 0) {
      addIssue({ code: 'custom', path: ['form'], message: 'Enter at least one change' })
    }
  })
export type ManyEdit = z.output<typeof ManyEdit>

/** New zone and day start of several sessions. Empty fields keep each value. */
export const RefileForm = z
  .object({
    time_zone: z
      .string(noZone)
      .max(100, noZone)
      .default('')
      .refine((zone) => zone === '' || isTimeZone(zone), noZone)
      .transform((zone) => (zone === '' ? null : zoneId(zone))),
    day_start: z.preprocess((typed) => (typed === '' ? null : typed), minuteOfDay.nullable()).default(null),
    /** Keeps the instants, or the clock times. */
    keep: z
      .enum(['', 'moments', 'clock'], 'Choose one of the options')
      .default('')
      .transform((keep) => keep || 'moments'),
  })
  .refine(({ time_zone, day_start }) => time_zone !== null || day_start !== null, {
    path: ['form'],
    message: 'Choose a time zone, a day start, or both',
  })
export type RefileForm = z.output<typeof RefileForm>
