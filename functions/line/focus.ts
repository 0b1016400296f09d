import { secondsOf } from '../lib/time/typed-time'
import { isNoLength } from './phrases'
import { goesOn } from './words'

const shortest = 60
const longest = 12 * 3600

/** Seconds of a length with a unit, such as `25m` or `1h 30m`; null for other words. */
export const lengthOf = (text: string) => {
  const seconds = /\d ?[hm]/i.test(text) && !isNoLength(text) ? secondsOf(text) : null
  return seconds !== null && seconds >= shortest && seconds <= longest ? seconds : null
}

/** The longest length at the end of some words, and the words before it. */
const lengthBehind = (words: string[]) => {
  for (const count of [3, 2, 1]) {
    if (count > words.length) continue
    const seconds = lengthOf(words.slice(-count).join(' '))
    if (seconds !== null) return { seconds, rest: words.slice(0, -count) }
  }
  return null
}

/** The longest length at the beginning of some words, and the words behind it. */
const lengthInFront = (words: string[]) => {
  for (const count of [3, 2, 1]) {
    const seconds = count > words.length ? null : lengthOf(words.slice(0, count).join(' '))
    if (seconds !== null) return { seconds, rest: words.slice(count) }
  }
  return null
}

const isFocus = (word = '') => /^focus$/i.test(word)

/** The words before `focus` at the end of a line. Null where it is the whole line, or goes on with the word before, as in `out of focus`. */
export const beforeFocus = (words: string[]) => {
  const before = words.slice(0, -1)
  const last = before.at(-1)
  return isFocus(words.at(-1)) && last !== undefined && !goesOn.test(last) ? before : null
}

/**
 * Takes `25m focus` off the end or the beginning of a line, `focus 25m` off its beginning, or `start` and `for 25m` off
 * both. `focus` in front of other words is of the title, and so is `for 25m` alone, which logs.
 */
export const takeFocus = (words: string[]): { seconds: number; rest: string[] } | null => {
  if (isFocus(words.at(-1))) return lengthBehind(words.slice(0, -1))
  const front = lengthInFront(words)
  if (front && isFocus(front.rest[0])) return { ...front, rest: front.rest.slice(1) }
  const behind = isFocus(words[0]) ? lengthInFront(words.slice(1)) : null
  if (behind && behind.rest.length > 0) return behind
  if (!/^start$/i.test(words[0] ?? '')) return null
  const found = lengthBehind(words.slice(1))
  return found && /^for$/i.test(found.rest.at(-1) ?? '') ? { ...found, rest: found.rest.slice(0, -1) } : null
}
