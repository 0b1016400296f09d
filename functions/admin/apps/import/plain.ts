import { resolveNames } from '../../../app-rules/find-app'
import { knownAppsCalled, knownLabel, labelKey } from '../../../app-rules/known-apps'
import {
  appCalled,
  decisionOf,
  isPackageLike,
  type ListLine,
  type ListRule,
  type Resolved,
  readLines,
} from '../../../app-rules/list-lines'
import { catalogueSeq } from '../../../app-rules/writes'
import { grouped } from '../../../lib/format'
import { jsonChunks } from '../../../lib/sql'
import { isolated } from '../../../lib/text'
import { appsOf, namesIn, namesLabelled } from '../queries'
import type { StoredApp } from '../schema'
import { columns, rowsLimit } from '../state'
import { checkLines, type ReadApps } from './lines'

/** A line of a pasted list as it is written; nothing is looked up. */
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

/** Reads a list with one app a line: `Instagram`, `com.instagram.android Instagram, block`. */
export const readDefaults = (text: string): PlainLine[] => readLines(text).map(readLine)

/** Defaults as they are at version `seq` of the catalogue, by package name. */
export type PresentApps = { seq: number; present: Map<string, StoredApp> }

/** `unknown` are package names that no list knows. */
export type ReadList = ReadApps & PresentApps & { unknown: string[] }

/** A text whose first line names no column of ours is a plain list. */
export const isPlainList = (text: string) => {
  const [first = ''] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r\n|\r|\n/, 1)
  const names = first.split(/[,;\t]/).map((cell) => cell.trim().replaceAll('"', '').toLowerCase())
  return !columns.some((column) => names.includes(column))
}

type Found = { package_name: string; label: string | undefined } | { reason: string }

/** Finds the app of a line by its package name, else by its name. */
const appOf = ({ package_name, name }: PlainLine, resolved: Resolved): Found => {
  const called = package_name === null ? undefined : appCalled(package_name, resolved)
  const isName = called !== undefined && !resolved.get(package_name ?? '')?.isKnown
  if (package_name !== null && !isName) return { package_name, label: name || undefined }
  const found = isName ? called : appCalled(name, resolved)
  return found ?? { reason: `“${isolated(name)}” isn’t in any list. Enter its package name.` }
}

/** The defaults that lines may mean, by package name or by name: they need not wait for `resolveNames`. */
const presentApps = async (db: D1Database, lines: PlainLine[]): Promise<PresentApps> => {
  const typed = [...new Set(lines.map(({ package_name, name }) => package_name ?? name).filter(Boolean))]
  const known = typed.flatMap((name) => knownAppsCalled(name).map(({ package_name }) => package_name))
  const [seq, named, called] = await Promise.all([
    catalogueSeq(db),
    Promise.all(jsonChunks([...new Set([...typed, ...known])]).map((chunk) => appsOf(db, namesIn(chunk)))),
    Promise.all(jsonChunks(typed.map(labelKey)).map((chunk) => appsOf(db, namesLabelled(chunk)))),
  ])
  const apps = [...named, ...called].flat()
  return { seq, present: new Map(apps.map((app) => [app.package_name, app])) }
}

/** Fills in what a line leaves out: the app's label, and the rule for apps without a word. */
const cellsOf = (line: PlainLine, resolved: Resolved, present: PresentApps['present'], rule: ListRule) => {
  const app = line.problem === undefined ? appOf(line, resolved) : { reason: line.problem }
  if ('reason' in app) return { problem: app.reason }
  const { package_name } = app
  const isAllowed = line.is_whitelisted === null ? rule === 'allow' : line.is_whitelisted === 1
  return {
    cells: {
      package_name,
      label: app.label ?? present.get(package_name)?.label ?? knownLabel(package_name) ?? package_name,
      is_whitelisted: String(isAllowed),
      ...(line.category !== '' && { category: line.category }),
      ...(line.is_locked && { is_locked: 'true' }),
    },
  }
}

/** Reads a plain list; a line that cannot be used is rejected with its reason, the others stay usable. */
export const readPlainList = async (
  db: D1Database,
  text: string,
  rule: ListRule,
): Promise<ReadList | { problem: string }> => {
  const lines = readDefaults(text)
  if (lines.length === 0) return { problem: 'There are no apps in the list.' }
  if (lines.length > rowsLimit) {
    return {
      problem: `The list has ${grouped(lines.length)} apps; at most ${grouped(rowsLimit)} are imported at once.`,
    }
  }
  const names = lines.flatMap(({ package_name, name }) => [package_name ?? '', name]).filter(Boolean)
  const [resolved, { seq, present }] = await Promise.all([resolveNames(db, {}, names), presentApps(db, lines)])
  const read = checkLines(lines.map((line) => ({ line: line.line, ...cellsOf(line, resolved, present, rule) })))
  const unknown = read.apps.filter(({ package_name }) => resolved.get(package_name)?.isKnown === false)
  return { ...read, unknown: unknown.map(({ package_name }) => package_name), seq, present }
}
