import { fortnightly, type RepeatRule, ruleWith } from '../lib/time/repeat'
import { normalizeDateText, parseCount, parseDate, parsePastDate, parseWeekday } from '../lib/time/typed-date'
import { secondsOf } from '../lib/time/typed-time'
import { isNotDuration, parseClock } from './clock'
import { needsNextWord } from './words'

type End = 'start' | 'end'

/** Maximum words of a phrase, as in `every 2nd monday of the month`. */
const mostWords = 7

/** Words that make a name with a following weekday: `Black Friday`, `Super Bowl Sunday`. */
const namesWeekday =
  /(?:^|-)(\d+(?:st|nd|rd|th)|advent|any|ash|black|bloody|blue|bowl|bright|casual|cheat|cheesefare|clean|collop|cyber|down|dress-down|easter|family|fat|fifth|first|fish|flashback|follow|forgiveness|fourth|freaky|free|friyay|gaudete|girl|given|giving|gloomy|good|green|happy|holiday|holy|jeans|joe|laetare|lazy|low|mad|magic|man|manic|maundy|meatless|mothering|motivation|orange|other|palm|pancake|passion|patch|pentecost|plough|quasimodo|record|red|remembrance|rogation|rose|ruby|science|second|selection|sheer|shrove|small|business|spy|stir-up|store|stormy|super|taco|tgi|third|thirsty|throwback|trinity|violet|wacky|wash|whit|white|wild)$/i

/** Words for a day that are not understood here. A time after them belongs to that day. */
const ofDay = /(^| )(yesterday|tonight|midnight|morning|afternoon|evening|night|last \p{L}+|\p{L}+days)$/iu

const isDay = (word = '') => parseWeekday(word.toLowerCase().replace(/,$/, '')) > 0

/** Signs between the parts of a range or list: `3 Dec - 5 Dec`, `mon / tue`. */
export const joiningSign = /^[-‐‑–—/+|~→]+$/

/** True if a phrase belongs to the words before it, so that it cannot be taken off. */
const belongs = (words: string[], phrase: string[]) => {
  const isJoined = joiningSign.test(words.at(-1) ?? '')
  const before = words.at(isJoined ? -2 : -1) ?? ''
  const isName = (namesWeekday.test(before) || isDay(before)) && isDay(phrase[0])
  const isOfDay = ofDay.test(words.slice(-2).join(' ')) && parseClock(phrase.join(' ')) !== null
  // `3 - 5 Dec`
  const isRange = isJoined && /^\d{1,2}(\.|\/\d{1,2}|st|nd|rd|th)?$/i.test(before) && /^\d/.test(phrase[0] ?? '')
  return needsNextWord.test(before) || isName || isOfDay || isRange
}

/** The longest phrase that `read` accepts at the start or end of a line, and the remaining words. @param most words */
export const findPhrase = <T>(end: End, words: string[], read: (phrase: string[]) => T | null, most = mostWords) => {
  for (let count = Math.min(most, words.length); count > 0; count -= 1) {
    const at = end === 'start' ? count : words.length - count
    const [before, behind] = [words.slice(0, at), words.slice(at)]
    const [phrase, rest] = end === 'start' ? [before, behind] : [behind, before]
    const value = end === 'end' && belongs(rest, phrase) ? null : read(phrase)
    if (value !== null) return { value, rest }
  }
  return null
}

/** The words before a joining sign at their end: `3 Dec` of `3 Dec -`, `tomorrow` of `tomorrow,`. */
const joined = (words: string[]) => {
  const last = words.at(-1) ?? ''
  if (joiningSign.test(last)) return words.slice(0, -1)
  return /[\p{L}\p{N}.][,;–—-]$/u.test(last) ? [...words.slice(0, -1), last.slice(0, -1)] : []
}

/** True if the phrase ends a list such as `tomorrow, friday`: the words before it set the same value. */
export const endsList = <V extends object>(
  { value, rest }: { value: V; rest: string[] },
  read: (phrase: string[]) => V | null,
) => {
  const others = findPhrase('end', joined(rest), read)?.value ?? {}
  return Object.keys(others).some((name) => Object.hasOwn(value, name))
}

type Taken<V> = { values: Partial<V>; rest: string[] }

/**
 * Takes phrases off the end of a line, in any order, until one sets a value that is already set. Never takes the first
 * word, nor the end of a range or list such as `3 Dec - 5 Dec`.
 */
