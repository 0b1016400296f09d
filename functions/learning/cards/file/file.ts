import { isDate } from '../../../lib/days'
import type { LeftOut } from '../../../lib/left-out'
import { idPattern } from '../../plans/markdown/front-matter'
import {
  closedLines,
  type Fault,
  fencedLines,
  inserted,
  joined,
  type Line,
  lineBreakOf,
  linesOf,
  replaced,
} from '../../plans/markdown/lines'

/** Fields of a card in a cards file, as they are written. */
const cardFields = ['Q', 'A', 'Tags', 'Source', 'Created', 'Ease', 'Interval', 'Repetitions', 'Next Review'] as const
type CardField = (typeof cardFields)[number]

/** Members of a card that a cards file can hold; null for a member that this file leaves out. */
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
  /** Its id in the file; `@` and its place there where it has none. */
  key: string
  number: number
  /** Index of its heading, and the index after its last line. */
  from: number
  to: number
  /** Indices of the lines of each field: first, and after the last. */
  fields: Partial<Record<CardField, [from: number, to: number]>>
}

export type ReadCards = {
  cards: ReadCard[]
  lines: Line[]
  warnings: Fault[]
  /** Lines that no card takes: beside its fields, a second field of its name, and text above the first card. */
  leftOut: LeftOut[]
}

const heading = /^## Card (\d{1,6})(?:\s+\{#([^}]*)\})?\s*$/
const attempt = /^## Card\b/
const fieldLine = /^\*\*(Q|A|Tags|Source|Created|Ease|Interval|Repetitions|Next Review)\*\*:[ \t]*(.*)$/
const separator = /^ {0,3}---[ \t]*$/

const number = (text: string, pattern: RegExp, most: number) =>
  pattern.test(text) && Number(text) <= most ? Number(text) : null

const whole = /^\d{1,6}$/
const decimal = /^\d{1,3}(\.\d{1,15})?$/

/** `verb, reflexive` as tags, each once. */
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

