import type { LeftOut } from '../../../lib/files/left-out'

/** A row with the number of its first line. */
type AnkiRow = { cells: string[]; line: number }

const comment = 'Anki takes a line that begins with # for a comment. Put its first field in quotes.'

/**
 * Parses rows as Rust’s csv crate does for Anki: a quote counts only at the beginning of a field, text after the
 * closing quote belongs to the field, and a line that begins with # is a comment. Reports comments, and lines that a
 * stray quote swallows.
 * @param first number of the text’s first line
 */
export const parseAnkiRows = (
  text: string,
  delimiter: string,
  first: number,
): { rows: AnkiRow[]; leftOut: LeftOut[] } => {
  const rows: AnkiRow[] = []
  const leftOut: LeftOut[] = []
  let at = 0
  let line = first
  const upTo = (end: number) => {
    const from = at
    at = end < 0 ? text.length : end
    return text.slice(from, at)
  }
  const end = new RegExp(`[\\n\\${delimiter}]`, 'g')
  const unquoted = () => {
    end.lastIndex = at
    return upTo(end.exec(text)?.index ?? -1)
  }
  /** The text between quotes, and whether the closing quote exists. */
  const quoted = () => {
    const parts: string[] = []
    let isClosed = true
    while (isClosed && text[at] === '"') {
      at += 1
      parts.push(upTo(text.indexOf('"', at)))
      isClosed = at < text.length
      at += 1
    }
    return { cell: parts.join('"'), isClosed }
  }
  const field = () => {
    if (text[at] !== '"') return unquoted()
    const { cell, isClosed } = quoted()
    const behind = unquoted()
    const lines = cell.split('\n')
    const width = rows[0]?.cells.length
    const isRow = (one: string) => {
      const count = one.split(delimiter).length
      return width === undefined ? count > 1 : count === width
    }
    if (lines.length > 1 && (!isClosed || behind !== '' || lines.some(isRow))) {
      const taken = `${cell}${behind}`.split('\n').flatMap((one, index) => (one.trim() === '' ? [] : [line + index]))
      const reason = `The quote that begins on line ${line} takes it into one field.`
      leftOut.push(...taken.map((number) => ({ line: number, what: 'Line', reason })))
    }
    line += lines.length - 1
    return cell + behind
  }
  while (at < text.length) {
    if (text[at] === '#') leftOut.push({ line, what: upTo(text.indexOf('\n', at)).slice(0, 60), reason: comment })
    else if (text[at] !== '\n') {
      const row: AnkiRow = { cells: [], line }
      row.cells.push(field())
      while (text[at] === delimiter) {
        at += 1
        row.cells.push(field())
      }
      rows.push(row)
    }
    at += 1
    line += 1
  }
  return { rows, leftOut }
}