export const takeLastPhrases = <V extends object>(
  words: string[],
  read: (phrase: string) => V | null,
  most = mostWords,
): Taken<V> => {
  const says = (name: string, of: object) => Object.hasOwn(of, name)
  /** Cached results by number of words. Without the cache, long lists would take exponential time. */
  const known = new Map<number, Taken<V>>()
  const take = (all: string[]): Taken<V> => {
    let taken: Taken<V> = { values: {}, rest: all }
    const before = [taken]
    for (;;) {
      const { values, rest } = taken
      const found = findPhrase('end', rest, (phrase) => read(phrase.join(' ')), Math.min(most, rest.length - 1))
      if (!found || Object.keys(found.value).some((name) => says(name, values))) return taken
      taken = { values: { ...found.value, ...values }, rest: found.rest }
      const others = Object.keys(takeOnce(joined(found.rest)).values)
      const whole = before.find((_, at) => others.some((name) => says(name, (before[at + 1] ?? taken).values)))
      if (whole) return whole
      before.push(taken)
    }
  }
  const takeOnce = (all: string[]) => {
    const taken = known.get(all.length) ?? take(all)
    known.set(all.length, taken)
    return taken
  }
  return take(words)
}

/** Removes `of` after a duration: `reading` remains of `25 minutes of reading`. @param line all words */
export const dropOf = (rest: string[], line: string[]) =>
  rest.length > 1 && /^of$/i.test(rest[0] ?? '') && rest[0] !== line[0] ? rest.slice(1) : rest

/** Minutes of a duration with a unit or colon; null for other text, such as a number in the title. */
export const parseUnitMinutes = (text: string) => {
  const seconds = /\d ?[hm]|\d:\d/i.test(text) && !isNotDuration(text) ? secondsOf(text) : null
  return seconds === null ? null : Math.round(seconds / 60)
}

/**
 * Parses a date that is clearly no part of a title: with a number, a full weekday, `today`, `tomorrow`, or words such
 * as `end of month`. A short weekday such as `sat` needs `on` or `by` before it.
 */
export const parseClearDate = (typed: string, today: string) => {
  const bare = typed.toLowerCase().replace(/[,;]$/, '')
  const text = normalizeDateText(typed)
  // `Friday the 13th` may be a name, `on the 13th` is a date.
  if (/^\d+$/.test(text) || (/^the \d+[a-z]+$/.test(text) && text === bare)) return null
  const isDay = text !== bare && parseWeekday(text) > 0
  return isDay ||
    /\d|^(?:to(?:day|morrow)|\p{L}+day)$|^(?:in|next|this|(?:the )?(?:start|beginning|end|last|day)) | from now$/u.test(
      text,
    )
    ? parseDate(text, today)
    : null
}

/** Date of a session: in the past, or in the future if it cannot be past, such as `tomorrow` and `next Friday`. */
export const parseSessionDate = (typed: string, today: string) =>
  parsePastDate(typed, today) ?? parseClearDate(typed, today)

/** A repetition, and its first date if the rule alone does not determine it. */
type Repetition = { rule: RepeatRule; date?: string }

const ordinals = ['first', 'second', 'third', 'fourth']

/** Number of an ordinal: 1 to 4 for `2nd` or `second`, -1 for `last`, 0 for other words. */
const nthOf = (word: string) =>
  word === 'last' ? -1 : ordinals.indexOf(word) + 1 || Number(/^([1-4])(?:st|nd|rd|th)$/.exec(word)?.[1] ?? 0)

const alone: Record<string, RepeatRule> = {
  daily: ruleWith('day'),
  weekly: ruleWith('week'),
  fortnightly,
  monthly: ruleWith('month'),
  yearly: ruleWith('year'),
  annually: ruleWith('year'),
  'every quarter': ruleWith('month', { every: 3 }),
  quarterly: ruleWith('month', { every: 3 }),
}

/** ISO weekdays in `mon`, `weekday` or `fri-mon` (four days). */
const daysOf = (text: string) => {
  if (/^(week|work)days?$/.test(text)) return [1, 2, 3, 4, 5]
  if (/^weekends?$/.test(text)) return [6, 7]
  const days = text.split('-').map((word) => parseWeekday(word) || parseWeekday(word.replace(/s$/, '')))
  const [first = 0, last = 0] = days
  if (days.length !== 2 || days.includes(0)) return days
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => ((first + index - 1) % 7) + 1)
}

