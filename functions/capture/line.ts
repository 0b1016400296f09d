import { isLog } from '../entry/plan'
import { type KnownNames, tokenize } from '../entry/tokenize'
import { takeWhen } from '../entry/when'
import type { LearningType } from '../learnings/schema'
import { cleanLine } from '../lib/text'
import { parsePastDate } from '../lib/typed-date'
import { parseTask } from '../tasks/quick-add/parse'
import type { TaskPriority } from '../tasks/schema'

export const captureKinds = ['task', 'learning', 'energy', 'goal', 'session'] as const
export type CaptureKind = (typeof captureKinds)[number]

/** Words that a line can begin with, with or without a colon. That of a check-in has a number behind it. */
const firstWords: [RegExp, CaptureKind][] = [
  [/^(?:todo|to-do|task):?$/i, 'task'],
  [/^(?:learned|learnt|til):?$/i, 'learning'],
  [/^learning:$/i, 'learning'],
  [/^goal:?$/i, 'goal'],
  [/^session:?$/i, 'session'],
  [/^log:$/i, 'session'],
]

/** True for a line that begins with a time or a length: `25m writing`, `9-10 standup`. */
const beginsWithTime = (words: string[], today: string) => {
  const [first = ''] = words
  if (!/^\d/.test(first)) return false
  const { when, rest } = takeWhen(words, today)
  return isLog(when) && rest[0] !== first
}

/**
 * The kind of a line, and the line without the word that says it. `chosen` wins over the words. A line that says nothing
 * is a session if it begins with a time, else a task.
 */
export const kindOf = (line: string, today: string, chosen?: CaptureKind): { kind: CaptureKind; rest: string } => {
  const words = cleanLine(line).split(/\s+/)
  const [first = '', ...others] = words
  const isCheckIn = /^(?:energy|check-?in):?$/i.test(first) && /^\d/.test(others[0] ?? '')
  const word = isCheckIn ? 'energy' : firstWords.find(([pattern]) => pattern.test(first))?.[1]
  const named = others.length > 0 ? word : undefined
  const isNamed = named !== undefined && (chosen === undefined || chosen === named)
  const rest = isNamed ? others.join(' ') : words.join(' ')
  const unsaid = beginsWithTime(words, today) ? 'session' : 'task'
  return { kind: chosen ?? named ?? unsaid, rest }
}

const priorities: Record<string, TaskPriority> = {
  ...{ high: 'high', hi: 'high', h: 'high', urgent: 'high', important: 'high' },
  ...{ medium: 'medium', med: 'medium', m: 'medium', normal: 'medium' },
  ...{ low: 'low', lo: 'low', l: 'low' },
}

const types: Record<string, LearningType> = {
  ...{ aha: 'aha_moment', 'aha-moment': 'aha_moment', concept: 'concept', insight: 'insight' },
}

/** Takes the first `!word` that `values` knows out of a line, in any case and wherever it stands. */
const takeMark = <T>(line: string, values: Record<string, T>): { value: T | undefined; rest: string } => {
  const known = new Map(Object.entries(values))
  const words = line.split(/\s+/)
  const at = words.findIndex((word) => word.startsWith('!') && known.has(word.slice(1).toLowerCase()))
  const value = known.get((words[at] ?? '').slice(1).toLowerCase())
  return { value, rest: at < 0 ? line : words.toSpliced(at, 1).join(' ') }
}

/** Keeps marks that a kind does not have as ordinary words. */
const keepMarks = (line: string, marks: string) =>
  line.replace(new RegExp(`(^|\\s)(?=[${marks}])`, 'g'), (space) => `${space}\\`)

/** `Call the bank tomorrow 15m !high @Thesis`; a task has no tags. */
export const readTask = (line: string, today: string, known?: KnownNames) => {
  const { value: priority, rest } = takeMark(line, priorities)
  const { words, project, goal, ofPlan } = tokenize(keepMarks(rest, '#'), known)
  return { ...parseTask(words.join(' '), today), ...(priority && { priority }), project, goal, ofPlan }
}

/** `CTEs can be materialized #sql @Booking yesterday`; a learning has no goal. */
export const readLearning = (line: string, today: string, known?: KnownNames) => {
  const { value: type, rest } = takeMark(line, types)
  const { words, project, ofPlan, tags } = tokenize(keepMarks(rest, '!'), known)
  const last = words.at(-1) ?? ''
  const date = words.length > 1 && /^(yesterday|\d{4}-\d\d-\d\d)$/i.test(last) ? parsePastDate(last, today) : null
  const title = (date === null ? words : words.slice(0, -1)).join(' ')
  return { title, type, project, ofPlan, tags, date: date ?? today }
}

/** `4 3 after lunch`: energy, engagement, and notes. */
export const readEnergy = (line: string) => {
  const [, energy, engagement, notes = ''] =
    /^([1-5])(?:\s*[,/]\s*|\s+)([1-5])(?:[\s,:]+(.*))?$/.exec(cleanLine(line)) ?? []
  return energy && engagement
    ? { energy_level: Number(energy), engagement_level: Number(engagement), notes: cleanLine(notes) }
    : null
}
