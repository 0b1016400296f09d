import type { LeftOut } from '../../../lib/files/left-out'
import { isDate } from '../../../lib/time/days'
import { idPattern } from '../../plans/markdown/front-matter'
import {
  type Fault,
  fencedLines,
  formatLines,
  insertLines,
  lineBreakOf,
  linesOf,
  type MarkdownLine,
  replaceLines,
  withLineEnds,
} from '../../plans/markdown/lines'

/** Fields of a card in a cards file, in file order. */
const cardFields = ['Q', 'A', 'Tags', 'Source', 'Created', 'Ease', 'Interval', 'Repetitions', 'Next Review'] as const
type CardField = (typeof cardFields)[number]

/** Values of a card that a cards file can hold; null for a value missing in this file. */
export type CardValues = {
  question: string
  answer: string
  tags: string[]
  source: string | null
  created: string | null
  ease_factor: number | null
  interval_days: number | null
  repetitions: number | null
  next_review: string | null
}

export type ReadCard = CardValues & {
  /** The card's id in the file; without an id, `@` and its position. */
  key: string
  number: number
  /** Index of the card's heading, and the index after its last line. */
  from: number
  to: number
  /** Line indices of each field: the first line, and the one after the last. */
  fields: Partial<Record<CardField, [from: number, to: number]>>
}

export type ReadCards = {
  cards: ReadCard[]
  lines: MarkdownLine[]
  warnings: Fault[]
  /** Lines that belong to no card: unknown lines, a repeated field, and text above the first card. */
  leftOut: LeftOut[]
}

/** Heading of a card: `## Card 1 {#card-001}`, `### card 1:` or `##Card #1`. */
const heading =
  /^ {0,3}#{1,6}[ \t]*(?:\*\*|__)?card[ \t]*#?[ \t]*(\d{1,6})[.:)]?(?:\*\*|__)?(?:[ \t]+\{#([^}]*)\})?[ \t]*#*[ \t]*$/i
const attempt = /^## Card\b/
const otherHeading = /^ {0,3}#{1,6}[ \t]/
const exactLine = /^\*\*(Q|A|Tags|Source|Created|Ease|Interval|Repetitions|Next Review)\*\*:[ \t]*(.*)$/
const nearLine =
  /^ {0,3}(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?([*_]{0,3})[ \t]*((?:q|question|a|answer)[ \t]?\d{0,4}|front|back|tags?|source|created|ease|interval|repetitions|next review)(?:[ \t]*\1[ \t]*[:：]|[ \t]*[:：][ \t]*\1)[ \t]*(.*)$/i

type FieldLine = { field: CardField; first: string; isExact: boolean; isMarked: boolean }

/** Reads the line of a field, also in an inexact form: `**Q:** a`, `Q: a`, `- Answer: b`. */
const fieldIn = (text: string): FieldLine | null => {
  const [, exact, value = ''] = exactLine.exec(text) ?? []
  const [, marks = '', near = '', rest = ''] = exact ? [] : (nearLine.exec(text) ?? [])
  const name = exact ?? near.replace(/^front$/i, 'Q').replace(/^back$/i, 'A')
  const field = cardFields.find((one) => one[0] === name[0]?.toUpperCase())
  // A plain “Front:” is more likely text than a side of a card.
  if (!field || (marks === '' && name !== (exact ?? near))) return null
  return {
    field,
    first: exact ? value : rest,
    isExact: exact !== undefined,
    isMarked: exact !== undefined || marks !== '',
  }
}

const separator = /^ {0,3}---[ \t]*$/

const number = (text: string, pattern: RegExp, most: number) =>
  pattern.test(text) && Number(text) <= most ? Number(text) : null

const whole = /^\d{1,6}$/
const decimal = /^\d{1,3}(\.\d{1,15})?$/

/** Distinct tags of a text such as `verb, reflexive`. */
const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim().replace(/^#/, ''))
      .filter((tag) => tag !== ''),
  ),
]

const date = (text: string) => {
  const [day = ''] = text.split('T')
  return isDate(day) ? day : null
}

