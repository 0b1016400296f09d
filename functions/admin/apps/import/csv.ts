import { type CsvRecord, csvRecords, unguard } from '../../../lib/csv'
import { grouped } from '../../../lib/format'
import { isolated } from '../../../lib/text'
import { type Column, columns, rowsLimit } from '../state'
import { checkLines, type ReadApps } from './lines'

const needed: Column[] = ['package_name', 'label', 'is_whitelisted']

const isColumn = (name: string): name is Column => columns.some((column) => column === name)

const listed = (names: readonly string[]) =>
  names.map((name) => (name ? isolated(name) : 'one without a name')).join(', ')

const columnsOf = (header: CsvRecord | undefined): Column[] | { problem: string } => {
  if (!header) return { problem: 'The file is empty.' }
  if (header.problem) return { problem: header.problem }
  const names = header.cells.map((cell) => cell.trim().toLowerCase())
  const unknown = names.filter((name) => !isColumn(name))
  const takes = `Allowed columns: ${columns.join(', ')}.`
  if (unknown.length > 0) return { problem: `Unknown columns in the first line: ${listed(unknown)}. ${takes}` }
  const missing = needed.filter((name) => !names.includes(name))
  if (missing.length > 0) return { problem: `Missing columns in the first line: ${missing.join(', ')}. ${takes}` }
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  if (twice.length > 0) return { problem: `Repeated columns in the first line: ${listed(twice)}.` }
  return names.filter(isColumn)
}

export const readApps = (text: string): ReadApps | { problem: string } => {
  const [first, ...records] = csvRecords(text.replace(/^\uFEFF/, ''))
  const header = columnsOf(first)
  if ('problem' in header) return header
  if (records.length === 0) return { problem: 'The file has no apps below the first line.' }
  if (records.length > rowsLimit) {
    return {
      problem: `The file has ${grouped(records.length)} apps; at most ${grouped(rowsLimit)} are imported at once.`,
    }
  }
  return checkLines(
    records.map(({ line, cells, problem }) => {
      if (problem) return { line, problem }
      if (cells.length !== header.length) {
        return { line, problem: `This line has ${cells.length} columns; the first line has ${header.length}.` }
      }
      return { line, cells: Object.fromEntries(header.map((name, at) => [name, unguard(cells[at] ?? '')])) }
    }),
  )
}
