import { expect, test } from 'vitest'
import { todayWidth, weekWidth } from '../../../views/figures/dashboard/today'

const day = (date: string, total_seconds: number) => ({ date, total_seconds, session_count: 1 })

test('today’s bar has its own scale, on which a longer day of the week does not shrink it', () => {
  const today = {
    ...day('2026-11-20', 1_800),
    sessions: 1,
    strip: { pieces: [], ticks: [], running: null, now: { at: 0, x: 0 } },
  }
  const preferences = { daily_target_minutes: 60 }
  const days = [day('2026-11-19', 36_000), today]
  const sums = { days, shown: [36_000, 1_800], seconds: 37_800, before: 0, movesAt: null }
  const week = { range: { from: '2026-11-16', to: '2026-11-22' }, ...sums }
  const bars = { day: today, timer: null, now: 0, preferences }
  expect(todayWidth(bars)).toBe(1.4 * 3_600)
  expect(weekWidth({ ...bars, week })).toBe(36_000)
})