/** Lines of a question or an answer that would be read as something else stand there with a backslash before them. */
const escaped = /^\\(?=\\*(## Card\b|\*\*[A-Z][\w ]*\*\*:| {0,3}---[ \t]*$))/
const escapable = /^\\*(## Card\b|\*\*[A-Z][\w ]*\*\*:| {0,3}---[ \t]*$)/

/** A line of a question or an answer as the file has it. */
const escapedLine = (text: string) => (escapable.test(text) ? `\\${text}` : text)

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

/** Lines of a field: Q and A go on until the next field; blank lines and separators at the end are not theirs. */
const fieldEnd = (lines: Line[], from: number, to: number) => {
  let end = to
  while (end > from + 1 && (lines[end - 1]?.text.trim() === '' || separator.test(lines[end - 1]?.text ?? ''))) end -= 1
  return end
}

type Span = Pick<ReadCard, 'key' | 'number' | 'from' | 'to'>

const readCard = (lines: Line[], fenced: boolean[], span: Span, warnings: Fault[]): ReadCard => {
  const starts: { field: CardField; at: number; first: string }[] = []
  for (let index = span.from + 1; index < span.to; index += 1) {
    const [, name, first = ''] = fenced[index] ? [] : (fieldLine.exec(lines[index]?.text ?? '') ?? [])
    const field = cardFields.find((one) => one === name)
    if (field && !starts.some((start) => start.field === field)) starts.push({ field, at: index, first })
  }
  const fields: ReadCard['fields'] = {}
  const texts = starts.map(({ field, at, first }, index): Text => {
    const isLong = field === 'Q' || field === 'A'
    const end = isLong ? fieldEnd(lines, at, starts[index + 1]?.at ?? span.to) : at + 1
    fields[field] = [at, end]
    const rest = lines
      .slice(at + 1, end)
      .map(({ text }, next) => (fenced[at + 1 + next] ? text : text.replace(escaped, '')))
    return { field, line: at + 1, text: [first, ...rest].join('\n').replace(/^\s*\n|\s+$/g, '') }
  })
  return { ...span, ...valuesOf(texts, warnings), fields }
}

/**
 * Reads the cards file of a plan. Joining `lines` gives the text again, byte for byte. A card without a question or an
 * answer, and two with one id, are faults.
 */
export const readCards = (text: string): ReadCards | { errors: Fault[] } => {
  const lines = linesOf(text)
  const fenced = fencedLines(lines)
  const spans: Span[] = []
  const errors: Fault[] = []
  const warnings: Fault[] = []
  const seen = new Map<string, number>()
  for (const [index, line] of lines.entries()) {
    const written = index === 0 ? line.text.replace(/^\uFEFF/, '') : line.text
    if (fenced[index] || !attempt.test(written)) continue
    const [, count, id] = heading.exec(written) ?? []
    if (count === undefined || (id !== undefined && !idPattern.test(id))) {
      errors.push({ line: index + 1, message: 'A card begins with ## Card 1 {#card-001}.' })
    }
    if (id !== undefined && seen.has(id)) {
      errors.push({ line: index + 1, message: `The card in line ${seen.get(id)} has the id ${id}, too.` })
    }
    if (id !== undefined) seen.set(id, index + 1)
    const last = spans.at(-1)
    if (last) last.to = index
    spans.push({ key: id ?? `@${spans.length}`, number: Number(count ?? 0), from: index, to: lines.length })
  }
  const cards = spans.map((span) => readCard(lines, fenced, span, warnings))
  for (const { question, answer, from } of cards) {
    const missing =
      question === '' ? 'question: a line with **Q**:' : answer === '' ? 'answer: a line with **A**:' : null
    if (missing) errors.push({ line: from + 1, message: `This card has no ${missing}.` })
  }
  return errors.length > 0
    ? { errors: errors.toSorted((a, b) => a.line - b.line) }
    : { cards, lines, warnings, leftOut: untaken(lines, cards, fenced) }
}

const untaken = (lines: Line[], cards: ReadCard[], fenced: boolean[]): LeftOut[] => {
  const taken = new Set(
    cards.flatMap(({ from, fields }) => [from, ...Object.values(fields).flatMap(([at, to]) => rangeOf(at, to))]),
  )
  const starts = new Set(cards.flatMap(({ fields }) => Object.values(fields).map(([at]) => at)))
  return rangeOf(headEnd(lines), lines.length).flatMap((index) => {
    const { text = '' } = lines[index] ?? {}
    const isAgain = !fenced[index] && fieldLine.test(text) && !starts.has(index)
    if (!isAgain && (taken.has(index) || text.trim() === '' || separator.test(text))) return []
    const reason = isAgain && taken.has(index) ? again : 'No field of a card takes this line.'
    return [{ line: index + 1, what: text.trim().slice(0, 60), reason }]
  })
}

const again = 'The card has this field already; the line is part of the text above it.'

const rangeOf = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)

/** Index after front matter and the title of the file. */
const headEnd = (lines: Line[]) => {
  const isMark = (index: number) => lines[index]?.text.replace(/^\uFEFF/, '').trimEnd() === '---'
  const mark = isMark(0) ? lines.findIndex((_, index) => index > 0 && isMark(index)) : -1
  const closed = lines.slice(1, mark).every(({ text }) => /^[\w-]+:|^[ \t]|^$/.test(text)) ? mark : -1
  const title = lines.findIndex(({ text }, index) => index > closed && text.trim() !== '')
  return /^\uFEFF?# (?!Card \d|.*\*\*)/.test(lines[title]?.text ?? '') ? title + 1 : closed + 1
}

/** A card with its key in the file, which becomes its id where the file does not have it yet. */
export type FiledCard = CardValues & { key: string }

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

/** Lines of a question or an answer: a code block begins below the field and is closed. */
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

const linesOfCard = (number: number, card: FiledCard) => [
  `## Card ${number} {#${card.key}}`,
  ...cardFields.flatMap((field) => linesOfField(field, card)),
]

const changedLines = (lines: Line[], read: ReadCard, card: FiledCard): Line[] => {
  const changed = cardFields.filter((field) => written[field](read) !== written[field](card))
  const known = changed.flatMap((field) => {
    const at = read.fields[field]
    return at ? [{ at, texts: linesOfField(field, card) }] : []
  })
  const missing = changed.filter((field) => !read.fields[field]).flatMap((field) => linesOfField(field, card))
  const end = Math.max(read.from + 1, ...Object.values(read.fields).map(([, to]) => to))
  const edits = [...known, { at: [end, end] as const, texts: missing }].toSorted((a, b) => b.at[0] - a.at[0])
  return edits.reduce(
    (all, { at, texts }) => (at[0] === at[1] ? inserted(all, at[0], texts) : replaced(all, at, texts)),
    lines,
  )
}

/**
 * Writes cards into the file that they were read from: fields that changed where they stand, new cards at its end.
 * Cards that are gone go with their lines; everything else stays, byte for byte.
 */
export const writeCards = ({ cards, lines }: ReadCards, wanted: FiledCard[]): string => {
  const byKey = new Map(wanted.map((card) => [card.key, card]))
  const known = new Set(cards.map(({ key }) => key))
  const kept = cards.toReversed().reduce((all, read) => {
    const card = byKey.get(read.key)
    return card ? changedLines(all, read, card) : [...all.slice(0, read.from), ...all.slice(read.to)]
  }, lines)
  const added = wanted.filter(({ key }) => !known.has(key))
  if (added.length === 0) return joined(kept)
  const last = Math.max(0, ...cards.map(({ number }) => number))
  const end = lineBreakOf(lines)
  const blocks = added.map((card, index) => linesOfCard(last + index + 1, card).join('\n'))
  const before = joined(closedLines(kept, end)).replace(/(\r?\n[ \t]*(---[ \t]*)?)*$/, '')
  const separator = ['', '', '---', '', ''].join(end)
  const first = before === '' ? '' : cards.length > 0 ? separator : end + end
  return `${before}${first}${blocks.join('\n\n---\n\n').replaceAll('\n', end)}${end}`
}
