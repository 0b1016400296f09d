import { describeTimeError, secondsOf } from '../lib/time/typed-time'
import { isNotDuration, parseClock } from './clock'
import { needsNextWord } from './words'

const shortest = 60
const longest = 12 * 3600

export const isFocusLength = (seconds: number) => seconds >= shortest && seconds <= longest

/** Error message for an invalid length of a focus. @param typed the length as typed */
const focusLimits = (typed: string) => `A focus lasts from 1 minute to 12 hours, not ${typed}.`

/** Seconds of a duration with a unit or colon, such as `25m`, `1h 30m` or `1:30`; null for other text. */
const secondsIn = (text: string) =>
  /\d ?[hms]|\d:\d/i.test(text) && !isNotDuration(text) && parseClock(text) === null ? secondsOf(text) : null

/** Like `secondsIn`, but null if a focus cannot have this length. */
export const parseFocusLength = (text: string) => {
  const seconds = secondsIn(text)
  return seconds !== null && isFocusLength(seconds) ? seconds : null
}

/** Planned end of a focus: a length in seconds, a clock time `HH:MM`, or an error. */
type Planned = { seconds: number } | { until: string } | { wrong: string }

type Taken = Planned & { rest: string[] }

const planned = (seconds: number, typed: string): Planned =>
  isFocusLength(seconds) ? { seconds } : { wrong: focusLimits(typed) }

/** Parses a planned end: `25m`, `for 25m` or `until 18:30`. */
const planOf = (text: string): Planned | null => {
  const [, end] = /^(?:until|till) (.+)$/i.exec(text) ?? []
  if (end === undefined) {
    const length = text.replace(/^for /i, '')
    const seconds = secondsIn(length)
    return seconds === null ? null : planned(seconds, length)
  }
  const until = parseClock(`at ${end}`)
  if (until !== null) return { until }
  return /^\d\S*$/.test(end) ? { wrong: describeTimeError(end) ?? `Enter a time for ${end}, such as 18:30.` } : null
}

/** Words after a number that make it a time, a date, or part of a list. */
const goesWithNumber =
  /^(\P{L}.*|uhr|[ap]\.?m\.?|o[’']clock|to|till|until|bis|of|and|or|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/iu

/** Parses a number of two or three digits as minutes. A single digit counts the following noun. */
const minutesIn = (text: string, behind: string[]) => {
  const [, minutes = ''] = /^(?:for )?(\d{1,3})$/i.exec(text) ?? []
  const [next] = behind.filter((word) => !isFocus(word))
  const isOther = next !== undefined && (minutes.length === 1 || goesWithNumber.test(behind[0] ?? ''))
  return minutes === '' || isOther ? null : planned(Number(minutes) * 60, `${minutes} minutes`)
}

/** Maximum words of a planned end, as in `for 1 hour and 30 minutes`. */
const mostWords = 6

const textOf = (words: string[]) => words.join(' ').replace(/[,;:]+$/, '')

/** Takes the longest planned end off the end of the words. */
const planBehind = (words: string[]): Taken | null => {
  for (let count = Math.min(mostWords, words.length); count > 0; count -= 1) {
    const found = planOf(textOf(words.slice(-count)))
    if (found) return { ...found, rest: words.slice(0, -count) }
  }
  return null
}

/** Takes the longest planned end off the start of the words. */
const planInFront = (words: string[]): Taken | null => {
  for (let count = Math.min(mostWords, words.length); count > 0; count -= 1) {
    const [text, rest] = [textOf(words.slice(0, count)), words.slice(count)]
    const found = planOf(text) ?? minutesIn(text, rest)
    if (found) return { ...found, rest }
  }
  return null
}

const isFocus = (word = '') => /^(focus|pomodoro)[.,:]?$/i.test(word)

/** True if a final `focus` stands alone. False if it belongs to the word before, as in `out of focus`. */
const endsWithFocus = (words: string[]) =>
  /^(focus|pomodoro)$/i.test(words.at(-1) ?? '') && !needsNextWord.test(words.at(-2) ?? '')

const isOn = (word = '') => /^on$/i.test(word)

const withoutStart = (words: string[]) => words.slice(Number(/^start$/i.test(words[0] ?? '')))

/** Removes a leading `on`, as in `on essay`, from the words after a focus. */
const withoutOn = (words: string[]) => words.slice(Number(isOn(words[0]) && words.length > 1))

/** Words before a final `focus`. Null if `focus` belongs to the word before it. */
export const beforeFocus = (words: string[]) => (endsWithFocus(words) ? withoutStart(words.slice(0, -1)) : null)

/** `focus` is the last word, with the planned end before it or at the start of the line. */
const takeLast = (words: string[]): Taken | null => {
  const before = words.slice(0, -1)
  const found = isFocus(words.at(-1)) ? planBehind(before) : null
  return found ?? (endsWithFocus(words) ? planInFront(before) : null)
}

/** `focus` is the first word, before the planned end, or before a title (after `on` or a colon) and the planned end. */
const takeFirst = (words: string[]): Taken | null => {
  const behind = words.slice(1)
  const found = planInFront(behind)
  if (found) return { ...found, rest: withoutOn(found.rest) }
  const last = isOn(behind[0]) || /[,:]$/.test(words[0] ?? '') ? planBehind(behind) : null
  return last && { ...last, rest: withoutOn(last.rest) }
}

/** The planned end is at the start or end of the line, next to `focus`. */
const takeBeside = (words: string[]): Taken | null => {
  const front = planInFront(words)
  if (front && isFocus(front.rest[0])) return { ...front, rest: withoutOn(front.rest.slice(1)) }
  const at = words.findLastIndex(isFocus)
  const number = at > 0 ? planInFront(words.slice(at + 1)) : null
  const last = number?.rest.length === 0 ? { ...number, rest: words.slice(0, at + 1) } : null
  return last && endsWithFocus(last.rest) ? { ...last, rest: last.rest.slice(0, -1) } : null
}

/** Removes `of` from `25m of focus`. */
const withoutOf = (words: string[]) =>
  words.filter((word, at) => !(/^of$/i.test(word) && isFocus(words[at + 1]) && planBehind(words.slice(0, at))))

/**
 * Takes `focus` and its planned end off the start or end of a line, with a leading `start`. Without `focus`, needs both
 * `start` and `for 25m`. `focus` may also belong to the title, as in `Focus group 25m`. `for 25m` alone logs time.
 */
export const takeFocus = (words: string[]): Taken | null => {
  const own = withoutStart(words)
  const named = withoutOf(own)
  const block = takeBeside(named) ?? (isFocus(named[0]) ? takeFirst(named) : null) ?? takeLast(named)
  if (block || own.length === words.length) return block
  const found = planBehind(own)
  const isFor = found && 'seconds' in found && /^for$/i.test(own[found.rest.length] ?? '')
  return isFor ? found : null
}

/** True for words that start a focus: `focus` with a planned end, or `focus` alone. Ignores marks such as `@Thesis`. */
export const startsFocus = (words: string[]) => {
  const own = words.filter((word) => !/^[@#!%^]\S/.test(word))
  return (own.length === 1 && isFocus(own[0])) || takeFocus(own) !== null
}
