import type { Context } from 'hono'
import { estimateLimits, titleLimit } from '../../ledger/tasks'
import { addDays, wallTime } from '../../lib/days'
import { type App, todayOf } from '../../lib/env'
import { duration, wallClock } from '../../lib/format'
import { nextDate, type Rule, repeatText } from '../../lib/repeat'
import { cleanTags, tagErrors } from '../../lib/tags'
import { nameKey, tagText } from '../../lib/text'
import { parseSpan, secondsOf } from '../../lib/typed-time'
import { foundNames, knownNames } from '../../line/names'
import { errorsOf, foundPart, part, staleAnswer, tagParts, wrongParts } from '../../line/parts'
import { clockAhead, dateAhead, minutesOf, phrasesBehind, repetitionAhead } from '../../line/phrases'
import { readNames } from '../../line/queries'
import { type KnownNames, type Mark, titleOf, tokenize, wordsOf } from '../../line/tokenize'
import { hasStartOrEnd, takeWhen, timeError } from '../../line/when'
import { newTaskValues, repeatColumn, type TaskPriority, type TaskValues } from './schema'
import { dateText } from './words'

const priorities = new Map<string, TaskPriority>([
  ['high', 'high'],
  ['low', 'low'],
  ['p1', 'high'],
  ['p2', 'medium'],
  ['p3', 'low'],
])

/** `high`, `low`, or `p1` to `p3`, in any case. */
export const readPriority = (text: string): Said | null => {
  const priority = priorities.get(text.toLowerCase())
  return priority ? { priority } : null
}

/** Phrases behind a title, or in place of one: only the one word of a line is always its title. */
export const wholePhrasesBehind = <V extends object>(words: string[], read: (phrase: string) => V | null) => {
  const { values, rest } = phrasesBehind(words.length > 1 ? ['', ...words] : words, read)
  return { values, rest: rest.filter(Boolean) }
}

export type Said = Partial<Pick<TaskValues, 'date' | 'due_date' | 'priority' | 'estimated_minutes' | 'at'>> & {
  rule?: Rule
  until?: string
}

const readDate = (text: string, today: string): Said | null => {
  if (text === 'someday') return { date: null }
  const [, way, noon, day = '', noonBehind] = /^(?:(due|starting) (?:by |on )?)?(noon )?(.+?)( noon)?$/.exec(text) ?? []
  const date = dateAhead(way === 'due' ? `by ${day}` : day, today)
  if (date !== null)
    return { [way === 'due' ? 'due_date' : 'date']: date, ...((noon ?? noonBehind) && { at: '12:00' }) }
  // Beside a time a short weekday is none of the title.
  const [, short = '', time = ''] = /^(\p{L}{3,5}) (.+)$/u.exec(text) ?? []
  const [weekday, at] = [dateAhead(`on ${short}`, today), clockAhead(time)]
  return weekday === null || at === null ? null : { date: weekday, at }
}

const span = /^(?:from |at )?(\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[-–] ?| to )\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?)$/

/** `at 9`, and `14:00-15:30` or `2-3pm` with its length. */
const readAt = (text: string): Said | null => {
  const at = clockAhead(text)
  const [, typed = ''] = /:\d\d\D+\d{1,2}:\d\d|[ap]\.?m/.test(text) ? (span.exec(text) ?? []) : []
  const times = parseSpan(typed)
  if (!times) return at === null ? null : { at }
  const [start = 0, end = 0] = [times.start, times.end].map((time) => (secondsOf(time) ?? 0) / 60)
  return { at: times.start, estimated_minutes: (end - start + 1440) % 1440 || 1440 }
}

/** A date, a clock time, or both. */
export const readWhen = (text: string, today: string): Said | null => readAt(text) ?? readDate(text, today)

const readEstimate = (text: string): Said | null => {
  const minutes = minutesOf(text.replace(/^for (?=\d)/i, '')) ?? 0
  return minutes >= estimateLimits.min && minutes <= estimateLimits.max ? { estimated_minutes: minutes } : null
}

const readPhrase = (typed: string, today: string): Said | null => {
  const text = typed.toLowerCase()
  return readPriority(text) ?? repetitionAhead(text, today) ?? readWhen(text, today) ?? readEstimate(typed)
}

/** A rule as a task has it, and its first date, which is after today or on a day that was given. */
const repeating = ({ rule, until, ...said }: Said, today: string): typeof said & { repeat?: string } => {
  if (!rule) return said
  const [weekday, other] = rule.nth === null && rule.from === 'schedule' ? rule.weekdays : []
  const whole = { ...rule, until: until ?? null }
  const stored = weekday && !other ? { ...whole, weekdays: [] } : whole
  const repeat = repeatColumn(stored)
  if (repeat === 'weekdays' || (rule.weekdays.length === 0 && rule.nth === null)) return { ...said, repeat }
  const [from, after] = said.date ? [said.date, addDays(said.date, -1)] : [today, today]
  return { ...said, repeat, date: nextDate(JSON.stringify({ ...rule, every: 1 }), from, after) ?? from }
}

/**
 * Parses a line such as `Call the bank tomorrow at 9:30 15m high`: a date, a time, an estimate, a priority and a
 * repetition at its end, in any order and once each. The rest is the title; a tag stays in it, also behind these.
 */
