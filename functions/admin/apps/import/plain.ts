import { type ResolvedName, resolveNames } from '../../../app-rules/find-app'
import { knownAppsCalled, knownLabel, labelKey } from '../../../app-rules/known-apps'
import { catalogueSeq } from '../../../app-rules/writes'
import { grouped } from '../../../lib/format'
import { PackageName } from '../../../lib/package-name'
import { jsonChunks } from '../../../lib/sql'
import { isolated } from '../../../lib/text'
import { appsOf, namesIn, namesLabelled } from '../queries'
import { category, label, type StoredApp } from '../schema'
import { columns, rowsLimit } from '../state'
import type { ReadApps, Rejected } from './csv'

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

type Decision = 'allow' | 'block' | 'lock'

const decisions: Record<string, Decision> = {
  allow: 'allow',
  allowed: 'allow',
  yes: 'allow',
  true: 'allow',
  '1': 'allow',
  block: 'block',
  blocked: 'block',
  deny: 'block',
  no: 'block',
  false: 'block',
  '0': 'block',
  lock: 'lock',
  locked: 'lock',
}

const decisionOf = (text: string) => {
  const word = text.toLowerCase()
  return Object.hasOwn(decisions, word) ? decisions[word] : undefined
}

/** Between words only these are decisions: a name may end in “1” or “No”. */
const isPlainDecision = (word: string) => /^(allow|allowed|block|blocked|lock|locked)$/i.test(word)

const isPackageLike = (text: string) => /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u.test(text)

/** Drops bullets, numbers and boxes in front, and the prefix of `adb shell pm list packages`. */
const withoutBullet = (text: string) =>
  text
    .trim()
    .replace(/^([-*•–]\s+|\d+[.)]\s+)/u, '')
    .replace(/^\[[ xX]?\]\s+/, '')
    .replace(/^package:/, '')

/** Splits at commas, semicolons, tabs, arrows, colons and dashes, and around a package name in brackets. */
const cellsOf = (text: string) =>
  text
    .replace(/\(([^()\s]+\.[^()\s]+)\)/g, '\t$1\t')
    .split(/\s*(?:[,;\t|]|->|→)\s*|\s+[-–—=]\s+|:\s+/u)
    .map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('""', '"')
        .trim(),
    )
    .filter((cell) => cell !== '')

/** The parts of a cell of several words: a decision or a package name at either end, and the name between. */
const partsOf = (cell: string): string[] => {
  const words = cell.split(/\s+/u)
  const [first = '', last = ''] = [words[0], words.at(-1)]
  if (words.length === 1) return [cell]
  if (isPackageLike(first) || isPlainDecision(first)) return [first, ...partsOf(words.slice(1).join(' '))]
  if (isPackageLike(last) || isPlainDecision(last)) return [...partsOf(words.slice(0, -1).join(' ')), last]
  return [cell]
}

const readLine = (text: string, line: number): PlainLine => {
  const read: PlainLine = { line, package_name: null, name: '', category: '', is_whitelisted: null, is_locked: false }
  for (const part of cellsOf(withoutBullet(text)).flatMap(partsOf)) {
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

/** Reads a list as people write it, one app a line: `Instagram`, `com.instagram.android Instagram, block`. */
export const readLines = (text: string): PlainLine[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .flatMap((one, index) => (/^\s*(#.*)?$/.test(one) ? [] : [readLine(one, index + 1)]))

/** For lines without a word of their own. */
export type PlainRule = 'allow' | 'block'

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

const quoted = (text: string) => `“${isolated(text)}”`

type Found = { package_name: string; label: string | undefined } | { reason: string }

/** Finds the app of a line by its package name, else by its name. */
const appOf = ({ package_name, name }: PlainLine, resolved: Map<string, ResolvedName>): Found => {
  const byPackage = package_name === null ? undefined : resolved.get(package_name)
  const isName = byPackage !== undefined && !byPackage.isKnown && byPackage.called.length > 0
  if (package_name !== null && !isName) return { package_name, label: name || undefined }
  const typed = isName ? (package_name ?? '') : name
  const called = resolved.get(typed)?.called ?? []
  const [only] = called
  if (only && called.length === 1) return { package_name: only.package_name, label: only.label }
  if (only) {
    const names = called.slice(0, 3).map((app) => isolated(app.package_name))
    return { reason: `${quoted(typed)} is the name of ${names.join(' and ')}. Use the package name.` }
  }
  return { reason: `${quoted(typed)} isn’t in any list. Enter its package name.` }
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

/** Reads a plain list; a line that cannot be used is rejected with its reason, the others stay usable. */
export const readPlainList = async (
  db: D1Database,
  text: string,
  rule: PlainRule,
): Promise<ReadList | { problem: string }> => {
  const lines = readLines(text)
  if (lines.length === 0) return { problem: 'There are no apps in the list.' }
  if (lines.length > rowsLimit) {
    return {
      problem: `The list has ${grouped(lines.length)} apps; at most ${grouped(rowsLimit)} are imported at once.`,
    }
  }
  const names = lines.flatMap(({ package_name, name }) => [package_name ?? '', name]).filter(Boolean)
  const [resolved, { seq, present }] = await Promise.all([resolveNames(db, {}, names), presentApps(db, lines)])
  const found = lines.map((line) => ({ line, app: appOf(line, resolved) }))
  const rejected: Rejected[] = []
  const read: ReadList = { apps: [], rejected, unknown: [], seq, present }
  const seen = new Map<string, number>()
  for (const { line, app } of found) {
    const reject = (reason: string) => rejected.push({ line: line.line, reason })
    if (line.problem !== undefined || 'reason' in app) {
      reject(line.problem ?? ('reason' in app ? app.reason : ''))
      continue
    }
    const { package_name } = app
    const before = seen.get(package_name)
    const title = label.safeParse(
      app.label ?? present.get(package_name)?.label ?? knownLabel(package_name) ?? package_name,
    )
    const kind = category.safeParse(line.category)
    const wrong = PackageName.safeParse(package_name).error ?? title.error ?? kind.error
    if (wrong) reject(`${wrong.issues.map(({ message }) => message).join('. ')}.`)
    else if (before !== undefined) reject(`The app is already on line ${before}.`)
    else if (title.data !== undefined) {
      seen.set(package_name, line.line)
      if (resolved.get(package_name)?.isKnown === false) read.unknown.push(package_name)
      read.apps.push({
        line: line.line,
        package_name,
        label: title.data,
        is_whitelisted: line.is_whitelisted ?? (rule === 'allow' ? 1 : 0),
        ...(line.category !== '' && { category: kind.data ?? null }),
        ...(line.is_locked && { is_locked: 1 as const }),
      })
    }
  }
  return read
}
