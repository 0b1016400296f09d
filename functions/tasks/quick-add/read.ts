import { type KnownNames, tokenize } from '../../entry/tokenize'
import type { TaskPriority } from '../schema'
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
