import { duration } from './duration'

const minute = 60_000

/** Minutes before its start from which a row says when it starts. */
const nearMinutes = 10

/** Start and end in epoch ms. */
type Times = { start: number; end: number }

const length = (minutes: number) => (minutes < 60 ? `${minutes} min` : duration(minutes * 60))

/** `Starts in 3 min`, `Starts now`, `began 4 min ago`; null for what is neither near nor going on. @param now epoch ms */
export const nearWords = (times: Times | null, now: number) => {
  if (times === null || now >= times.end || now < times.start - nearMinutes * minute) return null
  const minutes = Math.floor((now - times.start) / minute)
  if (minutes < 0) return `Starts in ${length(-minutes)}`
  return minutes === 0 ? 'Starts now' : `began ${length(minutes)} ago`
}

/** When `nearWords` says something else (epoch ms); infinite once it is over. */
export const nearMovesAt = ({ start, end }: Times, now: number) => {
  if (now >= end) return Infinity
  const minutes = Math.max(Math.floor((now - start) / minute) + 1, -nearMinutes)
  return Math.min(start + minutes * minute, end)
}
