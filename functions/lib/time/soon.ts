import { duration } from './duration'

/** Milliseconds of a minute, and the minutes before its start from which a row says when it starts. */
const [minute, nearMinutes] = [60_000, 10]

const length = (minutes: number) => (minutes < 60 ? `${minutes} min` : duration(minutes * 60))

/** `Starts in 3 min`, `Starts now`, `began 4 min ago`; null if neither soon nor in progress. @param now epoch ms */
export const nearWords = (times: { start: number; end: number } | null, now: number) => {
  if (times === null || now >= times.end || now < times.start - nearMinutes * minute) return null
  const minutes = Math.floor((now - times.start) / minute)
  if (minutes < 0) return `Starts in ${length(-minutes)}`
  return minutes === 0 ? 'Starts now' : `began ${length(minutes)} ago`
}

/** When `nearWords` says something else (epoch ms); infinite once it is over. */
export const nearMovesAt = ({ start, end }: { start: number; end: number }, now: number) => {
  if (now >= end) return Infinity
  const minutes = Math.max(Math.floor((now - start) / minute) + 1, -nearMinutes)
  return Math.min(start + minutes * minute, end)
}
