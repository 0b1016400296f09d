import { addDays, isDate } from '../../../lib/time/days'

/** Order of day and month in dates such as 03/04/2026. */
export type DateOrder = 'dmy' | 'mdy'

/** Order of a file's dates. `isSure`: false if all dates are ambiguous. Null if all dates begin with the year. */
export type DetectedOrder = { order: DateOrder; isSure: boolean } | null

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/
/** `2 Mar 2026`, `2-Mar-26`, `Mon, March 2nd, 2026`, `2. März 2026` */
const NAMED =
  /^(?:\p{L}{2,}\.?,? )?(?:(\d{1,2})(?:st|nd|rd|th|\.)?[ -]?(?:de )?(\p{L}{3,})\.?|(\p{L}{3,})\.?[ -](\d{1,2})(?:st|nd|rd|th)?),?[ -](?:de )?(\d{4}|\d{2})$/iu
/** The first letters of each month's name in the supported languages. */
const months =
  'jan ene gen|feb fev|mar mrz maa|apr avr abr|may mai mag mei|jun giu|jul lug|aug aou ago|sep set|oct okt ott out|nov|dec dez dic'
    .split('|')
    .map((names) => names.split(' '))
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/

const yearOf = (digits: string) => {
  if (digits.length === 4) return digits
  return Number(digits) < 70 ? `20${digits}` : `19${digits}`
}

const joined = (year: string, month: string, day: string) => {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDate(date) ? date : null
}

/** Digits of other scripts, in order of value. Full-width digits are converted by NFKC. */
const otherDigits = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९'

/** Converts to plain digits, hyphens and separators. Removes invisible marks. */
const plainSigns = (text: string) =>
  /^[ -~]*$/.test(text)
    ? text
    : text
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, '')
        .replace(/[\u2010\u2212]/g, '-')
        .replace(/[٠-٩۰-۹०-९]/g, (digit) => String(otherDigits.indexOf(digit) % 10))

/**
 * Normalizes a date: any white space to one space, ISO's basic format (`20260302T090000Z`) to the extended format.
 * Removes a leading weekday, and the apostrophe that marks text in spreadsheets.
 */
const plainText = (text: string) =>
  plainSigns(text)
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim()
    .replace(/^'/, '')
    .replace(/^\p{L}{2,}\.?,? (?=\d+[-/.]\d)/u, '')
    .replace(/^((?:19|20|21)\d\d)(\d\d)(\d\d)(?=$|[T ])/i, '$1-$2-$3')
    .replace(
      /(?<=^\d{4}-\d\d-\d\d[T ]\d\d)(\d\d)(\d\d)?(?=$|[Z+-])/i,
      (_, minutes, seconds = '00') => `:${minutes}:${seconds}`,
    )

/** Parses a date with the name of a month. */
const namedDate = (text: string) => {
  const [, before, then = '', name = then, day = before, year] = NAMED.exec(text) ?? []
  if (!day || !year) return null
  const plain = name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
  const start = plain
    .replace(/^jui(?=n)/, 'ju')
    .replace(/^jui(?=l)/, 'ju')
    .slice(0, 3)
  const month = months.findIndex((names) => names.includes(start)) + 1
  return joined(yearOf(year), String(month), day)
}

/** Parses a date to `YYYY-MM-DD`; null for other text. A date that begins with the year needs no order. */
export const readDate = (written: string, order: DateOrder): string | null => {
  const text = plainText(written)
  const [, year, , month, day] = YEAR_FIRST.exec(text) ?? []
  if (year && month && day) return joined(year, month, day)
  const [, first, , second, last] = YEAR_LAST.exec(text) ?? []
  if (!first || !second || !last) return namedDate(text)
  return order === 'dmy' ? joined(yearOf(last), second, first) : joined(yearOf(last), first, second)
}

/**
 * Finds the order of day and month from all dates. Dots mean that the day comes first. If no date decides, takes the
 * order in which the dates are closer together, because an export covers consecutive days.
 */
export const detectOrder = (texts: string[], otherwise: DateOrder = 'mdy'): DetectedOrder => {
  const found = texts.flatMap((text) => {
    const date = plainText(text).split(/[T ,]/)[0] ?? ''
    const [, first, sign, second] = YEAR_LAST.exec(date) ?? []
    return first === undefined ? [] : [{ date, first: Number(first), second: Number(second), sign }]
  })
  if (found.length === 0) return null
  if (found.some(({ first, sign }) => first > 12 || sign === '.')) return { order: 'dmy', isSure: true }
  if (found.some(({ second }) => second > 12)) return { order: 'mdy', isSure: true }
  const days = (order: DateOrder) => found.map(({ date }) => Date.parse(readDate(date, order) ?? '')).toSorted()
  const span = (order: DateOrder) => (days(order).at(-1) ?? 0) - (days(order)[0] ?? 0)
  const closer = span('dmy') < span('mdy') ? 'dmy' : 'mdy'
  return { order: span('dmy') === span('mdy') ? otherwise : closer, isSure: false }
}

const TIME = /^(\d{1,2})(?:[:.h]([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,6})?)?|(?= ?[ap]))(?: uhr|\s*([ap])\.?m\.?)?$/i

