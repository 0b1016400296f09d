import { duration } from './duration'

/** Milliseconds of a minute, and the minutes before its start from which a row says when it starts. */
const [minute, nearMinutes] = [60_000, 10]

/** `Starts in 3m`, `Starts now`, `began 4m ago`; null if neither soon nor in progress. @param now epoch ms */
export const nearWords = (times: { start: number; end: number } | null, now: number) => {
  if (times === null || now >= times.end || now < times.start - nearMinutes * minute) return null
  const minutes = Math.floor((now - times.start) / minute)
  if (minutes < 0) return `Starts in ${duration(-minutes * 60)}`
  return minutes === 0 ? 'Starts now' : `began ${duration(minutes * 60)} ago`
}

/** When `nearWords` says something else (epoch ms); infinite once it is over. */
export const nearMovesAt = ({ start, end }: { start: number; end: number }, now: number) => {
  if (now >= end) return Infinity
  const minutes = Math.max(Math.floor((now - start) / minute) + 1, -nearMinutes)
  return Math.min(start + minutes * minute, end)
}