/** Lines of a question or an answer that need a backslash, because they look like markup of the file. */
const readElse = /^(## Card\b|\*\*[A-Z][\w ]*\*\*:| {0,3}---[ \t]*$)/
const isReadElse = (text: string) => {
  const bare = text.replace(/^\\+/, '')
  return readElse.test(bare) || heading.test(bare) || fieldIn(bare) !== null
}

/** Escapes a line of a question or an answer for the file; `unescapedLine` reverses it. */
const escapedLine = (text: string) => (isReadElse(text) ? `\\${text}` : text)
const unescapedLine = (text: string) => (text.startsWith('\\') && isReadElse(text) ? text.slice(1) : text)

/** Detects cards: `marked` by a heading or a bold question, `plain` by plain lines of questions and answers. */
export const detectCardMarkup = (text: string): 'marked' | 'plain' | null => {
  const lines = linesOf(text.replace(/^\uFEFF/, '')).map((line) => line.text)
  const read = lines.map(fieldIn)
  const isMarked = (line: FieldLine | null) => line?.field === 'Q' && line.isMarked
  if (lines.some((line) => attempt.test(line) || heading.test(line)) || read.some(isMarked)) return 'marked'
  return ['Q', 'A'].every((side) => read.some((line) => line?.field === side)) ? 'plain' : null
}

type Text = { field: CardField; text: string; line: number }

const valuesOf = (texts: Text[], warnings: Fault[]): CardValues => {
  const textOf = (field: CardField) => texts.find((one) => one.field === field)?.text ?? ''
  const read = <T>(field: CardField, reader: (text: string) => T | null) => {
    const found = texts.find((one) => one.field === field)
    if (!found || found.text === '') return null
    const value = reader(found.text)
    if (value === null) {
      warnings.push({ line: found.line, message: `Daymark can’t read “${found.text}” as ${field}.` })
    }
    return value
  }
  return {
    question: textOf('Q'),
    answer: textOf('A'),
    tags: tagsOf(textOf('Tags')),
    source: textOf('Source') || null,
    created: read('Created', date),
    ease_factor: read('Ease', (text) => number(text, decimal, 100)),
    interval_days: read('Interval', (text) => number(text.replace(/ *days?$/, ''), whole, 999_999)),
    repetitions: read('Repetitions', (text) => number(text, whole, 999_999)),
    next_review: read('Next Review', date),
  }
}

/** Index after a field's lines. Q and A end at the next field, without the blank lines and separators before it. */
const fieldEnd = (lines: MarkdownLine[], from: number, to: number, isBare: boolean) => {
  const isOther = (text: string) => text.trim() === '' || separator.test(text) || (isBare && otherHeading.test(text))
  let end = to
  while (end > from + 1 && isOther(lines[end - 1]?.text ?? '')) end -= 1
  return end
}

/**
 * `body` is the index after the heading, or of the first line of a card without a heading. `key` is null without an id.
 */
type Span = Pick<ReadCard, 'number' | 'from' | 'to'> & { key: string | null; body: number }

type Start = FieldLine & { at: number }

/**
 * Field lines between two indices. An inexact line counts only if the field has no exact one. A plain line needs a
 * field without bold lines, and below a bold question it can only be the answer.
 */
const fieldsBetween = (lines: MarkdownLine[], fenced: boolean[], from: number, to: number): Start[] => {
  const found = rangeOf(from, to).flatMap((at): Start[] => {
    const line = fenced[at] ? null : fieldIn((lines[at]?.text ?? '').replace(/^\uFEFF/, ''))
    return line ? [{ ...line, at }] : []
  })
  const has = (of: CardField, mark: 'isExact' | 'isMarked') => found.some((one) => one.field === of && one[mark])
  return found.filter(({ field, isExact, isMarked }) => {
    if (isExact || isMarked) return isExact || !has(field, 'isExact')
    return !has(field, 'isMarked') && (!has('Q', 'isMarked') || field === 'A')
  })
}

const readCard = (
  lines: MarkdownLine[],
  fenced: boolean[],
  { body, ...span }: Span & { key: string },
  warnings: Fault[],
): ReadCard => {
  const all = fieldsBetween(lines, fenced, body, span.to)
  const starts = all.filter(({ field }, index) => all.findIndex((one) => one.field === field) === index)
  const fields: ReadCard['fields'] = {}
  const texts = starts.map(({ field, at, first }, index): Text => {
    const isLong = field === 'Q' || field === 'A'
    const end = isLong ? fieldEnd(lines, at, starts[index + 1]?.at ?? span.to, body === span.from) : at + 1
    fields[field] = [at, end]
    const rest = lines.slice(at + 1, end).map(({ text }, next) => (fenced[at + 1 + next] ? text : unescapedLine(text)))
    return { field, line: at + 1, text: [first, ...rest].join('\n').replace(/^\s*\n|\s+$/g, '') }
  })
  return { ...span, ...valuesOf(texts, warnings), fields }
}

/** Cards without a heading, above the first heading of a card. Each begins with a question and has an answer. */
const bareSpans = (lines: MarkdownLine[], fenced: boolean[], end: number): Span[] => {
  const starts = fieldsBetween(lines, fenced, headEnd(lines), end)
  const questions = starts.filter(({ field }) => field === 'Q')
  return questions.flatMap(({ at }, index) => {
    const to = questions[index + 1]?.at ?? end
    const isWhole = starts.some((one) => one.field === 'A' && one.at > at && one.at < to)
    return isWhole ? [{ key: null, number: index + 1, from: at, body: at, to }] : []
  })
}

/**
 * Reads the cards file of a plan. Joining `lines` restores the text byte for byte. A card without a question or an
 * answer is a fault, and so are two cards with one id.
 */
export const readCards = (text: string): ReadCards | { errors: Fault[] } => {
  const lines = linesOf(text)
  const fenced = fencedLines(lines)
  const headed: Span[] = []
  const errors: Fault[] = []
  const warnings: Fault[] = []
  const seen = new Map<string, number>()
  const headings = lines.flatMap(({ text }, index) => {
    const written = index === 0 ? text.replace(/^\uFEFF/, '') : text
    const isHeading = !fenced[index] && (attempt.test(written) || heading.test(written))
    return isHeading ? [{ index, written, isExact: attempt.test(written) }] : []
  })
  const cardsHere = headings.filter(({ index, isExact }, at) => {
    const fields = fieldsBetween(lines, fenced, index + 1, headings[at + 1]?.index ?? lines.length)
    return isExact || fields.some(({ field }) => field === 'Q' || field === 'A')
  })
  for (const [at, { index, written }] of cardsHere.entries()) {
    const [, count, id] = heading.exec(written) ?? []
    if (count === undefined || (id !== undefined && !idPattern.test(id))) {
      errors.push({ line: index + 1, message: 'A card begins with ## Card 1 {#card-001}.' })
    }
    if (id !== undefined && seen.has(id)) {
      errors.push({ line: index + 1, message: `The card in line ${seen.get(id)} has the id ${id}, too.` })
    }
    if (id !== undefined) seen.set(id, index + 1)
    const to = cardsHere[at + 1]?.index ?? lines.length
    headed.push({ key: id ?? null, number: Number(count ?? 0), from: index, body: index + 1, to })
  }
  const spans = [...bareSpans(lines, fenced, headed[0]?.from ?? lines.length), ...headed]
  const cards = spans.map((span, index) => readCard(lines, fenced, { ...span, key: span.key ?? `@${index}` }, warnings))
  for (const { question, answer, from } of cards) {
    const missing =
      question === '' ? 'question: a line with **Q**:' : answer === '' ? 'answer: a line with **A**:' : null
    if (missing) errors.push({ line: from + 1, message: `This card has no ${missing}.` })
  }
  return errors.length > 0
    ? { errors: errors.toSorted((a, b) => a.line - b.line) }
    : { cards, lines, warnings, leftOut: untaken(lines, cards, fenced) }
}

const untaken = (lines: MarkdownLine[], cards: ReadCard[], fenced: boolean[]): LeftOut[] => {
  const taken = new Set(
    cards.flatMap(({ from, fields }) => [from, ...Object.values(fields).flatMap(([at, to]) => rangeOf(at, to))]),
  )
  const counted = new Set(cards.flatMap(({ from, to }) => fieldsBetween(lines, fenced, from, to).map(({ at }) => at)))
  const starts = new Set(cards.flatMap(({ fields }) => Object.values(fields).map(([at]) => at)))
  return rangeOf(headEnd(lines), lines.length).flatMap((index) => {
    const { text = '' } = lines[index] ?? {}
    const isAgain = counted.has(index) && !starts.has(index)
    if (!isAgain && (taken.has(index) || text.trim() === '' || separator.test(text))) return []
    const reason = isAgain && taken.has(index) ? again : 'No field of a card takes this line.'
    return [{ line: index + 1, what: text.trim().slice(0, 60), reason }]
  })
}

const again = 'The card has this field already; the line is part of the text above it.'

const rangeOf = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)

