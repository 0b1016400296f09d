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

type Taken = { seconds: number; rest: string[] }

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

const isFocus = (word = '') => /^focus[.,:]?$/i.test(word)

const withoutFor = (words: string[]) => (/^for$/i.test(words.at(-1) ?? '') ? words.slice(0, -1) : words)

/** The words before `focus` at the end of a line. Null where it is the whole line, or goes on with the word before, as in `out of focus`. */
export const beforeFocus = (words: string[]) => {
  const before = words.slice(0, -1)
  const last = before.at(-1)
  return /^focus$/i.test(words.at(-1) ?? '') && last !== undefined && !goesOn.test(last) ? before : null
}

/** Takes `25m focus` off the end or the beginning of a line, or `focus 25m` off its beginning. */
const takeBlock = (words: string[], starts: boolean): Taken | null => {
  if (isFocus(words.at(-1))) {
    const found = lengthBehind(words.slice(0, -1))
    return found && { ...found, rest: withoutFor(found.rest) }
  }
  const front = lengthInFront(words)
  if (front && isFocus(front.rest[0])) return { ...front, rest: front.rest.slice(1) }
  const behind = isFocus(words[0]) ? lengthInFront(words.slice(1)) : null
  return behind && (starts || behind.rest.length > 0) ? behind : null
}

/**
 * Takes a focus with its length off a line, with the `start` before it, or `start` and `for 25m` off both ends. `focus` in
 * front of other words is of the title, and so is `for 25m` alone, which logs.
 */
export const takeFocus = (words: string[]): Taken | null => {
  const own = words.slice(Number(/^start$/i.test(words[0] ?? '')))
  const starts = own.length < words.length
  const block = takeBlock(own, starts)
  if (block || !starts) return block
  const found = lengthBehind(own)
  return found && found.rest !== withoutFor(found.rest) ? { ...found, rest: withoutFor(found.rest) } : null
}
