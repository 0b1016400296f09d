import MarkdownIt from 'markdown-it'
import { fencedLines, type MarkdownLine } from './lines'

/** A heading: its text, and the indices of its first line, of its last line with text, and after it. */
export type Heading = { level: number; text: string; from: number; last: number; to: number }

/** HTML blocks, which contain no markdown: their starts and ends (CommonMark 0.31, 4.6). */
const htmlBlocks = [
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
] as const

/** For each line, true if it is inside a fenced code block or an HTML block. An unclosed HTML block is ignored. */
export const literalLines = (lines: MarkdownLine[]): boolean[] => {
  const fenced = fencedLines(lines)
  const ends = htmlBlocks.map(([, end]) => lines.findLastIndex(({ text }) => end.test(text)))
  let open: RegExp | null = null
  return lines.map(({ text }, index) => {
    if (fenced[index]) return true
    const at = open ? -1 : htmlBlocks.findIndex(([start], kind) => start.test(text) && index <= (ends[kind] ?? -1))
    const end: RegExp | null = open ?? htmlBlocks[at]?.[1] ?? null
    open = end?.test(text) ? null : end
    return end !== null
  })
}

/** Text of an ATX heading without the closing `#`. */
export const withoutMarks = (text: string) => {
  let end = text.length
  while (text[end - 1] === '#') end -= 1
  return end === 0 || /[ \t]/.test(text[end - 1] ?? '') ? text.slice(0, end).trimEnd() : text
}

/** Parses only blocks. HTML counts as text, because `literalLines` finds HTML blocks. */
const markdown = new MarkdownIt('commonmark').disable('html_block')
markdown.core.ruler.enableOnly(['block'])

const blocksOf = (lines: MarkdownLine[], literal: boolean[], start: number) =>
  markdown.parse(lines.map(({ text }, index) => (index < start || literal[index] ? '' : text)).join('\n'), {})

/**
 * Headings outside quotations, code and comments. A `#` heading indented by up to three spaces counts even inside a
 * list, because people rarely mean it to belong to the list.
 */
export const headingsOf = (lines: MarkdownLine[], literal: boolean[], start = 0): Heading[] => {
  const tokens = blocksOf(lines, literal, start)
  return tokens.flatMap(({ type, level, tag, map, markup }, index) => {
    const [from, to] = map ?? [0, 0]
    const isAtx = markup.startsWith('#')
    const isOwn = level === 0 || (isAtx && /^ {0,3}#/.test(lines[from]?.text ?? ''))
    if (type !== 'heading_open' || !isOwn) return []
    const texts = (tokens[index + 1]?.content ?? '').split('\n').map((text) => text.trim())
    return [{ level: Number(tag.slice(1)), text: texts.join(' '), from, last: isAtx ? from : to - 2, to }]
  })
}

/** Lines of top-level list items: those with a checkbox, or all if the text consists only of lists. */
export const listedItems = (lines: MarkdownLine[], literal: boolean[], start: number): number[] => {
  const tokens = blocksOf(lines, literal, start)
  const isWhole = tokens.every(({ type, level }) => level > 0 || !/^(paragraph|blockquote)_open$/.test(type))
  return tokens.flatMap(({ type, level, map }) => {
    const at = map?.[0] ?? 0
    const isItem = type === 'list_item_open' && level === 1 && itemMark.test(lines[at]?.text ?? '')
    return isItem && (isWhole || /^\W+\[[ x/-]\]/i.test(lines[at]?.text ?? '')) ? [at] : []
  })
}

/** The marker of a list item that has text. */
export const itemMark = /^ {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)/
