import {
  closedLines,
  fencedLines,
  inserted,
  joined,
  type Line,
  lineBreakOf,
  linesOf,
  replaced,
} from '../../plans/markdown/lines'
import { type CardField, type CardValues, cardFields, escapedLine, type ReadCard, type ReadCards } from './read'

/** A card with its key in the file, which becomes its id where the file does not have it yet. */
export type FiledCard = CardValues & { key: string }

const decimals = (value: number) => String(Number(value.toFixed(4)))

const written: { [F in CardField]: (values: CardValues) => string | null } = {
  Q: ({ question }) => question,
  A: ({ answer }) => answer,
  Tags: ({ tags }) => tags.join(', ') || null,
  Source: ({ source }) => source,
  Created: ({ created }) => created,
  Ease: ({ ease_factor }) => (ease_factor === null ? null : decimals(ease_factor)),
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

const hasSame = (field: CardField, a: CardValues, b: CardValues) => written[field](a) === written[field](b)

const changedLines = (lines: Line[], read: ReadCard, card: FiledCard): Line[] => {
  const changed = cardFields.filter((field) => !hasSame(field, read, card))
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
