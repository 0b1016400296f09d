import type { DashboardView } from '../../functions/dashboard/view'

/** What the full width of a day's bar stands for, in seconds: the same today and in the week, so that they compare. */
export const barWidth = ({ week, preferences }: Pick<DashboardView, 'week' | 'preferences'>) =>
  Math.max(preferences.daily_target_minutes * 60 * 1.4, ...week.days.map((day) => day.total_seconds))
