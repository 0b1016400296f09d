import { secondsOf } from '../lib/time/typed-time'
import { clockAhead, isNoLength } from './phrases'
import { goesOn } from './words'

const shortest = 60
const longest = 12 * 3600

export const isFocusLength = (seconds: number) => seconds >= shortest && seconds <= longest

/** Seconds of a length with a unit, such as `25m` or `1h 30m`; null for other words. */
export const lengthOf = (text: string) => {
  const seconds = /\d ?[hm]/i.test(text) && !isNoLength(text) ? secondsOf(text) : null
  return seconds !== null && isFocusLength(seconds) ? seconds : null
}

/** A planned end: its length in seconds, or its clock time as `HH:MM`. */
type Planned = { seconds: number } | { until: string }

type Taken = Planned & { rest: string[] }

/** The longest length at the end of some words, and the words before it. */
const lengthBehind = (words: string[]) => {
  for (const count of [4, 3, 2, 1]) {
    if (count > words.length) continue
    const seconds = lengthOf(words.slice(-count).join(' '))
    if (seconds !== null) return { seconds, rest: words.slice(0, -count) }
  }
  return null
}

/** The longest length at the beginning of some words, and the words behind it. */
const lengthInFront = (words: string[]) => {
  for (const count of [4, 3, 2, 1]) {
    const seconds = count > words.length ? null : lengthOf(words.slice(0, count).join(' '))
    if (seconds !== null) return { seconds, rest: words.slice(count) }
  }
  return null
}

const isFocus = (word = '') => /^(focus|pomodoro)[.,:]?$/i.test(word)

/** True for words that `focus` behind them does not go on with, as it would in `out of focus` or at the end of a sentence. */
const endsWithFocus = (words: string[]) =>
  /^(focus|pomodoro)$/i.test(words.at(-1) ?? '') && !goesOn.test(words.at(-2) ?? '')

/** Reads `until 18:30` at the beginning of some words. */
const untilInFront = (words: string[]) => {
  if (!/^(until|till)$/i.test(words[0] ?? '')) return null
  for (const count of [3, 2]) {
    const until = count > words.length ? null : clockAhead(`at ${words.slice(1, count).join(' ')}`)
    if (until !== null) return { until, rest: words.slice(count) }
  }
  return null
}

/** Takes `focus until 18:30` off the beginning or the end of a line. */
const takeUntil = (words: string[]): Taken | null => {
  if (isFocus(words[0])) return untilInFront(words.slice(1))
  for (const at of [words.length - 2, words.length - 3]) {
    const found = at > 0 && endsWithFocus(words.slice(0, at)) ? untilInFront(words.slice(at)) : null
    if (found?.rest.length === 0) return { ...found, rest: words.slice(0, at - 1) }
  }
  return null
}

const withoutStart = (words: string[]) => words.slice(Number(/^start$/i.test(words[0] ?? '')))

const withoutFor = (words: string[]) => (/^for$/i.test(words.at(-1) ?? '') ? words.slice(0, -1) : words)

/** The words before `focus` at the end of a line. Null where it goes on with the word before. */
export const beforeFocus = (words: string[]) => (endsWithFocus(words) ? withoutStart(words.slice(0, -1)) : null)

/** Takes `25m focus` or `focus 25m` off the end or the beginning of a line. */
const takeBlock = (words: string[]) => {
  if (isFocus(words.at(-1))) {
    const found = lengthBehind(words.slice(0, -1))
    return found && { ...found, rest: withoutFor(found.rest) }
  }
  const front = lengthInFront(words)
  if (front && isFocus(front.rest[0])) return { ...front, rest: front.rest.slice(1) }
  const behind = isFocus(words[0]) ? lengthInFront(words.slice(1)) : null
  if (behind) return behind
  const last = lengthBehind(words)
  return last && endsWithFocus(last.rest) ? { ...last, rest: last.rest.slice(0, -1) } : null
}

/**
 * Takes a focus with its length or its end off a line, with the `start` before it, or `start` and `for 25m` off both ends. `focus` in
 * front of other words is of the title, and so is `for 25m` alone, which logs.
 */
export const takeFocus = (words: string[]): Taken | null => {
  const own = withoutStart(words)
  const block = takeUntil(own) ?? takeBlock(own)
  if (block || own.length === words.length) return block
  const found = lengthBehind(own)
  return found && found.rest !== withoutFor(found.rest) ? { ...found, rest: withoutFor(found.rest) } : null
}
