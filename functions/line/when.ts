import { parseSessionDate } from '../lib/typed-date'
import { describeTimeError, parseDuration, parseSpan, parseTime } from '../lib/typed-time'
import { phraseAt } from './phrases'

/** Date and times of a line, as typed. */
export type When = {
  date?: string
  duration?: string
  started_at?: string
  ended_at?: string
  /** Set for a clock time alone: the session lasts until now. */
  until_now?: true
}

/** Longest phrases tried, in words. */
const MOST_WORDS = 10
const MOST_DAY_WORDS = 4
const MOST_TIME_WORDS = 6

/** Position of a phrase. Bare numbers, which could be a page or a year, count as a time only in these positions. */
type WordPosition = { leading: boolean; besideDay: boolean }

/** True if a colon, h, am, pm or Uhr marks the numbers as a time. */
const isClear = (text: string) => /\d(:|h|\s?[ap]\.?m|\s?uhr)/i.test(text)

const isBareSpan = (text: string) =>
  /^\d{1,2}(\.\d\d)?( ?[^\s\p{L}\p{N}] ?| (to|till|until|bis) )\d{1,2}(\.\d\d)?$/iu.test(text)

const isSpan = (text: string, { leading, besideDay }: WordPosition) =>
  parseSpan(text) !== null && (isClear(text) || ((leading || besideDay) && isBareSpan(text)))

/** A bare number is a duration only as the first word; four digits are a year. */
const isDuration = (text: string, leading: boolean) => {
  if (parseDuration(text) === null) return false
  return /^[\d.,]+$/.test(text) ? leading && /^\d{1,3}([.,]\d+)?$/.test(text) : true
}

const isTimeOfDay = (text: string) =>
  parseTime(text) !== null && /^\d{1,2}(?:[:.h]\d\d|h)?(?: ?[ap]\.?m?\.?)?$/i.test(text)

const CLOCK = /^\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?| ?uhr)?$/i
const firstClockHour = 5

/** True for a time with minutes. Without am or pm, one before 5:00 is a length: `1:30` takes an hour and a half. */
const isClock = (text: string) => {
  // Nobody logs half a day and more in this form, which is a time in French.
  if (/^(1[3-9]|2[0-3])h[0-5]\d$/i.test(text)) return true
  const time = CLOCK.test(text) ? parseTime(text) : null
  return time !== null && (/[ap]\.?m|uhr/i.test(text) || Number(time.slice(0, 2)) >= firstClockHour)
}

const STARTS = /^(since|seit|from) (.+)$/i
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
  return { duration: found.length, ...(ends ? { ended_at: found.time } : { started_at: found.time }) }
}

const clockAt = (time: string): When => ({ started_at: time, until_now: true })

/** `9:30`, or `9:30 1h` */
const clockOf = (words: string[]): When | null => {
  for (let count = words.length; count > 0; count -= 1) {
    const [time, length] = [words.slice(0, count).join(' '), words.slice(count).join(' ')]
    if (!isClock(time)) continue
    if (length === '') return clockAt(time)
    if (isDuration(length, false) && !isClock(length)) return { started_at: time, duration: length }
  }
  return null
}

/** The time that all words express together, or null. */
const timeOf = (words: string[], position: WordPosition): When | null => {
  if (words.length > MOST_TIME_WORDS) return null
  const text = words.join(' ').replace(/^for (?=\d)/i, '')
  // `1h until 10` could be a span as well.
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
const isUnambiguous = (day: string) => /^(today|yesterday|tomorrow|(last|next|on) .*|\d{4}-.*|.* \d{4})$/i.test(day)

/** True if it has a start or end, without which a session cannot be on another day. */
export const hasStartOrEnd = ({ started_at, ended_at, duration = '' }: When) =>
  started_at !== undefined || ended_at !== undefined || parseSpan(duration) !== null

const whenParser = (today: string) => {
  const parseDay = (words: string[]) => {
    const day = words.join(' ')
    return words.length <= MOST_DAY_WORDS && parseSessionDate(day, today) !== null ? day.toLowerCase() : null
  }

  const dateAndTime = (dayWords: string[], timeWords: string[], leading: boolean): When | null => {
    const date = parseDay(dayWords)
    // Beside a day, a time behind `at` is no part of a title.
    const atTime = timeWords.join(' ').replace(/^(at|um) (?=\d)/i, '')
    const isAt = atTime !== timeWords.join(' ') && isTimeOfDay(atTime)
    const time = date === null ? null : isAt ? clockAt(atTime) : timeOf(timeWords, { leading, besideDay: true })
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

/** Strips trailing punctuation, but keeps `2:`, which numbers something. */
const bare = (word: string) => (/^\d+\D+$/.test(word) && !/\p{L}/u.test(word) ? word : word.replace(/[,;:]+$/, ''))

/** Takes the longest phrase that `read` accepts off the start of the words, else off their end. */
const take = <T>(words: string[], most: number, read: (words: string[], leading: boolean) => T | null) =>
  phraseAt('start', words, (some) => read(some.map(bare), true), most) ??
  phraseAt('end', words, (some) => read(some.map(bare), false), most)

/** In `9:30 standup 1h` the clock time at one end has its length at the other. */
const withLength = (found: { value: When; rest: string[] }) => {
  const { until_now, ...value } = found.value
  const length = until_now
    ? take(found.rest, MOST_TIME_WORDS, (some) => {
        const text = some.join(' ')
        return isDuration(text, false) && !isClock(text) ? text : null
      })
    : null
  return length ? { value: { ...value, duration: length.value }, rest: length.rest } : found
}

/**
 * Takes the time off the start or else the end of a line, with its date beside it or at the other end. The rest is the
 * title: a second time, and a date without a time, belong to it.
 */
export const takeWhen = (words: string[], today: string): { when: When; rest: string[] } => {
  const { parseDay, parseWhen } = whenParser(today)
  const found = take(words, MOST_WORDS, parseWhen)
  const number = /^\d+$/.exec(found?.value.duration ?? '')?.[0]
  // In `19 Nov 2h call`, 19 is part of the date and no duration. `5 ideas` counts ideas.
  const isNoTime = number && (parseDay(words.slice(0, 2)) !== null || (number.length === 1 && words.length > 1))
  if (!found || isNoTime) return { when: {}, rest: words }
  const { value, rest } = withLength(found)
  if (value.date !== undefined) return { when: value, rest }
  const day = take(rest, MOST_DAY_WORDS, (some) => {
    const date = parseDay(some)
    return date !== null && isUnambiguous(date) ? date : null
  })
  return day ? { when: { date: day.value, ...value }, rest: day.rest } : { when: value, rest }
}

const CLOCK_SPAN = /^\d{1,2}:\d\d\D\d{1,2}:\d\d$/

/** The error of a span such as `9:00-25:00` at one end of a line, which is meant as a time; null without one. */
export const spanError = (words: string[]) => {
  const span = [words.at(0), words.at(-1)].find((word = '') => CLOCK_SPAN.test(word))
  return span === undefined ? null : describeTimeError(span)
}
