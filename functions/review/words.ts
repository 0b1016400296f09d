import { plural } from '../lib/format'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const monthDays = 30.44

/** How long until a card comes back: `10 min`, `6 days`, `4 months`, `1.5 years`. */
export const waitText = (milliseconds: number) => {
  if (milliseconds < hourMs) return `${Math.max(1, Math.round(milliseconds / minuteMs))} min`
  if (milliseconds < dayMs) return `${Math.round(milliseconds / hourMs)} h`
  const days = Math.round(milliseconds / dayMs)
  if (days < 60) return plural(days, 'day')
  const months = days / monthDays
  if (months < 24) return plural(Math.round(months), 'month')
  return `${Number((months / 12).toFixed(1))} years`
}
