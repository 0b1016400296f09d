/** `07` */
export const padNumber = (n: number) => String(n).padStart(2, '0')

/** Adds commas as thousands separators, independent of locale. */
export const groupThousands = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

/** `1 session`, `1,204 sessions`; `many` for irregular plurals. */
export const plural = (n: number, one: string, many = `${one}s`) => `${groupThousands(n)} ${n === 1 ? one : many}`

/** Rounds down, so that it never shows more than was tracked. */
export const hoursMinutes = (seconds: number) => ({
  hours: Math.floor(seconds / 3600),
  minutes: Math.floor((seconds % 3600) / 60),
})

/** `3h 25m`, `7h 05m`, `4h`, `25m`, under a minute `45s`, nothing `0m`. */
export const duration = (seconds: number) => {
  const { hours, minutes } = hoursMinutes(seconds)
  if (hours === 0 && minutes === 0) return seconds >= 1 ? `${Math.floor(seconds)}s` : '0m'
  if (hours === 0) return `${minutes}m`
  return minutes === 0 ? `${groupThousands(hours)}h` : `${groupThousands(hours)}h ${padNumber(minutes)}m`
}

/** The seconds that `duration` shows. Differences of shown values then match. */
export const displayedSeconds = (seconds: number) => (seconds < 60 ? seconds : seconds - (seconds % 60))

/** Formats remaining seconds, rounded up to minutes, so that they add up with tracked time, which is rounded down. */
export const durationLeft = (seconds: number) => duration(Math.ceil(seconds / 60) * 60)

/** Formats seconds exactly, for a title attribute: `3h 25m 10s`. */
export const exactDuration = (seconds: number) => {
  const rest = Math.floor(seconds % 60)
  if (rest === 0 || seconds < 60) return duration(seconds)
  const { hours, minutes } = hoursMinutes(seconds)
  const minutesText = hours === 0 ? `${minutes}m` : `${groupThousands(hours)}h ${padNumber(minutes)}m`
  return `${minutesText} ${padNumber(rest)}s`
}

/** Formats seconds for machines, as in `<time datetime>`: `PT3H25M10S`. */
export const isoDuration = (seconds: number) => {
  const { hours, minutes } = hoursMinutes(seconds)
  const rest = Math.floor(seconds % 60)
  const text = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`
  return `PT${text || '0S'}`
}

/** Minutes in a form field: `1000h`, without a comma, which would be read as a decimal point. */
export const typedMinutes = (minutes: number | null) =>
  minutes === null ? '' : duration(minutes * 60).replaceAll(',', '')

/** The running timer, and the current time. Instants in epoch ms. */
export type RunningTimer = { started_at: number; now: number }

/** Seconds that the timer has run since `from`; negative without a timer, and for a future `from`. */
export const secondsSince = (runs: RunningTimer | null, from: number) =>
  runs ? Math.floor((runs.now - Math.max(runs.started_at, from)) / 1000) : -1

/** Running time in whole minutes; `0m` in the first minute. */
export const runningText = (seconds: number) => duration(seconds - (seconds % 60))
