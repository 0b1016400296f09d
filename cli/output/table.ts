import { padLeft, padRight, truncateToWidth, widthOf } from './text'

type Column = {
  head: string
  /** Aligns the column right. */
  isNumber?: boolean
  /** Takes the width left by the other columns. At most one column. */
  isFlexible?: boolean
}

const gap = 2
const narrowest = 8

/** Formats a table of at most `width` characters. Cells may have colors; only the flexible column is truncated. */
export const formatTable = (
  columns: Column[],
  rows: string[][],
  width: number,
  head = (text: string) => text,
): string[] => {
  const natural = columns.map((column, at) =>
    Math.max(widthOf(column.head), ...rows.map((row) => widthOf(row[at] ?? ''))),
  )
  const others = natural.reduce((sum, one, at) => sum + (columns[at]?.isFlexible ? 0 : one), 0)
  const left = Math.max(narrowest, width - others - gap * (columns.length - 1))
  const widths = natural.map((one, at) => (columns[at]?.isFlexible ? Math.min(one, left) : one))
  const line = (cells: string[]) =>
    columns
      .map((column, at) => {
        const [cell, size] = [cells[at] ?? '', widths[at] ?? 0]
        const text = column.isFlexible ? truncateToWidth(cell, size) : cell
        return column.isNumber ? padLeft(text, size) : padRight(text, size)
      })
      .join(' '.repeat(gap))
      .trimEnd()
  return [head(line(columns.map((column) => column.head))), ...rows.map(line)]
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A bar for a share from 0 to 1, in steps of an eighth of a character. */
export const bar = (share: number, width: number) => {
  const parts = Math.round(Math.max(0, Math.min(1, share)) * width * 8)
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '')
}

/** A bar for a share from 0 to 1, with the rest drawn as empty. */
export const meter = (share: number, width: number) => {
  const full = Math.round(Math.max(0, Math.min(1, share)) * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}
