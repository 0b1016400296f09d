import type { Context } from 'hono'
import { type App, todayOf } from '../../lib/env'
import { duration } from '../../lib/format'
import { repeatText } from '../../lib/repeat'
import { foundNames, knownNames } from '../../line/names'
import { errorsOf, foundPart, part } from '../../line/parts'
import { dateAhead, minutesOf, phrasesBehind, repeatAhead } from '../../line/phrases'
import { readNames } from '../../line/queries'
import { type KnownNames, type Mark, tokenize } from '../../line/tokenize'
import { estimateLimits, newTaskValues, type TaskPriority, type TaskValues, titleLimit } from './schema'
import { dateText } from './words'

const priorities = new Map<string, TaskPriority>([
  ['high', 'high'],
  ['low', 'low'],
  ['p1', 'high'],
  ['p2', 'medium'],
  ['p3', 'low'],
])

/** `high`, `low`, or `p1` to `p3`, in any case. */
export const readPriority = (text: string) => {
  const priority = priorities.get(text.toLowerCase())
  return priority ? { priority } : null
}

/** Phrases behind a title, or in place of one: only the one word of a line is always its title. */
export const wholePhrasesBehind = <V extends object>(words: string[], read: (phrase: string) => V | null) => {
  const { values, rest } = phrasesBehind(words.length > 1 ? ['', ...words] : words, read)
  return { values, rest: rest.filter(Boolean) }
}

type Said = Partial<Pick<TaskValues, 'date' | 'priority' | 'estimated_minutes' | 'repeat'>>

/** Phrases that say the same on every day. */
const phrases = new Map<string, Said>([
  ['someday', { date: null }],
  ['daily', { repeat: 'daily' }],
  ['weekly', { repeat: 'weekly' }],
  ['monthly', { repeat: 'monthly' }],
])

const readDate = (text: string, today: string): Said | null => {
  const date = dateAhead(text, today)
  return date === null ? null : { date }
}

const readRepeat = (text: string, today: string): Said | null => {
  const { repeat = 'fortnightly', ...date } = repeatAhead(text, today) ?? {}
  return repeat === 'fortnightly' ? null : { repeat, ...date }
}

/** Two digits before a colon are the clock: `at 15:00` stays in the title. */
const readEstimate = (text: string): Said | null => {
  if (/^\d\d:/.test(text)) return null
  const minutes = minutesOf(text.replace(/^for (?=\d)/, '')) ?? 0
  return minutes >= estimateLimits.min && minutes <= estimateLimits.max ? { estimated_minutes: minutes } : null
}

const readPhrase = (text: string, today: string) =>
  readPriority(text) ?? phrases.get(text) ?? readRepeat(text, today) ?? readEstimate(text) ?? readDate(text, today)

/**
 * Parses a line such as `Call the bank tomorrow 15m high`: a date, an estimate, a priority and a repetition at its
 * end, in any order and once each. The rest is the title; a tag stays in it, also behind these.
 */
export const parseTask = (line: string, today: string): Said & Pick<TaskValues, 'title'> => {
  const words = line.split(/\s+/).filter(Boolean)
  const lastWord = words.findLastIndex((word) => !/^#./.test(word)) + 1
  const [said, tags] = lastWord === 0 ? [words, []] : [words.slice(0, lastWord), words.slice(lastWord)]
  const { values, rest } = wholePhrasesBehind(said, (text) => readPhrase(text.toLowerCase(), today))
  return { ...values, title: [...rest, ...tags].join(' ') }
}

const marks: Mark[] = ['@', '!', '%']

/** `Call the bank tomorrow 15m high @Thesis` */
export const readTask = (line: string, today: string, known?: KnownNames) => {
  const { words, project, goal, ofPlan } = tokenize(line, known, marks)
  return { ...parseTask(words.join(' '), today), project, goal, ofPlan }
}

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
) => {
  const today = todayOf(c)
  const names = await readNames(c.env.DB, c.var.user.id, c.var.org, line, marks)
  const { project: named, goal: ofGoal, ofPlan, ...read } = readTask(line, today, knownNames(names))
  const { project, goal, plan } = foundNames({ project: named, goal: ofGoal, ofPlan }, names)
  const filing = {
    project_id: project?.id ?? filed.project_id ?? null,
    goal_id: goal?.id ?? null,
    plan_id: plan?.plan_id ?? null,
  }
  const values = { ...lineDefaults, date: filed.date ?? today, ...read, ...filing }
  const { title, date, estimated_minutes: minutes, priority } = values
  const day = dateText(date, today)
  return {
    values,
    errors: errorsOf(title, titleLimit, [project, goal, plan]),
    does: `Add task for ${day}`,
    added: date === null ? 'Task added to Someday' : `Task added for ${day}`,
    parts: [
      ...part('task', title),
      ...part('for', day),
      ...part('time', minutes !== null && duration(minutes * 60)),
      ...part('priority', priority !== 'medium' && priority),
      ...part('repeats', repeatText({ ...values, repeat_from: null })),
      ...foundPart('project', project),
      ...foundPart('goal', goal),
      ...foundPart('plan', plan),
    ],
  }
}
