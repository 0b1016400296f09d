import { z } from 'zod'
import { addDays, datesBetween, dayStart, isoWeekday, weekOf } from '../lib/days'
import type { Preferences } from '../lib/preferences'
import { remembered } from '../lib/remembered'
import type { UnlockCondition } from './schema'

/**
 * JSON of `change_heads.earned`, kept by triggers: rules with a condition, seconds tracked under their subjects by
 * date, and coming days off.
 */
const Kept = z.object({
  rules: z.array(
    z.tuple([z.string(), z.enum(['user', 'admin']), z.string(), z.number().nullable(), z.enum(['day', 'week'])]),
  ),
  days: z.record(z.string(), z.record(z.string(), z.number())),
  off: z.array(z.string()),
})

const noneKept: z.infer<typeof Kept> = { rules: [], days: {}, off: [] }

const readKept = remembered(100, (json: string) => Kept.parse(JSON.parse(json)))

export type EarnedRule = { package_name: string; set_by: 'user' | 'admin'; after: UnlockCondition }

/** In whole seconds. */
export type UnlockProgress = {
  /** 0 where nothing is needed: the daily target on a rest day or a day off. */
  needed_seconds: number
  tracked_seconds: number
  /** 0 once it is reached. */
  missing_seconds: number
  /** End of the day or week, when counting starts again (epoch ms). */
  until: number
}

export type Earned = { rules: EarnedRule[]; progress: (after: UnlockCondition) => UnlockProgress }

type Person = Pick<Preferences, 'time_zone' | 'day_start_minute' | 'week_start' | 'rest_days' | 'daily_target_minutes'>

/** @param kept column `earned` of `change_heads`; null where no rule has a condition @param today in the person's zone */
export const readEarned = (kept: string | null, person: Person, today: string): Earned => {
  const { rules, days, off } = kept === null ? noneKept : readKept(kept)
  const needed = ({ seconds }: UnlockCondition) => {
    if (seconds !== null) return seconds
    const isFree = person.rest_days.includes(isoWeekday(today)) || off.includes(today)
    return isFree ? 0 : person.daily_target_minutes * 60
  }
  const progress = (after: UnlockCondition): UnlockProgress => {
    const range = after.period === 'day' ? { from: today, to: today } : weekOf(today, person.week_start)
    const tracked_seconds = datesBetween(range.from, range.to).reduce(
      (sum, date) => sum + (days[after.subject]?.[date] ?? 0),
      0,
    )
    const needed_seconds = needed(after)
    return {
      needed_seconds,
      tracked_seconds,
      missing_seconds: Math.max(0, needed_seconds - tracked_seconds),
      until: dayStart(addDays(range.to, 1), person),
    }
  }
  return {
    rules: rules.map(([package_name, set_by, subject, seconds, period]) => ({
      package_name,
      set_by,
      after: { subject, seconds, period },
    })),
    progress,
  }
}

/** Tells whether a rule's condition is met; a rule without one always is. */
export const isUnlockedBy =
  ({ progress }: Earned) =>
  ({ after }: { after: UnlockCondition | null }) =>
    after === null || progress(after).missing_seconds === 0
