import { dayMs, hourMs } from '../../../lib/time/units'

/** Moments in the order of the picker. */
export const momentNames = ['1h', 'today', '24h', '7d', '30d'] as const

export type MomentName = (typeof momentNames)[number]

/** Label of each moment, the time since it in words, and its age in ms. */
export const namedMoments: Record<MomentName, { name: string; since: string; ageMs: number | null }> = {
  '1h': { name: 'Last hour', since: 'in the last hour', ageMs: hourMs },
  today: { name: 'Today', since: 'today', ageMs: null },
  '24h': { name: '24 hours', since: 'in the last 24 hours', ageMs: dayMs },
  '7d': { name: '7 days', since: 'in the last 7 days', ageMs: 7 * dayMs },
  '30d': { name: '30 days', since: 'in the last 30 days', ageMs: 30 * dayMs },
}