/** ISO weekdays in `mon, wed and fri`, `fri-mon`, `weekday` or `weekend`; empty for other words. */
export const weekdaysOf = (text: string) => {
  const days = text
    .replace(/ ?[‐‑–—-] ?| (?:to|through|thru|till|until|bis) /g, '-')
    .split(/,? (?:and|&) |, ?| |\//)
    .flatMap(daysOf)
  return days.includes(0) ? [] : [...new Set(days)].sort()
}

/** A day of each month: `last friday`, `2nd monday of the month`, `last day`, `15th`. */
const dayOfMonths = (text: string, every: number, today: string): Repetition | null => {
  const [, nth = '', days = ''] = /^(?:the )?(\S+) (.+?)(?: (?:of|in) (?:the|each|every|a) month)?$/.exec(text) ?? []
  if (nth === 'last' && days === 'day') return { rule: ruleWith('month', { every, nth: -1 }) }
  const weekdays = weekdaysOf(days)
  if (nthOf(nth) !== 0 && weekdays.length > 0) return { rule: ruleWith('month', { every, weekdays, nth: nthOf(nth) }) }
  const [, day] = /^(?:the )?(\d{1,2}(?:st|nd|rd|th))(?: of (?:the|each|every) month)?$/.exec(text) ?? []
  const date = day === undefined ? null : parseDate(`the ${day}`, today)
  return date === null ? null : { rule: ruleWith('month', { every }), date }
}

/** An interval without `every`: `3 days`, `other week`, `2 weeks on mon and thu`, `month on the last friday`. */
const everyFew = (text: string, today: string): Repetition | null => {
  const [, count = '', unit, on] = /^(?:(\S+) )?(day|week|month|year)s?(?: on (.+))?$/.exec(text) ?? []
  const every = count === '' ? 1 : count === 'other' ? 2 : parseCount(count) || Math.max(0, nthOf(count))
  if (unit === undefined || every === 0) return null
  if (on === undefined) return { rule: ruleWith(unit, { every }) }
  if (unit === 'month') return dayOfMonths(on, every, today)
  const weekdays = unit === 'week' ? weekdaysOf(on) : []
  return weekdays.length > 0 ? { rule: ruleWith('week', { every, weekdays }) } : null
}

const everyOf = (text: string, today: string): Repetition | null => {
  const few = everyFew(text, today) ?? dayOfMonths(text, 1, today)
  if (few) return few
  const [, other, days = ''] = /^(other )?(.+)$/.exec(text) ?? []
  const weekdays = weekdaysOf(days)
  if (weekdays.length > 0) return { rule: ruleWith('week', { every: other ? 2 : 1, weekdays }) }
  const date = /\p{L}/u.test(text) && /\d/.test(text) ? parseDate(text, today) : null
  return date === null ? null : { rule: ruleWith('year'), date }
}

/** `every week`, `every mon, thu`, `every last friday`; from completion: `every! 3 days` and `3 days after done`. */
export const parseRepeat = (typed: string, today: string): Repetition | null => {
  const text = typed
    .toLowerCase()
    .replace(/[,;]$/, '')
    .replace(/^(week|month|year)ly (?=on )/, 'every $1 ')
    .replace(/^on (?=the .+ of (?:each|every) month$)/, 'every ')
  const rule = Object.hasOwn(alone, text) ? alone[text] : undefined
  if (rule) return { rule }
  const [, count = '', unit = ''] =
    /^(?:every )?(\S+) (day|week|month|year)s? after (?:it[’']?s )?(?:done|completion)$/.exec(text) ?? []
  if (parseCount(count) > 0) return { rule: ruleWith(unit, { every: parseCount(count), from: 'completion' }) }
  const [, mark, said = ''] = /^(?:every|each)(!)? (.+)$/.exec(text) ?? []
  const found = said === '' ? null : everyOf(said, today)
  return found && mark ? { ...found, rule: { ...found.rule, from: 'completion' } } : found
}

/** A repetition, or the end of one: `until 1 March`. */
export const parseRepetition = (text: string, today: string): (Partial<Repetition> & { until?: string }) | null => {
  const until = parseClearDate(/^(?:until|till) (.+)$/i.exec(text)?.[1] ?? '', today)
  return until === null ? parseRepeat(text, today) : { until }
}

/** The rule in a whole text, such as `every 3 days until 1 March`; null for other text. */
export const parseWholeRepeat = (text: string, today: string): RepeatRule | null => {
  const { values, rest } = takeLastPhrases(
    ['', ...text.split(/\s+/)],
    (phrase) => parseRepetition(phrase, today),
    mostWords,
  )
  const { rule, until = null, date } = values
  return rule && rest.length === 1 && date === undefined ? { ...rule, until } : null
}

/** Takes a past date (`yesterday` or `2026-03-08`) off the end of a line. Without one, the date is today. */
export const takePastDay = (words: string[], today: string) => {
  const read = (text: string) =>
    /^(yesterday|\d{4}-\d\d-\d\d)$/i.test(text) ? { date: parsePastDate(text, today) } : null
  const { values, rest } = takeLastPhrases(words, read, 1)
  return values.date ? { date: values.date, rest } : { date: today, rest: words }
}

/** Takes a label with a colon off the start of the words, as in `concept: joins`. */
export const takeLabel = <T>(words: string[], labels: Record<string, T>): { label?: T; rest: string[] } => {
  const [, word = ''] = /^(.+):$/.exec(words[0] ?? '') ?? []
  const label = words.length > 1 ? new Map(Object.entries(labels)).get(word.toLowerCase()) : undefined
  return { label, rest: label === undefined ? words : words.slice(1) }
}