/** Index after the front matter and the title of the file. */
const headEnd = (lines: MarkdownLine[]) => {
  const isMark = (index: number) => lines[index]?.text.replace(/^\uFEFF/, '').trimEnd() === '---'
  const mark = isMark(0) ? lines.findIndex((_, index) => index > 0 && isMark(index)) : -1
  const closed = lines.slice(1, mark).every(({ text }) => /^[\w-]+:|^[ \t]|^$/.test(text)) ? mark : -1
  const title = lines.findIndex(({ text }, index) => index > closed && text.trim() !== '')
  return /^\uFEFF?# (?!Card \d|.*\*\*)/i.test(lines[title]?.text ?? '') ? title + 1 : closed + 1
}

/** A card with its key in the file. The key of a new card becomes its id there. */
export type CardInFile = CardValues & { key: string }

const written: { [F in CardField]: (values: CardValues) => string | null } = {
  Q: ({ question }) => question,
  A: ({ answer }) => answer,
  Tags: ({ tags }) => tags.join(', ') || null,
  Source: ({ source }) => source,
  Created: ({ created }) => created,
  Ease: ({ ease_factor }) => (ease_factor === null ? null : String(Number(ease_factor.toFixed(4)))),
  Interval: ({ interval_days }) => (interval_days === null ? null : String(interval_days)),
  Repetitions: ({ repetitions }) => (repetitions === null ? null : String(repetitions)),
  'Next Review': ({ next_review }) => next_review,
}

