/**
 * Normalizes line ends, makes a space of other signs that separate words, drops other control characters but tabs, and
 * trims. SQLite would cut text at a NUL, and names would differ in invisible characters.
 */
export const cleanText = (typed: string) =>
  typed
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\v\f\u0085]/g, ' ')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .trim()

/** `cleanText` in one line; empty when nothing in it is visible. */
export const cleanLine = (typed: string) => {
  const line = cleanText(typed).replace(/[\t\n]+/g, ' ')
  return /[^\p{Z}\p{Cc}\p{Cf}]/u.test(line) ? line : ''
}

/** Invisible characters that change the direction of text, so that a name could pass for another. */
const directionMark = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

export const hasNoMark = (name: string) => !directionMark.test(name)

export const markMessage = 'Remove the invisible characters that change the direction of text'

export const withoutMarks = (name: string) => name.split(directionMark).join('')

/** `cleanLine` of a name that nobody can be asked to correct: one of a file, a line or a device. */
export const cleanName = (written: string) => cleanLine(withoutMarks(written))

/** Tags as text: `verb, irregular`. A tag has no comma. */
export const tagText = (tags: string[]) => tags.join(', ')

export const tagList = (text: string) => (text === '' ? [] : text.split(', '))

/**
 * Number of characters, by which every limit of a text counts: code points, as zod, SQLite and JSON Schema count them. An
 * emoji is one or a few, and two or more in `length`.
 */
export const countCharacters = (text: string) => [...text].length

/** The beginning of a text, of at most `count` characters. */
export const firstCharacters = (text: string, count: number) => [...text.slice(0, 2 * count)].slice(0, count).join('')

/** A text of at most `count` characters, or its beginning and `…`. */
export const shortened = (text: string, count: number) =>
  countCharacters(text) > count ? `${firstCharacters(text, count)}…` : text

/** Equal for names that differ only in case or in spaces around them. */
export const nameKey = (name: string) => name.trim().normalize('NFC').toLowerCase()

/** Drops case and accents, for searching. */
export const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

export const capitalized = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Isolates the direction of a text within a sentence, as `<bdi>` does. */
export const isolated = (text: string) => `\u2068${text}\u2069`

/** A name in quotation marks, which keep its direction to itself. */
export const quoted = (text: string) => `“${isolated(text)}”`

/** The colours a project can have; their values are in views/styles/tokens.css. */
export const palette = [
  'brick',
  'rust',
  'ochre',
  'olive',
  'moss',
  'jade',
  'sky',
  'cobalt',
  'violet',
  'plum',
  'rose',
  'slate',
] as const

/** Escapes markdown and line breaks, so that a text is shown literally in one line. */
export const escapedMarkdown = (text: string) =>
  text
    .replaceAll('\0', '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&:@=$^"']/g, '\\$&')

/** True for values of the same JSON, the order of members included. */
export const isSameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const maxCharacters = 40

/** A name inside a sentence, in quotes; a long one is cut. */
export const shortQuoted = (name: string) => `“${shortened(name, maxCharacters)}”`

/** Bytes of the text of a plan, and of a file of cards. */
export const contentLimit = 512 * 1024

/** Files of plans or cards that are imported at once. */
export const filesLimit = 20

const listIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Decodes `oneText`: the text itself, or the items of a JSON array. */
export const eachOf = (text: string): string[] => {
  const list = text.startsWith('["') && listIn(text)
  return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : [text]
}

/** The text of `eachOf` in an address: parted by `|`, which no part of it has. */
export const addressText = (text: string) => {
  const parts = eachOf(text)
  return parts.length > 1 && !parts.some((part) => part.includes('|')) ? parts.join('|') : text
}

/** One text for some, each once, for `eachOf`: a JSON list only where there are several. */
export const oneText = (texts: string[]) => {
  const [first = '', ...others] = new Set(texts)
  return others.length > 0 ? JSON.stringify([first, ...others]) : first
}

export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
