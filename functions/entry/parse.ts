import { type KnownNames, tokenize } from '../line/tokenize'
import { takeWhen, type When } from '../line/when'

/** A parsed line. Dates and times are as typed, for `resolveTyped`. */
export type QuickEntry = When & {
  title: string
  project: string | null
  goal: string | null
  ofPlan?: string
  ofTask?: string
  tags: string[]
}

/** Parses a line such as `25m writing report @Thesis !"Methods chapter" #deep`. Unrecognised words form the title. */
export const parseEntry = (text: string, today: string, known?: KnownNames): QuickEntry => {
  const { words, project, goal, ofPlan, ofTask, tags } = tokenize(text, known)
  const { when, rest } = takeWhen(words, today)
  return { title: rest.join(' '), project, goal, ofPlan, ofTask, tags, ...when }
}