/** Lines of a question or an answer. A code block begins on its own line and is closed. */
const sideLines = (text: string): string[] => {
  const lines = linesOf(text)
  const fenced = fencedLines(lines)
  const texts = lines.map((line, index) => (index === 0 || fenced[index] ? line.text : escapedLine(line.text)))
  const [, fence] = /^ {0,3}(`{3,}|~{3,})/.exec(lines[fenced.lastIndexOf(false) + 1]?.text ?? '') ?? []
  const isOpen = fenced.at(-1) && fencedLines([...lines, { text: '', end: '' }]).at(-1)
  return [...(fenced[0] ? [''] : []), ...texts, ...(isOpen && fence ? [fence] : [])]
}

const linesOfField = (field: CardField, values: CardValues) => {
  const text = written[field](values)
  if (text === null) return []
  const [first = '', ...rest] = field === 'Q' || field === 'A' ? sideLines(text) : [text]
  return [`**${field}**: ${first}`.trimEnd(), ...rest]
}

const linesOfCard = (number: number, card: CardInFile) => [
  `## Card ${number} {#${card.key}}`,
  ...cardFields.flatMap((field) => linesOfField(field, card)),
]

const changedLines = (lines: MarkdownLine[], read: ReadCard, card: CardInFile): MarkdownLine[] => {
  const changed = cardFields.filter((field) => written[field](read) !== written[field](card))
  const known = changed.flatMap((field) => {
    const at = read.fields[field]
    return at ? [{ at, texts: linesOfField(field, card) }] : []
  })
  const missing = changed.filter((field) => !read.fields[field]).flatMap((field) => linesOfField(field, card))
  const end = Math.max(read.from + 1, ...Object.values(read.fields).map(([, to]) => to))
  const edits = [...known, { at: [end, end] as const, texts: missing }].toSorted((a, b) => b.at[0] - a.at[0])
  return edits.reduce(
    (all, { at, texts }) => (at[0] === at[1] ? insertLines(all, at[0], texts) : replaceLines(all, at, texts)),
    lines,
  )
}

/**
 * Writes cards into the file from which they were read. Changed fields are replaced in place, new cards are added at
 * the end, and removed cards lose their lines. Everything else is unchanged, byte for byte.
 */
export const writeCards = ({ cards, lines }: ReadCards, wanted: CardInFile[]): string => {
  const byKey = new Map(wanted.map((card) => [card.key, card]))
  const known = new Set(cards.map(({ key }) => key))
  const kept = cards.toReversed().reduce((all, read) => {
    const card = byKey.get(read.key)
    return card ? changedLines(all, read, card) : [...all.slice(0, read.from), ...all.slice(read.to)]
  }, lines)
  const added = wanted.filter(({ key }) => !known.has(key))
  if (added.length === 0) return formatLines(kept)
  const last = Math.max(0, ...cards.map(({ number }) => number))
  const end = lineBreakOf(lines)
  const blocks = added.map((card, index) => linesOfCard(last + index + 1, card).join('\n'))
  const before = formatLines(withLineEnds(kept, end)).replace(/(\r?\n[ \t]*(---[ \t]*)?)*$/, '')
  const separator = ['', '', '---', '', ''].join(end)
  const first = before === '' ? '' : cards.length > 0 ? separator : end + end
  return `${before}${first}${blocks.join('\n\n---\n\n').replaceAll('\n', end)}${end}`
}
