import { fencedLines, type Line } from './lines'

/** A heading: its text, and the indices of its first line, of the last one with text, and after it. */
export type Heading = { level: number; text: string; from: number; last: number; to: number }

/** Blocks of HTML that are no markdown, with their ends (CommonMark 0.31, 4.6). */
const htmlBlocks = [
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
] as const

/** For each line whether it stands in a fenced code block or in such HTML. HTML that has no end hides nothing. */
export const literalLines = (lines: Line[]): boolean[] => {
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

const atx = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/
const underline = /^ {0,3}(=+|-+)[ \t]*$/
const thematicBreak = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/
const listItem = /^ {0,3}(?:[-+*]|(\d{1,9})[.)])(?:[ \t]{1,4}(?=\S)|[ \t]|$)/

/** An ATX heading without the `#` that close it. */
export const withoutMarks = (text: string) => {
  let end = text.length
  while (text[end - 1] === '#') end -= 1
  return end === 0 || /[ \t]/.test(text[end - 1] ?? '') ? text.slice(0, end).trimEnd() : text
}

/**
 * Headings that stand in no quotation, code or comment (CommonMark 0.31, 4.2 and 4.3). One of `#` that is indented by up
 * to three spaces ends a list.
 */
export const headingsOf = (lines: Line[], literal: boolean[], start = 0): Heading[] => {
  const headings: Heading[] = []
  /** Index of the first line of an open paragraph; `inner` for one of a list or a quotation. */
  let open: number | 'inner' | null = null
  /** Columns by which the content of an open list item is indented. */
  let indent = 0
  for (let index = start; index < lines.length; index += 1) {
    const text = lines[index]?.text ?? ''
    const white = /^[ \t]*/.exec(text)?.[0].replaceAll('\t', '    ').length ?? 0
    if (literal[index] || text.trim() === '') {
      open = null
      continue
    }
    const [, marks, rest = ''] = atx.exec(text) ?? []
    if (indent > 0 && white >= indent && !marks) {
      open = 'inner'
      continue
    }
    if (open === null) indent = 0
    const [, line] = underline.exec(text) ?? []
    const [item, number] = listItem.exec(text) ?? []
    if (marks) {
      headings.push({ level: marks.length, text: withoutMarks(rest.trim()), from: index, last: index, to: index + 1 })
    } else if (line && typeof open === 'number') {
      const texts = lines.slice(open, index).map((one) => one.text.trim())
      const level = line.startsWith('=') ? 1 : 2
      headings.push({ level, text: texts.join(' '), from: open, last: index - 1, to: index + 1 })
    } else if (!thematicBreak.test(text)) {
      const isEmpty = item?.length === text.length
      const isItem = item !== undefined && !(typeof open === 'number' && (isEmpty || (number ?? '1') !== '1'))
      if (isItem || /^ {0,3}>/.test(text)) {
        indent = isItem ? item.length : 0
        open = 'inner'
      }
      if (open === null && white < 4) open = index
      continue
    }
    open = null
    indent = 0
  }
  return headings
}
