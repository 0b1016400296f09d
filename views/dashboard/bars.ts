import type { DashboardView } from '../../functions/dashboard/view'

type Bars = Pick<DashboardView, 'week' | 'day' | 'timer' | 'now'> & {
  preferences: Pick<DashboardView['preferences'], 'daily_target_minutes'>
}

/** Seconds at full width of today's bar, which shows where its own target is. */
export const todayWidth = ({ day, timer, now, preferences }: Omit<Bars, 'week'>) =>
  Math.max(
    day.total_seconds + (timer ? (now - timer.started_at) / 1000 : 0),
    preferences.daily_target_minutes * 60 * 1.4,
  )

/** Seconds at full width of the week's bars, so that its days compare. */
export const weekWidth = (bars: Bars) => Math.max(todayWidth(bars), ...bars.week.days.map((day) => day.total_seconds))
