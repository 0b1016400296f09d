import { duration } from './duration'
import { minuteMs } from './units'

/** Number of minutes before a start from which rows mention it. */
const nearMinutes = 10

/** `Starts in 3m`, `Starts now`, `began 4m ago`. Null unless soon or in progress. @param now epoch ms */
export const soonText = (times: { start: number; end: number } | null, now: number) => {
  if (times === null || now >= times.end || now < times.start - nearMinutes * minuteMs) return null
  const minutes = Math.floor((now - times.start) / minuteMs)
  if (minutes < 0) return `Starts in ${duration(-minutes * 60)}`
  return minutes === 0 ? 'Starts now' : `began ${duration(minutes * 60)} ago`
}

/** Next time at which `soonText` changes (epoch ms); infinite after the end. */
export const soonTextChangesAt = ({ start, end }: { start: number; end: number }, now: number) => {
  if (now >= end) return Infinity
  const minutes = Math.max(Math.floor((now - start) / minuteMs) + 1, -nearMinutes)
  return Math.min(start + minutes * minuteMs, end)
}