export const parseTask = (line: string, today: string) => {
  const words = wordsOf(line)
  const lastWord = words.findLastIndex((word) => !/^#./.test(word)) + 1
  const [said, tags] = lastWord === 0 ? [words, []] : [words.slice(0, lastWord), words.slice(lastWord)]
  const read = (isWhole: boolean) =>
    wholePhrasesBehind<Said>(said, (text) => {
      const phrase = readPhrase(text, today)
      return isWhole && phrase?.until ? null : phrase
    })
  const first = read(false)
  // An end without a repetition is of the title.
  const { values, rest } = first.values.until && !first.values.rule ? read(true) : first
  return { ...repeating(values, today), title: titleOf([...rest, ...tags]), wrongTime: timeError(rest) }
}

/** `call Ana tomorrow` for `tomorrow call Ana`. Other days need a time, for `Monday standup` is a title. */
const tomorrowLast = (words: string[], today: string) => {
  const behind = words.findIndex((word) => word.toLowerCase() === 'tomorrow') + 1
  const [day, rest] = [words.slice(0, behind), words.slice(behind)]
  return rest.length > 0 && dateAhead(day.join(' '), today) !== null ? [...rest, ...day] : words
}

/** `call Ana tomorrow at 9:30 25m` for `tomorrow 9:30 call Ana 25m`: a day to come, a time and a length may stand first. */
const timeLast = (words: string[], today: string) => {
  const { when, rest } = takeWhen(words, today)
  const { date = '', started_at, ended_at, duration = '', clock } = when
  const isTime = clock ?? (/[hm:]/i.test(duration) && !hasStartOrEnd(when) && ended_at === undefined)
  if (!isTime || rest.length === 0 || (date !== '' && dateAhead(date, today) === null))
    return tomorrowLast(words, today)
  return [...rest, date, started_at === undefined ? '' : `at ${started_at}`, duration].filter(Boolean)
}

const marks: Mark[] = ['@', '!', '%', '#']

/** `Call the bank tomorrow 15m high @Thesis` */
export const readTask = (line: string, today: string, known?: KnownNames) => {
  const { words, project, goal, ofPlan, tags } = tokenize(line, known, marks)
  return { ...parseTask(timeLast(words, today).join(' '), today), project, goal, ofPlan, tags: cleanTags(tags) }
}

/** The name of a project that the person chose to create, and the line about which they were asked. */
export type ProjectAnswer = { create?: string; asked?: string }

/** The context says which organization a task belongs to. */
export const { organization_id: _, ...lineDefaults } = newTaskValues

/**
 * Understands a line such as `Call the bank tomorrow 15m high @Thesis`. A line without a date is for today.
 * @param filed the project and the date of a task whose line names none
 */
export const interpretTask = async <E extends App>(
  c: Context<E>,
  line: string,
  filed: { project_id?: string | null; date?: string | null } = {},
  { create = '', asked }: ProjectAnswer = {},
) => {
  const today = todayOf(c)
  const names = await readNames(c.env.DB, c.var.user.id, c.var.org, line, marks)
  const { project: named, goal: ofGoal, ofPlan, tags, wrongTime, ...read } = readTask(line, today, knownNames(names))
  const { project: found, goal, plan } = foundNames({ project: named, goal: ofGoal, ofPlan }, names)
  const unknown = found && 'error' in found ? found.title : undefined
  const creates = unknown !== undefined && nameKey(unknown) === nameKey(create) ? unknown : undefined
  const project = creates === undefined ? found : null
  const filing = {
    project_id: project?.id ?? filed.project_id ?? null,
    goal_id: goal?.id ?? null,
    plan_id: plan?.plan_id ?? null,
  }
  const values = { ...lineDefaults, date: filed.date ?? today, ...read, ...filing, tags: tagText(tags) }
  const { title, date, at, estimated_minutes: minutes, priority } = values
  const zone = c.var.user.preferences
  const wrongTimes = wrongTime === undefined ? [] : [wrongTime]
  const isPast = at && date === today && values.repeat === 'none' && wallTime(today, at, zone) < Date.now()
  const day = dateText(date, today)
  return {
    values,
    creatable: unknown,
    creates,
    projectCount: names.projects.length,
    errors: [
      ...staleAnswer(line, asked, create),
      ...wrongTimes,
      ...errorsOf(title, titleLimit, [project, goal, plan]),
      ...tagErrors(tags),
    ],
    does: `Add task for ${day}`,
    added: date === null ? 'Task added to Someday' : `Task added for ${day}`,
    parts: [
      ...part('task', title),
      ...part('for', day),
      ...part('at', at && `${wallClock(at, zone.clock)}${isPast ? ', already past' : ''}`),
      ...wrongParts('time', wrongTimes),
      ...part('due', values.due_date && dateText(values.due_date, today)),
      ...part('time', minutes !== null && duration(minutes * 60)),
      ...part('priority', priority !== 'medium' && priority),
      ...part('repeats', repeatText({ ...values, repeat_from: null })),
      ...tagParts(tags),
      ...part('new project', creates),
      ...foundPart('project', project),
      ...foundPart('goal', goal),
      ...foundPart('plan', plan),
    ],
  }
}
