import { z } from 'zod'
import { addDays, datesBetween, dayStart, isoWeekday, weekOf } from '../lib/days'
import type { Preferences } from '../lib/preferences'
import type { UnlockCondition } from './schema'

/**
 * What `change_heads.earned` keeps of a person, by triggers: their rules that depend on time, what was tracked under the
 * subjects of these on the latest days that have any, and their coming days off.
 */
const Kept = z.object({
  rules: z.array(
    z.tuple([z.string(), z.enum(['user', 'admin']), z.string(), z.number().nullable(), z.enum(['day', 'week'])]),
  ),
  days: z.record(z.string(), z.record(z.string(), z.number())),
  off: z.array(z.string()),
})

/** A rule of a person's that depends on time. */
export type EarnedRule = { package_name: string; set_by: 'user' | 'admin'; after: UnlockCondition }

/** How far a person is with what an app's permission depends on. All in whole seconds. */
export type UnlockProgress = {
  /** 0 where there is nothing to reach: the daily target on a rest day or a day off. */
  needed_seconds: number
  tracked_seconds: number
  /** How much is missing; 0 when it is reached. */
  missing_seconds: number
  /** When the day or the week ends, and counting begins again: epoch ms. */
  until: number
}

/** What is known of a person's earned apps. */
export type Earned = { rules: EarnedRule[]; progress: (after: UnlockCondition) => UnlockProgress }

type Person = Pick<Preferences, 'time_zone' | 'day_start_minute' | 'week_start' | 'rest_days' | 'daily_target_minutes'>

/**
 * What a person has earned on a date.
 * @param kept the column `earned` of their head; null where no rule of theirs depends on time
 * @param today the person's present date
 */
export const readEarned = (kept: string | null, person: Person, today: string): Earned => {
  const { rules, days, off } = Kept.parse(JSON.parse(kept ?? '{"rules":[],"days":{},"off":[]}'))
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

/** Whether what a rule depends on was tracked; so it is where it depends on nothing. */
export const isUnlockedBy =
  ({ progress }: Earned) =>
  ({ after }: { after: UnlockCondition | null }) =>
    after === null || progress(after).missing_seconds === 0
