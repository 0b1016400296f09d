import { isMark, type Mark, tokenize } from '../../../line/tokenize'
import { takeWhen } from '../../../line/when'

/** Maximum length of a line, in UTF-16 units. */
export const typedLineLimit = 500

/** Part of the line that a suggestion replaces, in UTF-16 units of the line. */
type Span = { from: number; to: number }

/** A name after a mark that is being typed. */
export type TypedName = Span & {
  mark: Mark
  /** The typed part of the name. */
  typed: string
  isQuoted: boolean
}

/** Title that is being typed. */
export type TypedTitle = {
  words: { text: string; from: number }[]
  to: number
  /** True after an unquoted mark, whose name may include the first words. */
  isBehindMark: boolean
}

const most = { nameWords: 6, planWords: 12, titleWords: 12 }

/** Matches a mark at the start of a word and the rest of the text, if no other mark follows. */
const NAME = /(?<=^|\s)([@#!%^])(["“]?)((?:(?!\s[@#!%^])[^"“”])*)$/su

export const typedName = (before: string): TypedName | null => {
  const found = NAME.exec(before)
  const [, mark, quote, typed = ''] = found ?? []
  if (!found || !isMark(mark)) return null
  const isTooLong = typed.split(/\s+/).length > (mark === '%' || mark === '^' ? most.planWords : most.nameWords)
  if (isTooLong || /^\s|\s$/.test(typed)) return null
  return { mark, typed, isQuoted: quote !== '', from: found.index, to: before.length }
}

/** Words of a title at the end of the text, without a time before them. Null if the text ends otherwise. */
export const typedTitle = (before: string, today: string): TypedTitle | null => {
  if (/\s$/.test(before)) return null
  const tokens = Array.from(before.matchAll(/\S+/g), ({ 0: text, index }) => ({ text, from: index }))
  const mark = tokens.findLastIndex(({ text }) => /^[@#!%^]/.test(text))
  const behind = tokens.slice(mark + 1)
  if (behind.length === 0 || behind.some(({ text }) => /["“”\\]/.test(text)) || behind.length > most.titleWords) {
    return tokens.length === 0 ? { words: [], to: before.length, isBehindMark: false } : null
  }
  const { rest } = takeWhen(
    behind.map(({ text }) => text),
    today,
  )
  const words = behind.slice(behind.length - rest.length)
  if (rest.length === 0 || words.some(({ text }, index) => text !== rest[index])) return null
  return { words, to: before.length, isBehindMark: mark >= 0 && !/["”]$/.test(tokens[mark]?.text ?? '') }
}

const read = (mark: Mark, text: string, name: string) => {
  const all = [name]
  const known = { projects: all, goals: all, tags: all, plans: all, tasks: all }
  const { words, project, goal, ofPlan, ofTask, tags } = tokenize(text, known)
  if (words.length > 0) return null
  return { '@': project, '!': goal, '%': ofPlan, '^': ofTask, '#': tags.length === 1 ? tags[0] : null }[mark] ?? null
}

const quotedName = (mark: Mark, name: string) => `${mark}"${name.replace(/["\\]/g, '\\$&')}"`

/** Writes a name after its mark, quoted only if needed. Null if the name cannot be written. */
export const writeName = (mark: Mark, name: string) =>
  [`${mark}${name}`, quotedName(mark, name)].find((text) => read(mark, text, name) === name) ?? null

/** Writes a new project's name, in quotes if it has several words. */
export const writeNewName = (mark: Mark, name: string) =>
  /^[\p{L}\p{N}]+$/u.test(name) ? `${mark}${name}` : quotedName(mark, name)

/** Writes a title in a line. Escapes words that begin with a mark. */
export const writeTitle = (title: string) => title.replace(/(?<=^|\s)[@#!%^]/g, '\\$&')

/** Replaces a part of the line, up to the end of its last word. The caret follows the new text. */
export const replaceSpan = (line: string, { from, to }: Span, text: string) => {
  const behind = line.slice(to).replace(/^\S+/, '').trimStart()
  const start = `${line.slice(0, from)}${text} `
  return { line: start + behind, caret: start.length }
}
