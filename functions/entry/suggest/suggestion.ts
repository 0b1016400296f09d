import type { Replacement } from './write'

/** Longest line that is read, in UTF-16 units. */
export const typedLimit = 500

/** Marks of a line that is not for sessions alone; such a line makes no project. */
export type Takes = {
  /** Marks with names behind them. */
  marks: string
  /** Titles of sessions, with what these had. */
  hasTitles?: true
  /** Takes names of people behind its first word; what is written behind one that is chosen. */
  names?: '' | ':'
  /** Words to offer behind `!`, and all that are read as one of them. */
  words?: string[]
  known?: string[]
}

/** A choice of the list, with the line that it makes. */
export type Suggestion = Replacement & {
  kind: 'project' | 'goal' | 'plan' | 'chunk' | 'task' | 'tag' | 'title' | 'word' | 'person' | 'new project' | 'new tag'
  name: string
  /** Client of a project; plan of a chunk; project, goal and tags of a title. */
  details: string[]
  color?: string | null
  isArchived?: boolean
  /** Enter and Tab take it without an arrow key. */
  isSelected?: boolean
}

export type TypedLine = { text: string; caret: number; create: string; today: string; now: number; takes?: Takes }
