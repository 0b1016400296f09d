import { cleanTags } from '../lib/tags'
import { addDays, isoWeekday } from '../lib/time/days'
import { nextDate, type RepeatRule, repeatColumn } from '../lib/time/repeat'
import { parseSpan, secondsOf } from '../lib/time/typed-time'
import { parseClock } from './clock'
import { joiningSign, parseClearDate, parseRepetition, parseUnitMinutes, takeLastPhrases } from './phrases'
import { joinTitle, type KnownNames, lineTokens, type Mark, tokenize } from './tokenize'
import { hasStartOrEnd, takeWhen, timeError } from './when'

/** Maximum length of a title in characters. Titles of action items may need a whole sentence. */
export const taskTitleLimit = 200

export const descriptionLimit = 5_000

export const estimateLimits = { min: 1, max: 1_000 * 60 }

export type TaskPriority = 'high' | 'medium' | 'low'

const priorities = new Map<string, TaskPriority>([
  ['high', 'high'],
  ['low', 'low'],
  ['p1', 'high'],
  ['p2', 'medium'],
  ['p3', 'low'],
])

/** Parses a priority: `high`, `low`, or `p1` to `p3`, ignoring case. */
export const readPriority = (text: string): TaskPhrase | null => {
  const priority = priorities.get(text.toLowerCase())
  return priority ? { priority } : null
}

/** Takes phrases off the end of a line. They may be the whole line, unless it is a single word, which is the title. */
export const takeAllPhrases = <V extends object>(words: string[], read: (phrase: string) => V | null) => {
  const { values, rest } = takeLastPhrases(words.length > 1 ? ['', ...words] : words, read)
  return { values, rest: rest.filter(Boolean) }
}

export type TaskPhrase = {
  date?: string | null
  due_date?: string | null
  at?: string | null
  priority?: TaskPriority
  estimated_minutes?: number | null
  rule?: RepeatRule
  until?: string
}

const readDate = (text: string, today: string): TaskPhrase | null => {
  if (text === 'someday') return { date: null }
  const [, way, noon, day = '', noonBehind] = /^(?:(due|starting) (?:by |on )?)?(noon )?(.+?)( noon)?$/.exec(text) ?? []
  const date = parseClearDate(way === 'due' ? `by ${day}` : day, today)
  if (date !== null)
    return { [way === 'due' ? 'due_date' : 'date']: date, ...((noon ?? noonBehind) && { at: '12:00' }) }
  // A short weekday before a time is a date, not part of the title.
  const [, short = '', time = ''] = /^(\p{L}{3,5}) (.+)$/u.exec(text) ?? []
  const [weekday, at] = [parseClearDate(`on ${short}`, today), parseClock(time)]
  return weekday === null || at === null ? null : { date: weekday, at }
}

const span = /^(?:from |at )?(\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[-–] ?| to )\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?)$/

/** Parses a time (`at 9`), or a span with its length (`14:00-15:30`, `2-3pm`). */
const readAt = (text: string): TaskPhrase | null => {
  const at = parseClock(text)
  const [, typed = ''] = /:\d\d\D+\d{1,2}:\d\d|[ap]\.?m/.test(text) ? (span.exec(text) ?? []) : []
  const times = parseSpan(typed)
  if (!times) return at === null ? null : { at }
  const [start = 0, end = 0] = [times.start, times.end].map((time) => (secondsOf(time) ?? 0) / 60)
  return { at: times.start, estimated_minutes: (end - start + 1440) % 1440 || 1440 }
}

/** Parses a date, a clock time, or both. */
export const readWhen = (text: string, today: string): TaskPhrase | null => readAt(text) ?? readDate(text, today)

const readEstimate = (text: string): TaskPhrase | null => {
  const minutes = parseUnitMinutes(text.replace(/^for (?=\d)/i, '')) ?? 0
  return minutes >= estimateLimits.min && minutes <= estimateLimits.max ? { estimated_minutes: minutes } : null
}

