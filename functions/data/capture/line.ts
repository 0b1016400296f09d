import type { LearningRow } from '../../learning/learnings/schema'
import { cleanLine } from '../../lib/text/text'
import { startsFocus } from '../../line/focus'
import { parseClearDate, takeLabel, takePastDay } from '../../line/phrases'
import { joinTitle, type KnownNames, lineTokens, tokenize } from '../../line/tokenize'
import { takeWhen } from '../../line/when'
import { isLog } from '../../time/entry/plan'
import type { LineMarks } from '../../time/entry/suggest/suggest'
import { type CaptureKind, findKind } from './first-words'

/** Pages that list the captured kinds. */
export const pagesOfKinds: Record<CaptureKind, string> = {
  task: '/tasks',
  meeting: '/meetings',
  action: '/tasks/with-people',
  feedback: '/feedback',
  learning: '/learnings',
  energy: '/energy',
  goal: '/goals',
  session: '/sessions',
}

/** True if a line begins with a time or a duration: `25m writing`, `9-10 standup`. */
const beginsWithTime = (words: string[], today: string) => {
  const [first = ''] = words
  const { when, rest } = takeWhen(words, today)
  // A time on a future day means a task.
  if (when.clock && when.date !== undefined && parseClearDate(when.date, today) !== null) return false
  return (/^\d/.test(first) || when.date !== undefined) && isLog(when) && rest[0] !== first
}

/**
 * Kind of a line, and the line without the word that names it; only marks may come before that word. `asked` takes
 * precedence over the word. A line that names no kind is a session if it begins with a time or starts a focus, else a
 * task. Never a session if `logs` is false (the person tracks no time).
 */
export const lineKind = (
  line: string,
  today: string,
  asked?: CaptureKind,
  logs = true,
): { kind: CaptureKind; rest: string } => {
  const chosen = logs || asked !== 'session' ? asked : undefined
  const words = [...lineTokens(cleanLine(line))]
  const { named, rest } = findKind(words, chosen, logs)
  const unsaid = logs && (beginsWithTime(words, today) || startsFocus(words)) ? 'session' : 'task'
  return { kind: chosen ?? named ?? unsaid, rest }
}

/** Words before a learning that set its type. */
const types: Record<string, LearningRow['type']> = {
  aha: 'aha_moment',
  'aha-moment': 'aha_moment',
  concept: 'concept',
  insight: 'insight',
}

/** Marks allowed in a learning. */
export const learningMarks = ['@', '#', '%'] as const

/** `concept: CTEs can be materialized #sql @Booking yesterday` */
export const readLearning = (line: string, today: string, known?: KnownNames) => {
  const { words, project, ofPlan, tags } = tokenize(line, known, learningMarks)
  const { date, rest } = takePastDay(words, today)
  const { label: type, rest: title } = takeLabel(rest, types)
  return { title: joinTitle(title), type, project, ofPlan, tags, date }
}

/** Reads energy, engagement and notes from `4 3 after lunch`; null if the line has another form. */
export const readEnergy = (line: string) => {
  const [, energy, engagement, notes = ''] =
    /^([1-5])(?:\s*[,/]\s*|\s+)([1-5])(?:[\s,:]+(.*))?$/.exec(cleanLine(line)) ?? []
  return energy && engagement
    ? { energy_level: Number(energy), engagement_level: Number(engagement), notes: cleanLine(notes) }
    : null
}

const takes: Record<CaptureKind, LineMarks> = {
  task: { marks: '@!%#' },
  meeting: { marks: '@', names: '' },
  action: { marks: '' },
  feedback: { marks: '#', names: ':' },
  learning: { marks: '@#%' },
  energy: { marks: '' },
  goal: { marks: '@#%!' },
  session: { marks: '@#!%^', hasTitles: true },
}

/** Marks that a line may contain, given its present kind. */
export const allowedMarks = (...line: Parameters<typeof lineKind>) => takes[lineKind(...line).kind]
