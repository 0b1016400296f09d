import { daysLater } from '../../lib/days'
import { longestSeconds, parseDuration } from '../../lib/typed-time'

/** By how much sessions are moved: days of the calendar first, which keep the time of the clock, then seconds. */
export type Shift = { days: number; seconds: number }

/** More days than lie between the first and the last year there can be are no shift. */
const maxDays = 47_847

const FORMAT_HINT = 'Write it with its sign: +1h, -30m, +1d or -2w.'

const SIGNED = /^([+-]) ?(?:(\d{1,5}) ?w(?:(?:ee)?ks?)?(?![a-z]))? ?(?:(\d{1,5}) ?d(?:ays?)?(?![a-z]))? ?(.*)$/

/** A shift as it is typed: `+1h`, `-30m`, `+1:30`, `+1d`, `-2w`, `+1d 2h`. A bare number is minutes. */
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
    return { error: `${FORMAT_HINT} Hours and minutes come to at most ${longestSeconds / 86_400} days.` }
  const count = Number(weeks ?? 0) * 7 + Number(days ?? 0)
  if (count > maxDays) return { error: 'That is further than the years go.' }
  if (rest === '' && weeks === undefined && days === undefined) return { error: FORMAT_HINT }
  if (count === 0 && seconds === 0) return { error: 'That moves nothing.' }
  const by = (n: number) => (sign === '-' && n > 0 ? -n : n)
  return { days: by(count), seconds: by(seconds) }
}

/** The instant (epoch ms) to which a shift moves another, in the zone whose days it counts. */
export const shifted = (instant: number, { days, seconds }: Shift, timeZone: string) =>
  daysLater(instant, days, timeZone) + seconds * 1000
