import { describeTimeError, parseDuration, parseSpan, parseTime } from '../lib/time/typed-time'
import { isNotDuration, parseClock } from './clock'
import { dropOf, endsList, findPhrase, parseSessionDate } from './phrases'

/** Date and times of a line, as typed. */
export type When = {
  date?: string
  duration?: string
  started_at?: string
  ended_at?: string
  /** Set if `started_at` is a clock time: after `at` (`at 9:30`), or alone (`9:30`). */
  clock?: 'at' | 'alone'
}

/** Maximum words of phrases. */
const MOST_WORDS = 10
const MOST_DAY_WORDS = 4
const MOST_TIME_WORDS = 6

/** Position of a phrase. Only there a bare number, which could be a page or a year, is read as a time. */
type WordPosition = { leading: boolean; besideDay: boolean }

/** True if a colon, h, am, pm or Uhr marks numbers as a time. */
const isClear = (text: string) => /\d(:|h|\s?[ap]\.?m|\s?uhr)/i.test(text)

const isBareSpan = (text: string) =>
  /^\d{1,2}(\.\d\d)?( ?[^\s\p{L}\p{N}] ?| (to|till|until|bis) )\d{1,2}(\.\d\d)?$/iu.test(text)

const isSpan = (text: string, { leading, besideDay }: WordPosition) =>
  parseSpan(text) !== null && (isClear(text) || ((leading || besideDay) && isBareSpan(text)))

const isBareNumber = (text: string) => /^[\d.,]+$/.test(text)

/** True for a duration. A bare number only counts as the first word; with four digits it is a year. */
const isDuration = (text: string, leading: boolean) => {
  if (parseDuration(text) === null || isNotDuration(text)) return false
  return isBareNumber(text) ? leading && /^\d{1,3}([.,]\d+)?$/.test(text) : true
}

const isTimeOfDay = (text: string) =>
  parseTime(text) !== null && /^\d{1,2}(?:[:.h]\d\d|h)?(?: ?[ap]\.?m?\.?)?$/i.test(text)

const clockAt = (text: string): When | null => {
  const time = text.replace(/^(?:at|um|@) (?=\d)/i, '')
  const isTime = /^\d/.test(time) && parseClock(text.replace(/(:\d\d):\d\d$/, '$1')) !== null
  return isTime ? { started_at: time, clock: time === text ? 'alone' : 'at' } : null
}

/** True for a duration that is not a clock time such as `9:45`. */
const isLength = (text: string) => isDuration(text, false) && clockAt(text) === null

const STARTS = /^(since|seit|from|at) (.+)$/i
const LENGTH_FIRST = /^(.+) (since|from|at|until|till) (.+)$/i
const TIME_FIRST = /^(since|from|at|until|till) (\S+(?: [ap]\.?m\.?)?) (.+)$/i

/** A duration with its start or end: `25m at 9`, `from 9:15 1h`, `1h until 10`. */
const lengthAt = (text: string): When | null => {
  const [, length, word, time] = LENGTH_FIRST.exec(text) ?? []
  const [, before, first, after] = TIME_FIRST.exec(text) ?? []
  const found = [
    { word, time, length },
    { word: before, time: first, length: after },
  ].find((one) => one.time && one.length && isTimeOfDay(one.time) && isDuration(one.length, false))
  if (!found?.word) return null
  const ends = /^(un)?till?$/i.test(found.word)
  // `9:00 until 10:30` and `9h until 10h` are spans.
  if (ends && (/^[\d:]+$/.test(found.length ?? '') || /\dh/i.test(found.time ?? ''))) return null
  if (ends) return { duration: found.length, ended_at: found.time }
  return { duration: found.length, started_at: found.time, ...(/^at$/i.test(found.word) && { clock: 'at' }) }
}

/** A clock time, perhaps with a duration: `9:30`, `9:30 1h`. */
const clockOf = (words: string[]): When | null => {
  for (let count = words.length; count > 0; count -= 1) {
    const [time, length] = [words.slice(0, count).join(' '), words.slice(count).join(' ')]
    const clock = clockAt(time)
    if (clock && length === '') return clock
    if (clock && isLength(length)) return { ...clock, duration: length }
  }
  return null
}

/** The time that the words express as a whole, or null. */
const timeOf = (words: string[], position: WordPosition): When | null => {
  if (words.length > MOST_TIME_WORDS) return null
  const text = words.join(' ').replace(/^for (?=\d)/i, '')
  // Read before spans, because `1h until 10` could be read as a span, too.
  const until = lengthAt(text)
  if (until?.ended_at !== undefined) return until
  const clock = clockOf(words)
  if (clock) return clock
  if (isDuration(text, position.leading && words.length === 1) || isSpan(text, position)) return { duration: text }
  const [, word = '', time = ''] = STARTS.exec(text) ?? []
  if (isSpan(time, position) || (position.leading && parseSpan(time) !== null)) return { duration: time }
  if (isTimeOfDay(time) && (isClear(time) || position.leading || position.besideDay || /since|seit/i.test(word))) {
    return { started_at: time }
  }
  return lengthAt(text)
}

