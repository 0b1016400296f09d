import { secondsOf } from '../lib/time/typed-time'
import { isNoLength } from './phrases'

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

/**
 * Takes `25m focus` off the end of a line, or `start` and `for 25m` off both. `focus` in front of other words is of the
 * title, and so is `for 25m` alone, which logs.
 */
export const takeFocus = (words: string[]): { seconds: number; rest: string[] } | null => {
  if (/^focus$/i.test(words.at(-1) ?? '')) return lengthBehind(words.slice(0, -1))
  if (!/^start$/i.test(words[0] ?? '')) return null
  const found = lengthBehind(words.slice(1))
  return found && /^for$/i.test(found.rest.at(-1) ?? '') ? { ...found, rest: found.rest.slice(0, -1) } : null
}
