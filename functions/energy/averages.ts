import { addDays, weekStartOf } from '../lib/days'
import type { EnergySum } from './sums'

/** Check-ins that an average needs before it is shown. */
export const enough = 10

/** How many check-ins there are, and their averages; null without any. */
export type Levels = { checkins: number; energy: number | null; engagement: number | null }

type Sums = Omit<EnergySum, 'bucket'>

const levelsOf = (sums: Sums[]): Levels => {
  const total = (of: keyof Sums) => sums.reduce((sum, one) => sum + one[of], 0)
  const checkins = total('checkins')
  const average = (of: keyof Sums) => (checkins > 0 ? total(of) / checkins : null)
  return { checkins, energy: average('energy'), engagement: average('engagement') }
}

/** Levels of a bucket, without averages where it has fewer check-ins than `enough`. */
const claimed = (sums: Sums[]): Levels => {
  const levels = levelsOf(sums)
  return levels.checkins < enough ? { ...levels, energy: null, engagement: null } : levels
}

export type Bucket = Levels & { at: number; tracked_seconds: number }

type Tracked = { subject: string; total_seconds: number }

/** `hour:<weekday>:<hour>`; the hour is null where it is not known. */
const parsed = ({ subject, total_seconds }: Tracked) => {
  const [, weekday, hour] = subject.split(':')
  return { weekday: Number(weekday), hour: hour === 'none' ? null : Number(hour), total_seconds }
}

/** Averages by hour (0 to 23) and weekday (1 to 7) with check-ins, and the time tracked in them. */
export const bucketsOf = (sums: EnergySum[], tracked: Tracked[]) => {
  const times = tracked.map(parsed)
  const bucketsBy = (by: 'hour' | 'weekday', places: number[]): Bucket[] =>
    places
      .map((at) => ({
        at,
        ...claimed(sums.filter(({ bucket }) => bucket === `${by}:${at}`)),
        tracked_seconds: times.filter((time) => time[by] === at).reduce((sum, one) => sum + one.total_seconds, 0),
      }))
      .filter(({ checkins }) => checkins > 0)
  return {
    hours: bucketsBy(
      'hour',
      Array.from({ length: 24 }, (_, hour) => hour),
    ),
    weekdays: bucketsBy(
      'weekday',
      Array.from({ length: 7 }, (_, index) => index + 1),
    ),
  }
}

export type EnergyWeek = Levels & { from: string }

/** Weeks up to the one of `today`, the oldest first. @param weekStart ISO weekday */
export const weeksOf = (sums: EnergySum[], today: string, weekStart: number, count: number): EnergyWeek[] => {
  const last = weekStartOf(today, weekStart)
  return Array.from({ length: count }, (_, index) => {
    const from = addDays(last, 7 * (index + 1 - count))
    const [first, end] = [`day:${from}`, `day:${addDays(from, 6)}`]
    return { from, ...levelsOf(sums.filter(({ bucket }) => bucket >= first && bucket <= end)) }
  })
}
