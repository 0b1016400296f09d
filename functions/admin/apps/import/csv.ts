import { z } from 'zod'
import type { SkippedLine } from '../../../app-rules/list-lines'
import { unguard } from '../../../lib/csv/cells'
import { type CsvRecord, csvRecords } from '../../../lib/csv/records'
import { grouped } from '../../../lib/format'
import { PackageName } from '../../../lib/package-name'
import { isolated } from '../../../lib/text'
import { category, label } from '../schema'
import { type Column, columns, rowsLimit } from '../state'

const needed: Column[] = ['package_name', 'label', 'is_whitelisted']

const flag = (message: string) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['true', 'false', '1', '0'], message))
    .transform((text) => (text === 'true' || text === '1' ? (1 as const) : (0 as const)))

const lockedWords = 'is_locked must be true or false'

const shape = {
  package_name: PackageName,
  label,
  category,
  is_whitelisted: flag('is_whitelisted must be true or false'),
  is_locked: z.union([z.literal('').transform(() => 0 as const), flag(lockedWords)], lockedWords),
}

/** A file without one of these columns leaves its values alone. */
const Row = z.object({ ...shape, category: shape.category.optional(), is_locked: shape.is_locked.optional() })

/** `line` is the physical line where the record starts. */
type ReadApp = z.output<typeof Row> & { line: number }

export type ReadApps = { apps: ReadApp[]; rejected: SkippedLine[] }

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
  const apps: ReadApp[] = []
  const rejected: SkippedLine[] = []
  const lines = new Map<string, number>()
  for (const { line, cells, problem } of records) {
    const reject = (reason: string) => rejected.push({ line, reason })
    if (problem) reject(problem)
    else if (cells.length !== header.length) {
      reject(`This line has ${cells.length} columns; the first line has ${header.length}.`)
    } else {
      const { data, error } = Row.safeParse(
        Object.fromEntries(header.map((name, at) => [name, unguard(cells[at] ?? '')])),
      )
      const before = data && lines.get(data.package_name)
      if (error) reject(`${error.issues.map(({ message }) => message).join('. ')}.`)
      else if (before !== undefined) reject(`The package name is already on line ${before}.`)
      else {
        lines.set(data.package_name, line)
        apps.push({ ...data, line })
      }
    }
  }
  return { apps, rejected }
}