/** True for a date that cannot be part of a title, unlike a weekday or `8 March`. */
const isUnambiguous = (day: string) =>
  /^(today|yesterday|tomorrow|(last|next|on|in|end) .*|\d{4}-.*|.* (\d{4}|ago))$/i.test(day)

/** True if there is a start or end. A session on another day needs one. */
export const hasStartOrEnd = ({ started_at, ended_at, duration = '' }: When) =>
  started_at !== undefined || ended_at !== undefined || parseSpan(duration) !== null

const whenParser = (today: string) => {
  const parseDay = (words: string[]) => {
    const day = words.join(' ')
    return words.length <= MOST_DAY_WORDS && parseSessionDate(day, today) !== null ? day.toLowerCase() : null
  }

  const dateAndTime = (dayWords: string[], timeWords: string[], leading: boolean): When | null => {
    const date = parseDay(dayWords)
    const time = date === null ? null : timeOf(timeWords, { leading, besideDay: true })
    return date !== null && time && (isUnambiguous(date) || hasStartOrEnd(time)) ? { date, ...time } : null
  }

  const parseWhen = (words: string[], leading: boolean): When | null => {
    const alone = timeOf(words, { leading, besideDay: false })
    if (alone) return alone
    for (let at = 1; at < words.length; at += 1) {
      const [first, second] = [words.slice(0, at), words.slice(at)]
      const found = dateAndTime(first, second, leading) ?? dateAndTime(second, first, leading)
      if (found) return found
    }
    return null
  }

  return { parseDay, parseWhen }
}

/** Strips trailing punctuation, but keeps `2:`, which is a numbering. */
const bare = (word: string) => (/^\d+\D+$/.test(word) && !/\p{L}/u.test(word) ? word : word.replace(/[,;:]+$/, ''))

type Read<T> = (words: string[], leading: boolean) => T | null

/** Takes the longest phrase that `read` accepts off the end, unless it ends a list such as `9:30, 10:30`. */
const takeEnd = <T extends object>(words: string[], most: number, read: Read<T>) => {
  const readEnd = (some: string[]) => read(some.map(bare), false)
  const found = findPhrase('end', words, readEnd, most)
  return found && endsList(found, readEnd) ? null : found
}

/** Takes the longest phrase that `read` accepts off the start of the words, else off the end. */
const take = <T extends object>(words: string[], most: number, read: Read<T>) =>
  findPhrase('start', words, (some) => read(some.map(bare), true), most) ?? takeEnd(words, most, read)

/** Takes a length at the other end of the line, as in `9:30 standup 1h`, or a start, as in `25m call at 9:30`. */
const withOther = ({ value, rest }: { value: When; rest: string[] }) => {
  const { started_at, duration } = value
  if (duration !== undefined && (hasStartOrEnd(value) || !isLength(duration))) return { value, rest }
  const other = take<When>(rest, MOST_TIME_WORDS, (some) => {
    const text = some.join(' ')
    return started_at === undefined ? clockAt(text) : isLength(text) ? { duration: text } : null
  })
  return other ? { value: { ...value, ...other.value }, rest: other.rest } : { value, rest }
}

/**
 * Takes the time off the start, else the end, of a line. Its date may be next to it or at the other end. The rest is
 * the title, including a second time, or a date without a time.
 */
export const takeWhen = (words: string[], today: string): { when: When; rest: string[] } => {
  const { parseDay, parseWhen } = whenParser(today)
  const first = take(words, MOST_WORDS, parseWhen)
  // `100 pushups` counts pushups, and so does `100 pushups 25m`.
  const isCount = first !== null && isBareNumber(first.value.duration ?? '') && first.rest.length > 0
  const found = isCount ? takeEnd(words, MOST_WORDS, parseWhen) : first
  if (!found) return { when: {}, rest: words }
  const titled = hasStartOrEnd(found.value) ? found.rest : dropOf(found.rest, words)
  const { value, rest } = withOther({ ...found, rest: titled })
  if (value.date !== undefined) return { when: value, rest }
  const day = take(rest, MOST_DAY_WORDS, (some) => {
    const date = parseDay(some)
    return date !== null && isUnambiguous(date) ? { date } : null
  })
  return day ? { when: { ...day.value, ...value }, rest: day.rest } : { when: value, rest }
}

const CLOCK_SPAN = /^\d{1,2}:\d\d\D\d{1,2}:\d\d$/
const CLOCK_AT = /^\d{1,2}(?::\d\d|(?::\d\d)?[ap]m)$/i

/**
 * Error for an invalid span such as `9:00-25:00` at the start or end of a line, or for an invalid time at its start or
 * after `at`. Undefined if there is no error.
 */
export const timeError = (words: string[]) => {
  const spans = [words.at(0), words.at(-1)].filter((word = '') => CLOCK_SPAN.test(word))
  const times = words.filter(
    (word, at) => CLOCK_AT.test(word) && (at === 0 || /^(at|um|@)$/i.test(words[at - 1] ?? '')),
  )
  return [...spans, ...times].map((text = '') => describeTimeError(text)).find((error) => error !== null)
}
