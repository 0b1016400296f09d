import Papa from 'papaparse'
import { guard } from './cells'

/**
 * A table as CSV with `fields` as its header. Text that a spreadsheet would run as a formula is guarded, and NUL is left
 * out because neither a spreadsheet nor our import opens a file with one.
 */
export const csv = (fields: string[], rows: (string | number)[][]) => {
  const safe = (row: (string | number)[]) =>
    row.map((value) => (typeof value === 'number' ? value : guard(value.replaceAll('\0', ''))))
  return `${Papa.unparse([fields, ...rows].map(safe), { newline: '\r\n' })}\r\n`
}
