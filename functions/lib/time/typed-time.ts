import { padNumber } from './duration'

/** Longest duration that is recognized: 31 days, in seconds. */
export const longestSeconds = 31 * 86_400

/** Maximum length of a session in seconds: 72 hours. Older sessions may be longer. */
export const longestSession = 72 * 3600

export const SESSION_TOO_LONG = 'A session lasts at most 72 hours.'

/** Value of a decimal digit in any script. The ten digits of a script are consecutive in Unicode. */
const digitValue = (digit: string) => {
  const isDigit = (code: number) => /^\p{Nd}$/u.test(String.fromCodePoint(code))
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && isDigit(code - value - 1)) value += 1
  return String(value)
}

/** Normalizes digits, spaces, dashes and case. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[^\P{Nd}0-9]/gu, digitValue)
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()

const NUMBER = '(\\d+(?:[.,]\\d+)?)'
const AND = '(?:^|(?!^) ?(?:,|and|und)? ?)'
const UNITS = new RegExp(
  `^(?:${NUMBER} ?(?:h(?:(?:ou)?rs?)?|std|stunden?)\\.?)?` +
    `(?:${AND}${NUMBER} ?m(?:in(?:ute)?[sn]?)?\\.?)?` +
    `(?:${AND}${NUMBER} ?s(?:ec(?:ond)?s?)?\\.?)?$`,
)

const number = (text = '0') => Number(text.replace(',', '.'))

const total = (hours?: string, minutes?: string, seconds?: string) =>
  Math.round(number(hours) * 3600 + number(minutes) * 60 + number(seconds))

/** Seconds of a duration of any length; null for other text. */
export const secondsOf = (typed: string) => {
  const text = plain(typed)
  const [, hours, minutes, seconds] =
    /^(\d+):([0-5]\d)(?::([0-5]\d))?(?: ?h)?$/.exec(text) ?? /^(\d+) ?h ?([0-5]?\d)$/.exec(text) ?? []
  if (hours !== undefined) return total(hours, minutes, seconds)
  if (/^\d+$/.test(text)) return total('0', text)
  if (/^\d*[.,]\d+$/.test(text)) return total(`0${text}`)
  const units = text === '' ? null : UNITS.exec(text)
  return units && total(units[1], units[2], units[3])
}

/**
 * Seconds of a duration: `90` (minutes), `1:30`, `1:30:15`, `1h 30m`, `1h30`, `1.5h`, `1,5h`, `1.5` (hours), `2 hours 5
 * minutes`, `1:30 h`, `2 Std. 5 Min.`, `45s`. Null for anything else, and above 31 days.
 */
export const parseDuration = (text: string) => {
  const seconds = secondsOf(text)
  return seconds !== null && seconds <= longestSeconds ? seconds : null
}

/** True for a duration above `longest` seconds. */
export const isTooLong = (text: string, longest: number) => (secondsOf(text) ?? 0) > longest

type Half = 'am' | 'pm'

/** Text with the form of a time of day. The time may not exist, such as 25:00. */
type Clock = { hour: number; minute: number; second: number | null; half: Half | null }

const CLOCK = /^(\d{1,2}?)(?:[:.h]?(\d{2})(?:[:.](\d{2}))?|h)?(?: ?([ap])(?:\.?m\.?)?| ?uhr)?$/

const clockOf = (text: string): Clock | null => {
  const [, hour, minute = '0', second, half] = CLOCK.exec(text) ?? []
  if (hour === undefined) return null
  return {
    hour: Number(hour),
    minute: Number(minute),
    second: second === undefined ? null : Number(second),
    half: half === undefined ? null : half === 'a' ? 'am' : 'pm',
  }
}

const wrongPart = ({ hour, minute, second, half }: Clock) => {
  if (minute > 59) return 'Use minutes from 00 to 59.'
  if (second !== null && second > 59) return 'Use seconds from 00 to 59.'
  if (half !== null && (hour < 1 || hour > 12)) return 'With am or pm, use hours from 1 to 12.'
  if (hour === 24 && minute === 0) return 'Use hours from 0 to 23; midnight is 0:00.'
  return hour > 23 ? 'Use hours from 0 to 23.' : null
}

const timeOf = (clock: Clock) => {
  if (wrongPart(clock)) return null
  const { hour, minute, second, half } = clock
  const inDay = half === null ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)
  return [inDay, minute, ...(second === null ? [] : [second])].map(padNumber).join(':')
}

/** Parses a time to `HH:MM` or `HH:MM:SS`: `9`, `9:30`, `09.30`, `0930`, `9h30`, `9pm`, `9:30 pm`. */
export const parseTime = (text: string) => {
  const clock = clockOf(plain(text))
  return clock && timeOf(clock)
}

const SPAN = /^(.+?) ?(?:-| to | till | until | bis ) ?(.+)$/

const sidesOf = (text: string) => {
  const [, start, end] = SPAN.exec(plain(text)) ?? []
  return start === undefined || end === undefined ? null : { start, end }
}

const DAY_MINUTES = 24 * 60

/** Minutes from `start` to the next `end`; 24 hours if both are equal. */
const minutesBetween = (start: Clock, end: Clock) => {
  const minutes = ({ hour, minute, half }: Clock) =>
    (half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour) * 60 + minute
  return (minutes(end) - minutes(start) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES
}

/** Possible meanings of a time: both am and pm, if only the other time of the span says which. */
const readings = (clock: Clock, other: Clock): Clock[] =>
  clock.half === null && other.half !== null && clock.hour >= 1 && clock.hour <= 12
    ? (['am', 'pm'] as const).map((half) => ({ ...clock, half }))
    : [clock]

/**
 * Start and end of a span: `9-10:30`, `9:00–10:30`, `9 to 10:30`. In `1-2:30pm`, `11-1pm` and `9am-5`, the time without
 * am or pm is chosen to make the span shorter.
 */
export const parseSpan = (text: string) => {
  const sides = sidesOf(text)
  const [start, end] = [sides && clockOf(sides.start), sides && clockOf(sides.end)]
  if (!start || !end) return null
  const [nearest] = readings(start, end)
    .flatMap((first) => readings(end, start).map((last) => ({ first, last, minutes: minutesBetween(first, last) })))
    .sort((a, b) => a.minutes - b.minutes)
  const times = nearest && { start: timeOf(nearest.first), end: timeOf(nearest.last) }
  return times?.start && times.end ? { start: times.start, end: times.end } : null
}

const ONE_DIGIT = /^(\d{1,2})[:h](\d)$/

/** True for text with the form of a time, even if that time does not exist. */
const clockLike = (text: string) => clockOf(text) !== null || ONE_DIGIT.test(text)

/** Error for text with the form of a time or span that is not valid; null for other text. */
export const describeTimeError = (text: string): string | null => {
  const time = plain(text)
  const [, hours, minute] = ONE_DIGIT.exec(time) ?? []
  if (hours !== undefined) return `Use two digits for the minutes of ${time}, as in ${hours}:0${minute}.`
  const clock = clockOf(time)
  const wrong = clock && wrongPart(clock)
  if (wrong) return `There is no ${time}. ${wrong}`
  const sides = sidesOf(text)
  if (!sides || !clockLike(sides.start) || !clockLike(sides.end)) return null
  return describeTimeError(sides.start) ?? describeTimeError(sides.end)
}
