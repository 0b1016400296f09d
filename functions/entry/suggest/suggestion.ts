import type { Replacement } from './write'

/** A choice of the list, with the line that it makes. */
export type Suggestion = Replacement & {
  kind: 'project' | 'goal' | 'plan' | 'chunk' | 'task' | 'tag' | 'title' | 'new project' | 'new tag'
  name: string
  /** Client of a project; plan of a chunk; project, goal and tags of a title. */
  details: string[]
  color?: string | null
  isArchived?: boolean
  /** Enter and Tab take it without an arrow key. */
  isSelected?: boolean
}

export type TypedLine = { text: string; caret: number; create: string; today: string; now: number }
