import { guard } from './cells'

const needsQuotes = /[",\r\n\uFEFF]|^ | $/

/** Guards text that a spreadsheet would run. Leaves NUL out, as no spreadsheet and no import opens a file with one. */
const cell = (value: string | number) => {
  if (typeof value === 'number') return String(value)
  const text = guard(value.replaceAll('\0', ''))
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvLine = (row: (string | number)[]) => `${row.map(cell).join(',')}\r\n`

/** A table as CSV with `fields` as its header. */
export const csv = (fields: string[], rows: (string | number)[][]) => [fields, ...rows].map(csvLine).join('')
