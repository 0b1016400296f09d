/**
 * Normalizes line ends, replaces other separators with spaces, removes control characters except tabs, and trims.
 * SQLite would cut text at a NUL, and names could differ in invisible characters only.
 */
export const cleanText = (typed: string) =>
  typed
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\v\f\u0085]/g, ' ')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .trim()

/** Like `cleanText`, in one line. Empty if nothing in it is visible. */
export const cleanLine = (typed: string) => {
  const line = cleanText(typed).replace(/[\t\n]+/g, ' ')
  return /[^\p{Z}\p{Cc}\p{Cf}]/u.test(line) ? line : ''
}

/** Invisible characters that change the direction of text. With them a name could look like a different one. */
const directionMark = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

export const hasNoDirectionMark = (name: string) => !directionMark.test(name)

export const directionMarkError = 'Remove the invisible characters that change the direction of text'

export const removeDirectionMarks = (name: string) => name.split(directionMark).join('')

/** Like `cleanLine`, for names that nobody can be asked to correct: in a file, a line, or from a device. */
export const cleanName = (written: string) => cleanLine(removeDirectionMarks(written))

/** Tags as text: `verb, irregular`. A tag has no comma. */
export const tagText = (tags: string[]) => tags.join(', ')

export const tagList = (text: string) => (text === '' ? [] : text.split(', '))

/**
 * Number of characters, as used by all limits: code points, like zod, SQLite and JSON Schema. An emoji has one or a few
 * code points, but a `length` of two or more.
 */
export const countCharacters = (text: string) => [...text].length

/** The first `count` characters of a text. */
export const firstCharacters = (text: string, count: number) => [...text.slice(0, 2 * count)].slice(0, count).join('')

/** Truncates a text to `count` characters and `…`, if it is longer. */
export const truncateText = (text: string, count: number) =>
  countCharacters(text) > count ? `${firstCharacters(text, count)}…` : text

/** Key for comparing names: ignores case and outer spaces. */
export const nameKey = (name: string) => name.trim().normalize('NFC').toLowerCase()

/** Drops case and accents, for searching. */
export const foldText = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

export const capitalize = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Isolates the direction of a text inside a sentence, like `<bdi>`. */
export const isolateDirection = (text: string) => `\u2068${text}\u2069`

/** A name in quotation marks, with its direction isolated. */
export const quoteName = (text: string) => `“${isolateDirection(text)}”`

/** Colors for projects. Their values are in views/styles/tokens.css. */
export const projectColors = [
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

/** Escapes markdown, so that a text is shown literally in one line. */
export const escapeMarkdown = (text: string) =>
  text
    .replaceAll('\0', '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&:@=$^"']/g, '\\$&')

/** True if both values have the same JSON, with members in the same order. */
export const isSameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const maxCharacters = 40

/** A name in quotes for a sentence. Long names are truncated. */
export const quoteShort = (name: string) => `“${truncateText(name, maxCharacters)}”`

/** Maximum bytes of a plan's text, and of a file of cards. */
export const contentLimit = 512 * 1024

/** Maximum number of files of plans or cards in one import. */
export const filesLimit = 20

const listIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Decodes `encodeTexts`: the text itself, or the items of a JSON array. */
export const decodeTexts = (text: string): string[] => {
  const list = text.startsWith('["') && listIn(text)
  return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : [text]
}

/** Converts text for `decodeTexts` to its form in URLs: separated by `|`, unless an item contains `|`. */
export const addressText = (text: string) => {
  const parts = decodeTexts(text)
  return parts.length > 1 && !parts.some((part) => part.includes('|')) ? parts.join('|') : text
}

/** Encodes distinct values for `decodeTexts`: a single one as it is, several as a JSON array. */
export const encodeTexts = (texts: string[]) => {
  const [first = '', ...others] = new Set(texts)
  return others.length > 0 ? JSON.stringify([first, ...others]) : first
}

export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
