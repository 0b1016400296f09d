import type { DashboardView } from '../../functions/dashboard/view'

/** Seconds at full width of a bar; shared by today and the week, so that they compare. */
export const barWidth = ({ week, day, timer, now, preferences }: DashboardView) =>
  Math.max(
    day.total_seconds + (timer ? (now - timer.started_at) / 1000 : 0),
    preferences.daily_target_minutes * 60 * 1.4,
    ...week.days.map((day) => day.total_seconds),
  )