const readPhrase = (typed: string, today: string): TaskPhrase | null => {
  const text = typed.toLowerCase()
  return readPriority(text) ?? parseRepetition(text, today) ?? readWhen(text, today) ?? readEstimate(typed)
}

/** Converts a rule to a task's repetition and first date, which is on the given date or after today. */
const repeating = ({ rule, until, ...said }: TaskPhrase, today: string): typeof said & { repeat?: string } => {
  if (!rule) return said
  const [weekday, other] = rule.nth === null && rule.from === 'schedule' ? rule.weekdays : []
  const whole = { ...rule, until: until ?? null }
  const stored = weekday && !other ? { ...whole, weekdays: [] } : whole
  const repeat = repeatColumn(stored)
  const isWorkday = repeat === 'weekdays' && isoWeekday(said.date ?? today) < 6
  if (isWorkday || (rule.weekdays.length === 0 && rule.nth === null)) return { ...said, repeat }
  const [from, after] = said.date ? [said.date, addDays(said.date, -1)] : [today, today]
  return { ...said, repeat, date: nextDate(JSON.stringify({ ...rule, every: 1 }), from, after) ?? from }
}

/**
 * Parses a line such as `Call the bank tomorrow at 9:30 15m high`: a date, a time, an estimate, a priority and a
 * repetition at its end, each once and in any order. The rest is the title. Tags stay in the title, even after these.
 */
export const parseTask = (line: string, today: string) => {
  const words = lineTokens(line)
  const lastWord = words.findLastIndex((word) => !/^#./.test(word)) + 1
  const [said, tags] = lastWord === 0 ? [words, []] : [words.slice(0, lastWord), words.slice(lastWord)]
  const read = (isWhole: boolean) =>
    takeAllPhrases<TaskPhrase>(said, (text) => {
      const phrase = readPhrase(text, today)
      return isWhole && phrase?.until ? null : phrase
    })
  const first = read(false)
  // An end without a repetition is part of the title.
  const { values, rest } = first.values.until && !first.values.rule ? read(true) : first
  return { ...repeating(values, today), title: joinTitle([...rest, ...tags]), wrongTime: timeError(rest) }
}

/** Moves a leading `tomorrow` to the end. Other days need a time, because `Monday standup` is a title. */
const tomorrowLast = (words: string[], today: string) => {
  const behind = words.findIndex((word) => word.toLowerCase() === 'tomorrow') + 1
  const [day, rest] = [words.slice(0, behind), words.slice(behind)]
  const isListed = joiningSign.test(rest[0] ?? '') || /^(and|or|to|till|until|&)$/i.test(rest[0] ?? '')
  return rest.length > 0 && !isListed && parseClearDate(day.join(' '), today) !== null ? [...rest, ...day] : words
}

/** Moves a leading time, with its future date and length, to the end of a line: `tomorrow 9:30 call Ana 25m`. */
const timeLast = (words: string[], today: string) => {
  const { when, rest } = takeWhen(words, today)
  const { date = '', started_at, ended_at, duration = '', clock } = when
  const isTime = clock ?? (/[hm:]/i.test(duration) && !hasStartOrEnd(when) && ended_at === undefined)
  const isLast = rest.every((word, at) => word === words[at])
  if (!isTime || isLast || (date !== '' && parseClearDate(date, today) === null)) return tomorrowLast(words, today)
  return [...rest, date, started_at === undefined ? '' : `at ${started_at}`, duration].filter(Boolean)
}

export const taskMarks: Mark[] = ['@', '!', '%', '#']

/** Parses a task's line with its marks: `Call the bank tomorrow 15m high @Thesis`. */
export const readTask = (line: string, today: string, known?: KnownNames) => {
  const { words, project, goal, ofPlan, tags } = tokenize(line, known, taskMarks)
  return { ...parseTask(timeLast(words, today).join(' '), today), project, goal, ofPlan, tags: cleanTags(tags) }
}
