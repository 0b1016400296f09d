import { type Found, foundNames, knownNames, readNames } from '../../entry/marked-names'
import { type KnownNames, tokenize } from '../../entry/tokenize'
import { duration } from '../../lib/format'
import type { Org } from '../../lib/org'
import { countCharacters } from '../../lib/text'
import { newTaskValues, type TaskPriority, type TaskValues, titleLimit } from '../schema'
import { dateText, repeatText } from '../words'
import { parseTask } from './parse'

/** Words behind `!` that are a priority, the whole ones first. */
export const priorities: Record<string, TaskPriority> = {
  ...{ high: 'high', hi: 'high', h: 'high', urgent: 'high', important: 'high' },
  ...{ medium: 'medium', med: 'medium', m: 'medium', normal: 'medium' },
  ...{ low: 'low', lo: 'low', l: 'low' },
}

/** Takes the first `!word` that `values` knows out of a line, in any case and wherever it stands. */
export const takeMark = <T>(line: string, values: Record<string, T>): { value: T | undefined; rest: string } => {
  const known = new Map(Object.entries(values))
  const words = line.split(/\s+/)
  const at = words.findIndex((word) => word.startsWith('!') && known.has(word.slice(1).toLowerCase()))
  const value = known.get((words[at] ?? '').slice(1).toLowerCase())
  return { value, rest: at < 0 ? line : words.toSpliced(at, 1).join(' ') }
}

/** Keeps marks that a kind does not have as ordinary words. */
export const keepMarks = (line: string, marks: string) =>
  line.replace(new RegExp(`(^|\\s)(?=[${marks}])`, 'g'), (space) => `${space}\\`)

/** `Call the bank tomorrow 15m !high @Thesis`; a task has neither tags nor another task. */
export const readTask = (line: string, today: string, known?: KnownNames) => {
  const { value: priority, rest } = takeMark(line, priorities)
  const { words, project, goal, ofPlan } = tokenize(keepMarks(rest, '#^'), known)
  return { ...parseTask(words.join(' '), today), ...(priority && { priority }), project, goal, ofPlan }
}

/** A part of a line as it was understood. `isOpen` may still be given. */
type Part = { label: string; text: string; isWrong?: boolean; isOpen?: boolean }

export type Understood = {
  parts: Part[]
  errors: string[]
  /** The button: what Enter will do. */
  does: string
}

export const part = (label: string, text: string | null | false | undefined): Part[] => (text ? [{ label, text }] : [])

export const foundPart = (label: string, found: Found | null): Part[] =>
  found ? [{ label, text: found.error ?? found.label, isWrong: found.error !== undefined }] : []

export const errorsOf = (title: string, limit: number, found: (Found | null)[]) => [
  ...(title === '' ? ['Enter a title'] : []),
  ...(countCharacters(title) > limit ? [`A title has at most ${limit} characters`] : []),
  ...found.flatMap((one) => one?.error ?? []),
]

/** The context says which organization a task belongs to. */
type Interpreted = Omit<TaskValues, 'organization_id'>

const { organization_id: _, ...defaults } = newTaskValues

/**
 * Understands a line such as `Call the bank tomorrow 15m !high @Thesis`. A task without a date is for today.
 * @param filed under which it goes unless the line says otherwise
 */
export const interpretTask = async (
  db: D1Database,
  userId: string,
  org: Org,
  line: string,
  today: string,
  filed: { project_id?: string | null } = {},
): Promise<{ values: Interpreted } & Understood> => {
  const names = await readNames(db, userId, org, line)
  const { project, goal, ofPlan, ...read } = readTask(line, today, knownNames(names))
  const found = foundNames({ project, goal, ofPlan }, names)
  const values = {
    ...defaults,
    date: today,
    ...read,
    project_id: found.project?.id ?? filed.project_id ?? null,
    goal_id: found.goal?.id ?? null,
    plan_id: found.plan?.id ?? null,
  }
  const minutes = values.estimated_minutes
  return {
    values,
    errors: errorsOf(values.title, titleLimit, [found.project, found.goal, found.plan]),
    does: `Add task for ${dateText(values.date, today)}`,
    parts: [
      ...part('task', values.title),
      ...part('for', dateText(values.date, today)),
      ...part('time', minutes === null ? null : duration(minutes * 60)),
      ...part('priority', values.priority !== 'medium' && values.priority),
      ...part('repeats', repeatText({ ...values, repeat_from: null })),
      ...foundPart('project', found.project),
      ...foundPart('goal', found.goal),
      ...foundPart('plan', found.plan),
    ],
  }
}
