import type { Child } from 'hono/jsx'
import type { LinePart } from '../../views/ui/line'
import { cleanLine, countCharacters, firstCharacters } from '../lib/text/text'

export type LineReading = {
  parts: LinePart[]
  errors: string[]
  /** Label of the button, which tells what Enter does. */
  does: Child
  /** Name of the project that a refused line could create. */
  creatable?: string
  /** True if a refused line can still be added unchanged. */
  canStand?: boolean
  /** Name of the project that the line creates. */
  creates?: string
}

/** A line that can be added. `added` is the message afterwards. */
export type AddableLine = LineReading & { added: string }

/** Cleans a line as its form does. @param limit in characters */
export const cleanTypedLine = (text: string | undefined, limit: number) => cleanLine(firstCharacters(text ?? '', limit))

export const linePart = (label: string, text: string | null | false | undefined): LinePart[] =>
  text ? [{ label, text }] : []

/** Example for a part that the line does not contain yet. */
export const openPart = (label: string, text: string): LinePart[] => [{ label, text, isOpen: true }]

export const errorParts = (label: string, errors: string[]): LinePart[] =>
  errors.map((text) => ({ label, text, isWrong: true }))

/** A row named after a mark: its title, or an error. */
type Found = { title: string; error?: string } | null

export const foundPart = (label: string, found: Found): LinePart[] => {
  if (!found) return []
  return found.error === undefined ? linePart(label, found.title) : errorParts(label, [found.error])
}

export const tagParts = (tags: string[]) => tags.flatMap((tag) => linePart('tag', `#${tag}`))

export const staleLineError = 'The line means something else by now. Look at the button, and press it again.'

type Answer = string | null | undefined

/** Refuses answers to a question if the line has changed since. @param asked line of the question; empty without one */
export const refuseStaleAnswers = (line: string, asked = '', ...answers: Answer[]) =>
  answers.some(Boolean) && asked !== '' && cleanLine(asked) !== cleanLine(line) ? [staleLineError] : []

/** Errors of the names in a line. */
export const nameErrors = (found: Found[]) => found.flatMap((one) => one?.error ?? [])

export const noTitle = 'Enter a title'

export const errorsOf = (title: string, limit: number, found: Found[] = []) => [
  ...(title === '' ? [noTitle] : []),
  ...(countCharacters(title) > limit ? [`A title has at most ${limit} characters`] : []),
  ...nameErrors(found),
]
