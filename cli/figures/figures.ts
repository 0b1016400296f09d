/** Figures of a range of days, from the server or from this device. */
export type Figures = {
  from: string
  to: string
  total_seconds: number
  session_count: number
  active_days: number
  current_streak: number
  longest_streak: number
  best_day: { date: string; seconds: number } | null
  series: { date: string; total_seconds: number }[]
  projects: { label: string; total_seconds: number }[]
  source: 'server' | 'device'
}
