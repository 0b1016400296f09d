import { daysLater } from '../../lib/days'
import { longestSeconds, parseDuration } from '../../lib/typed-time'

/** Calendar days, which keep the clock time, then seconds. */
export type Shift = { days: number; seconds: number }

const maxDays = 47_847

const FORMAT_HINT = 'Use a sign: +1h, -30m, +1d or -2w.'

const SIGNED = /^([+-]) ?(?:(\d{1,5}) ?w(?:(?:ee)?ks?)?(?![a-z]))? ?(?:(\d{1,5}) ?d(?:ays?)?(?![a-z]))? ?(.*)$/

/** Parses `+1h`, `-30m`, `+1:30`, `+1d`, `-2w` or `+1d 2h`. A bare number means minutes. */
export const parseShift = (typed: string): Shift | { error: string } => {
  const text = typed
    .normalize('NFKC')
    .replace(/[‐‑‒–—―−]/g, '-')
    .trim()
    .toLowerCase()
  const [, sign, weeks, days, rest = ''] = SIGNED.exec(text) ?? []
  if (sign === undefined) return { error: FORMAT_HINT }
  const seconds = rest === '' ? 0 : parseDuration(rest)
  if (seconds === null)
    return { error: `${FORMAT_HINT} Hours and minutes can add up to at most ${longestSeconds / 86_400} days.` }
  const count = Number(weeks ?? 0) * 7 + Number(days ?? 0)
  if (count > maxDays) return { error: 'That is out of range.' }
  if (rest === '' && weeks === undefined && days === undefined) return { error: FORMAT_HINT }
  if (count === 0 && seconds === 0) return { error: 'Enter a time other than zero.' }
  const by = (n: number) => (sign === '-' && n > 0 ? -n : n)
  return { days: by(count), seconds: by(seconds) }
}

/** Moves an instant (epoch ms) by a shift, counting days in the zone. */
export const shifted = (instant: number, { days, seconds }: Shift, timeZone: string) =>
  daysLater(instant, days, timeZone) + seconds * 1000
