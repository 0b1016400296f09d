import { z } from 'zod'
import { type CsvRecord, csvRecords, unguard } from '../../../../lib/files/csv'
import type { LeftOut } from '../../../../lib/files/left-out'
import { grouped } from '../../../../lib/text/format'
import { PackageName } from '../../../../lib/text/package-name'
import { isolateDirection } from '../../../../lib/text/text'
import { resolveNames } from '../../../app-rules/find-app'
import {
  decisionOf,
  findNamedApp,
  isPackageLike,
  type ListLine,
  type ListRule,
  type ResolvedNames,
  readLines,
} from '../../../app-rules/list-lines'
import { type Column, category, columns, label, rowsLimit } from '../schema'

const flag = (column: Column) => {
  const message = `${column} must be true or false`
  return z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(['true', 'false', '1', '0'], message))
    .transform((text) => (text === 'true' || text === '1' ? (1 as const) : (0 as const)))
}

/** A line of the list. Missing members leave the app's values unchanged. */
const AppLine = z.object({
  package_name: PackageName,
  label: label.optional(),
  category: category.optional(),
  is_whitelisted: flag('is_whitelisted'),
  is_locked: z
    .union([z.literal('').transform(() => 0 as const), flag('is_locked')], 'is_locked must be true or false')
    .optional(),
})

/** A line of a file or a list: text by column, or a `problem` that makes it unusable. */
type TypedLine = { line: number } & ({ cells: Partial<Record<Column, string>> } | { problem: string })

type ReadApps = { apps: (z.output<typeof AppLine> & { line: number })[]; rejected: LeftOut[] }

type Problem = { problem: string }

/** Checks each line, and rejects lines that repeat an app. */
const checkLines = (lines: TypedLine[]): ReadApps => {
  const read: ReadApps = { apps: [], rejected: [] }
  const seen = new Map<string, number>()
  for (const { line, ...typed } of lines) {
    const what = ('cells' in typed && typed.cells.package_name) || 'Row'
    const reject = (reason: string) => read.rejected.push({ line, what, reason })
    const { data, error } = 'cells' in typed ? AppLine.safeParse(typed.cells) : {}
    const before = data && seen.get(data.package_name)
    if ('problem' in typed) reject(typed.problem)
    else if (before !== undefined) reject(`The app is already on line ${before}.`)
    else if (data) {
      seen.set(data.package_name, line)
      read.apps.push({ ...data, line })
    } else if (error) reject(`${error.issues.map(({ message }) => message).join('. ')}.`)
  }
  return read
}

const needed: Column[] = ['package_name', 'label', 'is_whitelisted']

const isColumn = (name: string): name is Column => columns.some((column) => column === name)

const listed = (names: readonly string[]) =>
  names.map((name) => (name ? isolateDirection(name) : 'one without a name')).join(', ')

const columnsOf = (header: CsvRecord | undefined): Column[] | Problem => {
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

const tooMany = (what: string, count: number) =>
  `The ${what} has ${grouped(count)} apps; at most ${grouped(rowsLimit)} are imported at once.`

export const readCsv = (text: string): ReadApps | Problem => {
  const isRow = (cells: string[]) => cells.some((cell) => /^(true|false|[01])$/i.test(cell.trim()))
  const [first, ...records] = csvRecords(text.replace(/^\uFEFF/, ''), { delimiter: ',', isRow })
  const header = columnsOf(first)
  if ('problem' in header) return header
  if (records.length === 0) return { problem: 'The file has no apps below the first line.' }
  if (records.length > rowsLimit) return { problem: tooMany('file', records.length) }
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

/** A parsed line of a pasted list, before names are looked up. */
type PlainLine = {
  line: number
  package_name: string | null
  name: string
  category: string
  is_whitelisted: 0 | 1 | null
  is_locked: boolean
  problem?: string
}

const readLine = ({ line, parts }: ListLine): PlainLine => {
  const read: PlainLine = { line, package_name: null, name: '', category: '', is_whitelisted: null, is_locked: false }
  for (const part of parts.map(({ text }) => text.trim()).filter(Boolean)) {
    const decision = decisionOf(part)
    if (decision === 'lock') read.is_locked = true
    else if (decision) read.is_whitelisted = decision === 'allow' ? 1 : 0
    else if (isPackageLike(part) && read.package_name === null) read.package_name = part
    else if (isPackageLike(part) && read.name !== '') read.problem = 'There are two package names on this line.'
    else if (read.name === '') read.name = part
    else if (read.category === '') read.category = part
    else
      read.problem = `We couldn’t read “${part.slice(0, 80)}”. Enter a name or package name, then allow or block, then a category.`
  }
  if (read.package_name === null && read.name === '') read.problem = 'There is no app on this line.'
  return read
}

/** Reads a list with one app per line: `Instagram`, `com.instagram.android Instagram, block`. */
export const readDefaults = (text: string): PlainLine[] => readLines(text).map(readLine)

/** True for a plain list: the first line contains no column name of our CSV. */
export const isPlainList = (text: string) => {
  const [first = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r\n|\r|\n/, 1)
  const names = first.split(/[,;\t]/).map((cell) => cell.trim().replaceAll('"', '').toLowerCase())
  return !columns.some((column) => names.includes(column))
}

/** Finds a line's app by its package name, else by its name. */
const appOf = ({ package_name, name, problem }: PlainLine, resolved: ResolvedNames) => {
  if (problem !== undefined) return { reason: problem }
  const called = package_name === null ? undefined : findNamedApp(package_name, resolved)
  const isName = called !== undefined && !resolved.get(package_name ?? '')?.isKnown
  if (package_name !== null && !isName) return { package_name, label: name || undefined }
  const found = isName ? called : findNamedApp(name, resolved)
  return found ?? { reason: `“${isolateDirection(name)}” isn’t in any list. Enter its package name.` }
}

/** @param rule for a line without a decision of its own */
const typedLine = (line: PlainLine, resolved: ResolvedNames, rule: ListRule): TypedLine => {
  const app = appOf(line, resolved)
  if ('reason' in app) return { line: line.line, problem: app.reason }
  const isAllowed = line.is_whitelisted === null ? rule === 'allow' : line.is_whitelisted === 1
  const cells = {
    package_name: app.package_name,
    label: app.label,
    is_whitelisted: String(isAllowed),
    ...(line.category !== '' && { category: line.category }),
    ...(line.is_locked && { is_locked: 'true' }),
  }
  return { line: line.line, cells }
}

/**
 * Reads a plain list. Unusable lines are rejected with their reasons; the others can be imported. `unknown`: package
 * names that are in no known list.
 */
export const readPlainList = async (
  db: D1Database,
  lines: PlainLine[],
  rule: ListRule,
): Promise<(ReadApps & { unknown: string[] }) | Problem> => {
  if (lines.length === 0) return { problem: 'There are no apps in the list.' }
  if (lines.length > rowsLimit) return { problem: tooMany('list', lines.length) }
  const names = lines.flatMap(({ package_name, name }) => [package_name ?? '', name]).filter(Boolean)
  const resolved = await resolveNames(db, {}, names)
  const read = checkLines(lines.map((line) => typedLine(line, resolved, rule)))
  const unknown = read.apps.filter(({ package_name }) => resolved.get(package_name)?.isKnown === false)
  return { ...read, unknown: unknown.map(({ package_name }) => package_name) }
}
