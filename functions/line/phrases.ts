import { addDays, isoWeekday } from '../lib/days'
import type { Repeat } from '../lib/repeat'
import { parseDate, parsePastDate } from '../lib/typed-date'
import { secondsOf } from '../lib/typed-time'

type End = 'start' | 'end'

/** The words of a phrase, enough for `on 15 January 2027`. */
const usualWords = 4

/** The longest phrase of at most `most` words at an end of a line that `read` knows, and the other words. */
export const phraseAt = <T>(end: End, words: string[], read: (phrase: string[]) => T | null, most = usualWords) => {
  for (let count = Math.min(most, words.length); count > 0; count -= 1) {
    const at = end === 'start' ? count : words.length - count
    const [before, behind] = [words.slice(0, at), words.slice(at)]
    const [phrase, rest] = end === 'start' ? [before, behind] : [behind, before]
    const value = read(phrase)
    if (value !== null) return { value, rest }
  }
  return null
}

/**
 * Takes phrases off the end of a line, in any order, until one says again what another said. The first word is never
 * taken.
 */
export const phrasesBehind = <V extends object>(
  words: string[],
  read: (phrase: string) => V | null,
  most = usualWords,
): { values: Partial<V>; rest: string[] } => {
  let values: Partial<V> = {}
  let rest = words
  for (;;) {
    const found = phraseAt('end', rest, (phrase) => read(phrase.join(' ')), Math.min(most, rest.length - 1))
    if (!found || Object.keys(found.value).some((name) => Object.hasOwn(values, name))) return { values, rest }
    values = { ...found.value, ...values }
    rest = found.rest
  }
}

/** Minutes of a length with a unit or a colon; null for other words, such as a number of the title. */
export const minutesOf = (text: string) => {
  const seconds = /\d ?[hm]|\d:\d/i.test(text) ? secondsOf(text) : null
  return seconds === null ? null : Math.round(seconds / 60)
}

/**
 * A date with a number, a whole weekday, `today` or `tomorrow`, also behind `on` or `by`: a short word such as `sat` may
 * be of the title. `next Friday` is in the next week, from Monday to Sunday, and `this Friday` is the one to come.
 */
export const dateAhead = (typed: string, today: string) => {
  const text = typed.toLowerCase().replace(/^(on|by) (?=.)/, '')
  const [, way, weekday] = /^(next|this) (\p{L}+day)$/u.exec(text) ?? []
  if (weekday === 'today') return null
  if (way === 'next' && weekday !== undefined) return parseDate(weekday, addDays(today, 7 - isoWeekday(today)))
  if (weekday !== undefined) return parseDate(weekday, today)
  return /\d|^(?:to(?:day|morrow)|\p{L}+day)$/u.test(text) && !/^\d+$/.test(text) ? parseDate(text, today) : null
}

const repeats = new Map<string, Repeat>([
  ['day', 'daily'],
  ['weekday', 'weekdays'],
  ['week', 'weekly'],
  ['two weeks', 'fortnightly'],
  ['2 weeks', 'fortnightly'],
  ['other week', 'fortnightly'],
  ['month', 'monthly'],
])

/** `every week`; `every Monday` and `every other Monday` are from the next one on. */
export const repeatAhead = (typed: string, today: string): { repeat: Repeat; date?: string } | null => {
  const [, each] = /^every (.+)$/.exec(typed.toLowerCase()) ?? []
  const repeat = repeats.get(each ?? '')
  if (repeat) return { repeat }
  const [, other, weekday] = /^(other )?((?:mon|tues|wednes|thurs|fri|satur|sun)day)$/.exec(each ?? '') ?? []
  const date = weekday === undefined ? null : dateAhead(weekday, today)
  return date === null ? null : { repeat: other ? 'fortnightly' : 'weekly', date }
}

/** Takes a day that is over off the end of a line, or says today. */
export const takePastDay = (words: string[], today: string) => {
  const read = (text: string) =>
    /^(yesterday|\d{4}-\d\d-\d\d)$/i.test(text) ? { date: parsePastDate(text, today) } : null
  const { values, rest } = phrasesBehind(words, read, 1)
  return values.date ? { date: values.date, rest } : { date: today, rest: words }
}

/** Takes a word with a colon that `labels` know off the start of some words: `concept: joins`. */
export const takeLabel = <T>(words: string[], labels: Record<string, T>): { label?: T; rest: string[] } => {
  const [, word = ''] = /^(.+):$/.exec(words[0] ?? '') ?? []
  const label = words.length > 1 ? new Map(Object.entries(labels)).get(word.toLowerCase()) : undefined
  return { label, rest: label === undefined ? words : words.slice(1) }
}
