import { cleanLine } from '../text'

/**
 * Text that a spreadsheet would take for a formula, or that carries our guard against that already. Some read the
 * full-width signs as the ASCII ones, and skip a line break in front.
 */
const wouldRun = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** Text as a cell that no spreadsheet runs: with an apostrophe in front where it could. */
export const guard = (text: string) => (wouldRun.test(text) ? `'${text}` : text)

/** The text that was guarded; an apostrophe that the text had itself stays. */
export const unguard = (cell: string) => (cell.startsWith("'") && wouldRun.test(cell) ? cell.slice(1) : cell)

/** Tags hold no comma and no space at their ends, so this loses nothing. */
export const joinTags = (tags: string[]) => tags.join(', ')

/** Lines as one cell; they hold no line break. */
export const joinLines = (lines: string[]) => lines.join('\n')

/** Leaves out empty lines. */
export const splitLines = (cell: string) =>
  cell
    .split(/[\r\n]+/)
    .map(cleanLine)
    .filter(Boolean)

export const splitTags = (cell: string) => {
  const tags = cell.split(',').map((tag) => tag.trim())
  return [...new Set(tags)].filter((tag) => tag !== '')
}
