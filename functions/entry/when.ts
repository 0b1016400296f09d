import { parsePastDate } from '../lib/typed-date'
import { parseDuration, parseSpan, parseTime } from '../lib/typed-time'

/** When a line says that it was: its day as typed, the others as the fields of the form hold them. */
export type When = { date?: string; duration?: string; started_at?: string; ended_at?: string }

/** The words that are looked at together: a day of at most four, a time of at most six. */
const MOST_WORDS = 10
const MOST_DAY_WORDS = 4
const MOST_TIME_WORDS = 6

/** Where the words stand: what could as well be a page or a year is a time only first in the line, or beside a day. */
type WordPosition = { leading: boolean; besideDay: boolean }

/** Numbers that could as well be a year or a page: only a colon, an h, am, pm or Uhr makes a time of them. */
const isClear = (text: string) => /\d(:|h|\s?[ap]\.?m|\s?uhr)/i.test(text)

const isBareSpan = (text: string) =>
  /^\d{1,2}(\.\d\d)?( ?[^\s\p{L}\p{N}] ?| (to|till|until|bis) )\d{1,2}(\.\d\d)?$/iu.test(text)

const isSpan = (text: string, { leading, besideDay }: WordPosition) =>
  parseSpan(text) !== null && (isClear(text) || ((leading || besideDay) && isBareSpan(text)))

/** A duration with its unit or a colon; a number alone is one only as the first word, and four digits are a year. */
const isDuration = (text: string, leading: boolean) => {
  if (parseDuration(text) === null) return false
  return /^[\d.,]+$/.test(text) ? leading && /^\d{1,3}([.,]\d+)?$/.test(text) : true
}

const isTimeOfDay = (text: string) =>
  parseTime(text) !== null && /^\d{1,2}(?:[:.h]\d\d|h)?(?: ?[ap]\.?m?\.?)?$/i.test(text)

const STARTS = /^(since|seit|from) (.+)$/i
const LENGTH_FIRST = /^(.+) (since|from|at|until|till) (.+)$/i
const TIME_FIRST = /^(since|from|at|until|till) (\S+(?: [ap]\.?m\.?)?) (.+)$/i

/** A duration together with the time at which it began or ended: `25m at 9`, `from 9:15 1h`, `1h until 10`. */
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

/** What words say together of a time; null when that is not all that they say. */
const timeOf = (words: string[], place: WordPosition): When | null => {
  if (words.length > MOST_TIME_WORDS) return null
  const text = words.join(' ')
  // `1h until 10` could be a span as well.
  const until = lengthAt(text)
  if (until?.ended_at !== undefined) return until
  if (isDuration(text, place.leading && words.length === 1) || isSpan(text, place)) return { duration: text }
  const [, word = '', time = ''] = STARTS.exec(text) ?? []
  if (isSpan(time, place) || (place.leading && parseSpan(time) !== null)) return { duration: time }
  if (isTimeOfDay(time) && (isClear(time) || place.leading || place.besideDay || /since|seit/i.test(word))) {
    return { started_at: time }
  }
  return lengthAt(text)
}

/** A day that means one wherever it stands: a weekday or `8 March` could as well be what the title is about. */
const isFirm = (day: string) => /^(today|yesterday|(last|on) .*|\d{4}-.*|.* \d{4})$/i.test(day)

/** Whether it says when it began or ended, and so can be on another day. */
const hasPlace = ({ started_at, ended_at, duration = '' }: When) =>
  started_at !== undefined || ended_at !== undefined || parseSpan(duration) !== null

/** Reads lines as of the date `today`. */
export const whenReader = (today: string) => {
  const dayOf = (words: string[]) => {
    const day = words.join(' ')
    return words.length <= MOST_DAY_WORDS && parsePastDate(day, today) !== null ? day.toLowerCase() : null
  }

  /** What a day and a time side by side say. */
  const both = (dayWords: string[], timeWords: string[], leading: boolean): When | null => {
    const date = dayOf(dayWords)
    const time = date === null ? null : timeOf(timeWords, { leading, besideDay: true })
    return date !== null && time && (isFirm(date) || hasPlace(time)) ? { date, ...time } : null
  }

  const together = (words: string[], leading: boolean): When | null => {
    const alone = timeOf(words, { leading, besideDay: false })
    if (alone) return alone
    for (let at = 1; at < words.length; at += 1) {
      const [first, second] = [words.slice(0, at), words.slice(at)]
      const found = both(first, second, leading) ?? both(second, first, leading)
      if (found) return found
    }
    return null
  }

  return { dayOf, together }
}

/** A word without the comma or colon behind it; `2:` is the number of something. */
const bare = (word: string) => (/^\d+\D+$/.test(word) && !/\p{L}/u.test(word) ? word : word.replace(/[,;:]+$/, ''))

/** Takes what says something off the start of the words, else off their end: as many of them as say it together. */
const take = <T>(words: string[], most: number, read: (words: string[], leading: boolean) => T | null) => {
  for (const leading of [true, false]) {
    for (let count = Math.min(most, words.length); count > 0; count -= 1) {
      const at = leading ? count : words.length - count
      const [taken, rest] = leading ? [words.slice(0, at), words.slice(at)] : [words.slice(at), words.slice(0, at)]
      const said = read(taken.map(bare), leading)
      if (said !== null) return { said, rest }
    }
  }
  return null
}

/**
 * Takes the first time off the words of a line, at its start or else at its end, with the day that it was: beside the
 * time, or at the other end where it could be nothing else. Whatever is left is title, a second time too; without a time
 * a day is title as well.
 */
export const takeWhen = (words: string[], today: string): { when: When; rest: string[] } => {
  const { dayOf, together } = whenReader(today)
  // A day stands first in `yesterday call 1h 30m`, and the bare number after it in `yesterday 9-10`.
  const found = take(words, MOST_WORDS, together)
  // The number of `19 Nov 2h call` is no length.
  const isDate = /^\d+$/.test(found?.said.duration ?? '') && dayOf(words.slice(0, 2)) !== null
  if (!found || isDate) return { when: {}, rest: words }
  if (found.said.date !== undefined) return { when: found.said, rest: found.rest }
  const day = take(found.rest, MOST_DAY_WORDS, (some) => {
    const date = dayOf(some)
    return date !== null && isFirm(date) ? date : null
  })
  return day ? { when: { date: day.said, ...found.said }, rest: day.rest } : { when: found.said, rest: found.rest }
}