const DAY_SECONDS = 86_400

/** End of a day, which is the start of the next day. */
const endOfDay = '24:00:00'

export const toWallMoment = (date: string, time: string): Moment =>
  time === endOfDay ? { kind: 'wall', date: addDays(date, 1), time: '00:00:00' } : { kind: 'wall', date, time }

/** Parses a time of day, in 24 or 12 hours, to `HH:MM:SS`. */
export const readTime = (text: string): string | null => {
  const [, hours, minutes = '00', seconds = '00', half] = TIME.exec(text) ?? []
  if (hours === undefined) return null
  const hour = Number(hours)
  if (half === undefined && `${hours}:${minutes}:${seconds}` === endOfDay) return endOfDay
  if (half === undefined ? hour > 23 : hour < 1 || hour > 12) return null
  const afternoon = half?.toLowerCase() === 'p'
  const inDay = half === undefined ? hour : (hour % 12) + (afternoon ? 12 : 0)
  return `${String(inDay).padStart(2, '0')}:${minutes}:${seconds}`
}

/** A point in time in a file: an instant (epoch ms), a wall-clock time, or only a date or a time. */
export type Moment =
  | { kind: 'instant'; at: number }
  | { kind: 'wall'; date: string; time: string }
  | { kind: 'time'; time: string }
  | { kind: 'date'; date: string }

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/i

const instantOf = (text: string) => {
  const [, date, time, fraction = '0', offset] = INSTANT.exec(text) ?? []
  if (!date || !time || !offset || !isDate(date)) return null
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(offset) ?? []
  const zone = hours ? `${hours}:${minutes}` : 'Z'
  const at = Date.parse(
    `${date}T${time}${time.length === 5 ? ':00' : ''}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`,
  )
  return Number.isFinite(at) ? at : null
}

/** Parses Unix time: ten digits are seconds (2001 to 2286), thirteen are milliseconds. */
const unixOf = (text: string) => {
  if (/^\d{10}(\.\d+)?$/.test(text)) return Math.floor(Number(text)) * 1000
  return /^\d{13}$/.test(text) ? Number(text) : null
}

/** Parses a spreadsheet's number of days since 1900, with the time as the fraction: `46357.375`. */
const serialOf = (text: string): Moment | null => {
  const [, days, , part] = /^([2-7]\d{4})([.,](\d+))?$/.exec(text) ?? []
  if (days === undefined) return null
  const seconds = Math.round(Number(`${days}.${part ?? 0}`) * DAY_SECONDS)
  const [date = '', time = ''] = new Date(Date.UTC(1899, 11, 30) + seconds * 1000).toISOString().split(/[T.]/)
  return part === undefined ? { kind: 'date', date } : { kind: 'wall', date, time }
}

/** Parses a point in time; null for other text. */
export const readMoment = (written: string, order: DateOrder): Moment | null => {
  const text = plainText(written)
  const at = instantOf(text) ?? unixOf(text)
  if (at !== null) return { kind: 'instant', at }
  const serial = serialOf(text)
  if (serial) return serial
  const alone = readTime(text)
  if (alone) return { kind: 'time', time: alone }
  const [, day = text, rest] = /^(.*?)(?:T|,? )(\d{1,2}(?:[:.h]\d\d| ?[ap]\.?m).*)$/i.exec(text) ?? []
  const date = readDate(day, order)
  if (!date) return null
  if (rest === undefined) return { kind: 'date', date }
  const time = readTime(rest.trim())
  return time ? toWallMoment(date, time) : null
}

