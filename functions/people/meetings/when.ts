import { addDays } from '../../lib/days'
import { describeTimeError, parseSpan, parseTime } from '../../lib/typed-time'
import { dateAhead, minutesOf, phraseAt } from '../../line/phrases'
import { durationLimits } from './schema'

/** When a meeting is, as far as a line says so. A part that cannot be is an error that names it. */
type MeetingWhen = { date?: string; time?: string; duration_minutes?: number; errors: string[] }

type Found = Partial<Omit<MeetingWhen, 'errors'>> & { error?: string }

const span = /^\d{1,2}([:.]\d\d)?( ?[ap]m)? ?[-–] ?\d{1,2}([:.]\d\d)?( ?[ap]m)?$/
const clock = /^(?:\d{1,2}:\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m)$/

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const spanOf = (text: string): Found | null => {
  if (!span.test(text) || !/[:m.]/.test(text)) return null
  const found = parseSpan(text)
  if (!found) return { time: '', duration_minutes: 0, error: `“${text}”: ${describeTimeError(text) ?? 'no time'}` }
  const minutes = (minuteOf(found.end) - minuteOf(found.start) + 1_440) % 1_440
  return { time: found.start, duration_minutes: minutes || durationLimits.max }
}

const timeOf = (text: string): Found | null => {
  if (!clock.test(text)) return null
  const time = parseTime(text)
  return time ? { time } : { time: '', error: `“${text}”: ${describeTimeError(text) ?? 'no time'}` }
}

const lengthOf = (text: string): Found | null => {
  const minutes = minutesOf(text)
  if (minutes === null) return null
  const { min, max } = durationLimits
  if (minutes >= min && minutes <= max) return { duration_minutes: minutes }
  return { duration_minutes: 0, error: `“${text}”: a meeting takes from ${min} to ${max} minutes` }
}

const dateOf = (text: string, today: string): Found | null => {
  const date = text === 'yesterday' ? addDays(today, -1) : dateAhead(text, today)
  return date === null ? null : { date }
}

/** A length is no time and a time no length: `14:00` is a time, `1h 30m` a length. */
const readPhrase = (words: string[], today: string) => {
  const text = words.join(' ').toLowerCase().replace(/[,;]$/, '')
  const bare = text.replace(/^(at|from|for) (?=\d)/, '')
  return spanOf(bare) ?? timeOf(bare) ?? lengthOf(bare) ?? dateOf(text, today)
}

/** True for words that begin with a date, a time or a length. */
export const beginsWhen = (words: string[], today: string) =>
  phraseAt('start', words, (some) => readPhrase(some, today)) !== null

/** Takes the date, the time and the length off the start and the end of some words, once each. */
export const takeMeetingWhen = (words: string[], today: string): MeetingWhen & { words: string[] } => {
  let rest = words
  const when: MeetingWhen = { errors: [] }
  for (const end of ['start', 'end'] as const) {
    const take = () => phraseAt(end, rest, (some) => readPhrase(some, today))
    for (let next = take(); next; next = take()) {
      const { error, ...found } = next.value
      if (Object.keys(found).some((name) => Object.hasOwn(when, name))) break
      Object.assign(when, found)
      if (error) when.errors.push(error)
      rest = next.rest
    }
  }
  return { ...when, words: rest }
}
