import { addDays, isoWeekday } from '../../lib/days'
import { parseDate } from '../../lib/typed-date'
import { secondsOf } from '../../lib/typed-time'
import { estimateLimits, type TaskPriority, type TaskRepeat, type TaskValues } from '../schema'

type Marks = Partial<Pick<TaskValues, 'date' | 'priority' | 'estimated_minutes' | 'repeat'>>

const priorities: Record<string, TaskPriority> = { '!high': 'high', '!medium': 'medium', '!low': 'low' }

const repeats: Record<string, TaskRepeat> = {
  'every day': 'daily',
  daily: 'daily',
  'every weekday': 'weekdays',
  'every week': 'weekly',
  weekly: 'weekly',
  'every month': 'monthly',
  monthly: 'monthly',
}

/**
 * A date with a number, a whole weekday, `today` or `tomorrow`: a short word such as `sat` may be of the title.
 * `next Friday` is in the next week, from Monday to Sunday, and `this Friday` is the one to come.
 */
export const dateAhead = (text: string, today: string) => {
  const [, way, weekday] = /^(next|this) (\p{L}+day)$/u.exec(text) ?? []
  if (weekday === 'today') return null
  if (way === 'next' && weekday !== undefined) return parseDate(weekday, addDays(today, 7 - isoWeekday(today)))
  if (weekday !== undefined) return parseDate(weekday, today)
  return /\d|^(?:to(?:day|morrow)|\p{L}+day)$/u.test(text) && !/^\d+$/.test(text) ? parseDate(text, today) : null
}

const readDate = (text: string, today: string): Marks | null => {
  if (text === 'someday') return { date: null }
  const date = dateAhead(text.replace(/^(on|by) (?=.)/, ''), today)
  return date === null ? null : { date }
}

/** `every monday`: weekly, from the next one. */
const readWeekday = (text: string, today: string): Marks | null => {
  const weekday = /^every ((?:mon|tues|wednes|thurs|fri|satur|sun)day)$/.exec(text)?.[1]
  return weekday === undefined ? null : { repeat: 'weekly', date: dateAhead(weekday, today) }
}

/** A duration with a unit or a colon. A bare number may be of the title. */
const readEstimate = (text: string): Marks | null => {
  const length = text.replace(/^for (?=\d)/, '')
  const minutes = /\d(?:[hm]|:\d| ?(?:h|m|hours?|min|minutes?))/.test(length)
    ? Math.round((secondsOf(length) ?? 0) / 60)
    : 0
  return minutes >= estimateLimits.min && minutes <= estimateLimits.max ? { estimated_minutes: minutes } : null
}

const readMark = (words: string[], today: string): Marks | null => {
  const text = words.join(' ').toLowerCase()
  const [priority, repeat] = [new Map(Object.entries(priorities)).get(text), new Map(Object.entries(repeats)).get(text)]
  if (priority) return { priority }
  if (repeat) return { repeat }
  return readWeekday(text, today) ?? readEstimate(text) ?? readDate(text, today)
}

/** Enough for `on 15 January 2027`. */
const mostWords = 4

/** Parses a line that ends with a date alone, such as `Send the figures by Friday`. The title is never empty. */
export const parseDated = (line: string, today: string): { title: string; date: string | null } => {
  const words = line.split(/\s+/).filter(Boolean)
  for (let count = Math.min(mostWords, words.length - 1); count >= 1; count -= 1) {
    const read = readDate(words.slice(-count).join(' ').toLowerCase(), today)
    if (read) return { title: words.slice(0, -count).join(' '), date: read.date ?? null }
  }
  return { title: words.join(' '), date: null }
}

/** Reads the longest mark at the end of the words, which never takes all of them. */
const readEnd = (words: string[], today: string) => {
  for (let count = Math.min(mostWords, words.length - 1); count >= 1; count -= 1) {
    const marks = readMark(words.slice(-count), today)
    if (marks) return { marks, count }
  }
  return null
}

/**
 * Parses a line such as `Call the bank tomorrow 15m !high`: a date, an estimate, a priority and a repetition at its
 * end, in any order and once each. The rest is the title, which is never empty; a tag stays in it, also behind these.
 */
export const parseTask = (line: string, today: string): Marks & Pick<TaskValues, 'title'> => {
  const all = line.split(/\s+/).filter(Boolean)
  const lastWord = all.findLastIndex((word) => !/^#./.test(word))
  const tags = lastWord < 0 ? [] : all.slice(lastWord + 1)
  let words = lastWord < 0 ? all : all.slice(0, lastWord + 1)
  let read: Marks = {}
  for (let end = readEnd(words, today); end; end = readEnd(words, today)) {
    if (Object.keys(end.marks).some((name) => Object.hasOwn(read, name))) break
    read = { ...end.marks, ...read }
    words = words.slice(0, -end.count)
  }
  return { ...read, title: [...words, ...tags].join(' ') }
}