const RANGE = /^(.*?\d(?:[:.h]\d\d(?: uhr)?| ?[ap]\.?m\.?))\s*(?:[–—~-]|\b(?:to|until|till|bis)\b)\s*(\S.*)$/i

/** Splits a range such as `9:00 – 10:30 AM` into start and end. Empty for a single time, and for other text. */
export const splitTimeRange = (written: string, order: DateOrder): [start?: string, end?: string] => {
  const text = plainText(written)
  const [, start = '', end = ''] = (readMoment(text, order) === null && RANGE.exec(text)) || []
  if (end === '') return []
  // AM or PM at the end may be meant for both times.
  const marked = `${start} ${/[ap]\.?m\.?$/i.exec(end)?.[0]}`
  const [first, last] = [readTime(marked), readTime(end)]
  return [first !== null && last !== null && first <= last ? marked : start, end]
}

/** Units of a duration without a unit. `mm:ss` also applies to clock notation. */
export const durationUnits = ['hours', 'minutes', 'seconds', 'days', 'mm:ss'] as const
export type DurationUnit = (typeof durationUnits)[number]

const unitSeconds: Record<DurationUnit, number> = {
  hours: 3600,
  minutes: 60,
  seconds: 1,
  days: DAY_SECONDS,
  'mm:ss': 60,
}

/** A number with up to 30 decimals; programs write 17. */
const number = '(\\d{1,9}(?:[.,]\\d{1,30})?|[.,]\\d{1,30})'
const CLOCK =
  /^(?:(\d{1,4}) ?d(?:ays?)?,? )?(\d{0,6}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?(?: ?(h|m)(?:rs?|ours?|ins?|inutes?)?\.?)?$/i
/** Matches a duration with units, also in ISO 8601: `PT1H30M`. */
const WORDS = new RegExp(
  `^p?(?:${number} ?d(?:ays?)?,? ?)?t?(?:${number} ?(?:h(?:ours?|rs?)?|std|stunden?|heures?|horas?)\\.?,? ?)?` +
    `(?:(?:and |und |et |y )?${number} ?m(?:in(?:ut[eo]?[ns]?|s)?)?\\.? ?)?(?:${number} ?(?:s(?:ec(?:ond)?s?)?|sek)\\.?)?$`,
  'i',
)
const NUMBER = new RegExp(`^${number}(e(?:-\\d{1,2}|\\+?0?[0-4]))?$`, 'i')
/** Matches whole minutes or seconds with thousands separators. */
const GROUPED = /^[1-9]\d{0,2}(?:[.,’' ]\d{3})+$/

/** True if a separator before three digits separates thousands: no other cell has another number of decimals. */
export const hasThousandsMarks = (cells: string[]) => !cells.some((cell) => /^\d*[.,](?!\d{3}$)\d+$/.test(cell.trim()))

const numberOf = (text = '0') => Number(text.replace(',', '.'))

/** Parses a duration such as 1:30, 18:25 min, 1.5, ,5, 1h45 or 1h 30m to whole seconds; null for other text. */
export const readDuration = (written: string, unit: DurationUnit, isGrouped = true): number | null => {
  const text = plainText(written).replace(/(\d ?h) ?(\d{1,2})$/i, '$1$2m')
  if (!/\d/.test(text)) return null
  const [, days, first, second, third, of] = CLOCK.exec(text) ?? []
  if (second !== undefined) {
    const whole = Number(first) * 3600 + Number(second) * 60 + Number(third ?? 0)
    const isMinutes = third === undefined && (of === undefined ? unit === 'mm:ss' : of.toLowerCase() === 'm')
    return Number(days ?? 0) * DAY_SECONDS + (isMinutes ? whole / 60 : whole)
  }
  if (isGrouped && unitSeconds[unit] <= 60 && GROUPED.test(text)) {
    return Number(text.replace(/\D/g, '')) * unitSeconds[unit]
  }
  if (NUMBER.test(text)) return Math.round(numberOf(text) * unitSeconds[unit])
  const words = WORDS.exec(text)
  if (!words) return null
  const [inDays, hours, minutes, seconds] = words.slice(1).map(numberOf)
  return Math.round((inDays ?? 0) * DAY_SECONDS + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0))
}
