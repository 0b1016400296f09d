import { addDays } from '../../lib/days'
import { describeTimeError, parseSpan, parseTime, secondsOf } from '../../lib/typed-time'
import { dateAhead } from '../../tasks/quick-add/parse'
import { durationLimits } from '../schema'

/** When a meeting is, as far as a line says so. A part that cannot be is an error that names it. */
type MeetingWhen = { date?: string; time?: string; duration_minutes?: number; errors: string[] }

type Found = Partial<Omit<MeetingWhen, 'errors'>> & { error?: string }

const span = /^\d{1,2}([:.]\d\d)?( ?[ap]m)? ?[-–] ?\d{1,2}([:.]\d\d)?( ?[ap]m)?$/
const clock = /^(?:\d{1,2}:\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m)$/
const length = /^\d[\d.,]* ?(?:h(?:ours?|r|rs)?|m(?:in|ins|inutes?)?)(?: ?\d+ ?(?:m(?:in|ins|inutes?)?)?)?$/

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const spanOf = (text: string): Found | null => {
  if (!span.test(text) || !/[:m.]/.test(text)) return null
  const found = parseSpan(text)
  if (!found) return { time: '', duration_minutes: 0, error: `“${text}”: ${describeTimeError(text) ?? 'no time'}` }
  const minutes = (minutesOf(found.end) - minutesOf(found.start) + 1_440) % 1_440
  return { time: found.start, duration_minutes: minutes || durationLimits.max }
}

const timeOf = (text: string): Found | null => {
  if (!clock.test(text)) return null
  const time = parseTime(text)
  return time ? { time } : { time: '', error: `“${text}”: ${describeTimeError(text) ?? 'no time'}` }
}

const lengthOf = (text: string): Found | null => {
  const seconds = length.test(text) ? secondsOf(text) : null
  if (seconds === null) return null
  const minutes = Math.round(seconds / 60)
  const { min, max } = durationLimits
  if (minutes >= min && minutes <= max) return { duration_minutes: minutes }
  return { duration_minutes: 0, error: `“${text}”: a meeting takes from ${min} to ${max} minutes` }
}

const dateOf = (text: string, today: string): Found | null => {
  const date = text === 'yesterday' ? addDays(today, -1) : dateAhead(text.replace(/^(on|by) (?=.)/, ''), today)
  return date === null ? null : { date }
}

/** A length is no time and a time no length: `14:00` is a time, `1h 30m` a length. */
const readPhrase = (words: string[], today: string) => {
  const text = words.join(' ').toLowerCase().replace(/[,;]$/, '')
  const bare = text.replace(/^(at|from|for) (?=\d)/, '')
  return spanOf(bare) ?? timeOf(bare) ?? lengthOf(bare) ?? dateOf(text, today)
}

/** Enough for `on 15 January 2027`. */
const mostWords = 4

/** The longest phrase at the start or the end of some words. */
const phraseAt = (words: string[], today: string, isStart: boolean) => {
  for (let count = Math.min(mostWords, words.length); count >= 1; count -= 1) {
    const found = readPhrase(isStart ? words.slice(0, count) : words.slice(-count), today)
    if (found) return { found, rest: isStart ? words.slice(count) : words.slice(0, -count) }
  }
  return null
}

/** True for words that begin with a date, a time or a length. */
export const beginsWhen = (words: string[], today: string) => phraseAt(words, today, true) !== null

/** Takes the date, the time and the length off the start and the end of some words, once each. */
export const takeMeetingWhen = (words: string[], today: string): MeetingWhen & { words: string[] } => {
  let rest = words
  const when: MeetingWhen = { errors: [] }
  for (const isStart of [true, false]) {
    for (let next = phraseAt(rest, today, isStart); next; next = phraseAt(rest, today, isStart)) {
      const { error, ...found } = next.found
      if (Object.keys(found).some((name) => Object.hasOwn(when, name))) break
      Object.assign(when, found)
      if (error) when.errors.push(error)
      rest = next.rest
    }
  }
  return { ...when, words: rest }
}
