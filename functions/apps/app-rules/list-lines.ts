import type { LeftOut } from '../../lib/files/left-out'
import { isPackageName, packageNameLimit } from '../../lib/text/package-name'
import { countCharacters, isolateDirection } from '../../lib/text/text'
import { type NameReader, type ResolvedName, resolveNames } from './find-app'
import type { NamedApp } from './known-apps'

/** A name, a decision or a category in a line. An unquoted part of several words may be several names. */
type ListPart = { text: string; isQuoted: boolean }

export type ListLine = { line: number; parts: ListPart[] }

export type ResolvedNames = ReadonlyMap<string, ResolvedName>

/** Decision for apps whose line has none. */
export type ListRule = 'allow' | 'block'

type Decision = ListRule | 'lock'

const decisions = new Map<string, Decision>([
  ...['allow', 'allowed', 'yes', 'true', '1'].map((word): [string, Decision] => [word, 'allow']),
  ...['block', 'blocked', 'deny', 'no', 'false', '0'].map((word): [string, Decision] => [word, 'block']),
  ...['lock', 'locked'].map((word): [string, Decision] => [word, 'lock']),
])

export const decisionOf = (text: string) => decisions.get(text.toLowerCase())

export const isPackageLike = (text: string) => /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u.test(text)

/** True for words that cannot belong to a name. Other decisions can: a name may end in “1” or “No”. */
const standsAlone = (word: string) => isPackageLike(word) || /^(allow|allowed|block|blocked|lock|locked)$/i.test(word)

/** Splits words into parts: decisions and package names at either end, and the name between them. */
const partsOfWords = (words: string[]): ListPart[] => {
  const from = words.findIndex((word) => !standsAlone(word))
  const to = words.findLastIndex((word) => !standsAlone(word)) + 1
  const name = words.slice(from, to).join(' ')
  const parts = from === -1 ? words : [...words.slice(0, from), name, ...words.slice(to)]
  return parts.map((text) => ({ text, isQuoted: false }))
}

/** Removes bullets, numbers and checkboxes before a name, and the details that `adb shell pm list packages` adds. */
const withoutDecoration = (text: string) =>
  text
    .replace(/^\s*([-*•–]\s+|\d+[.)]\s+)?(\[[ xX]?\]\s+)?/u, '')
    .replace(/^package:.*$/u, (line) => line.replace(/\s(uid:|installer=|versionCode:)\S*/g, ''))

/** Matches quoted text, a package name in parentheses, a separator, or a word. */
const tokens =
  /"((?:[^"]|"")*)"(?=[\s,;|]|$)|'([^']*)'(?=[\s,;|]|$)|\(([^()\s]+\.[^()\s]+)\)|([,;|\t]|->|→)|((?:(?!->|→|\([^()\s]+\.[^()\s]+\))[^\s,;|])+)/gu

const isSeparator = (word: string) => /^[-–—=*•]$/u.test(word)

const partsOfLine = (typed: string): ListPart[] => {
  const text = withoutDecoration(typed)
  const parts: ListPart[] = []
  let words: string[] = []
  const endCell = () => {
    parts.push(...partsOfWords(words))
    words = []
  }
  for (const { index, 1: double, 2: single, 3: bracketed, 5: word } of text.matchAll(tokens)) {
    if (word?.startsWith('#') && /^\s?$/.test(text[index - 1] ?? '')) break
    if (word !== undefined && !isSeparator(word)) {
      words.push(word.replace(/^package:(\/.*=)?/, '').replace(/(?<=.):$/, ''))
      if (!word.endsWith(':')) continue
    }
    endCell()
    const whole = double?.replaceAll('""', '"') ?? single ?? bracketed
    if (whole !== undefined) parts.push({ text: whole, isQuoted: bracketed === undefined })
  }
  endCell()
  return parts
}

/**
 * Reads the lines of a list of apps as people write it: `Instagram, block`, `org.a allow org.b`, `Öffi → de.oeffi`, or
 * the output of `adb shell pm list packages`. Looks nothing up. `#` starts a comment.
 */
export const readLines = (text: string): ListLine[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .flatMap((typed, index) => {
      const parts = partsOfLine(typed)
      return parts.length > 0 ? [{ line: index + 1, parts }] : []
    })

/** The app with this name, or a reason if several apps have it; undefined if there is no such app. */
export const findNamedApp = (text: string, resolved: ResolvedNames): NamedApp | { reason: string } | undefined => {
  const { called = [] } = resolved.get(text) ?? {}
  if (called.length < 2) return called[0]
  const names = called.slice(0, 3).map(({ package_name }) => isolateDirection(package_name))
  return { reason: `“${isolateDirection(text)}” is the name of ${names.join(' and ')}. Use the package name.` }
}

/** `is_whitelisted` is null if no decision follows the name. */
type PastedApp = { line: number; package_name: string; is_whitelisted: boolean | null }

export type PastedList = {
  /** Without duplicates, in the order of the list. */
  apps: PastedApp[]
  repeats: number
  skipped: LeftOut[]
}

const wordsOf = ({ text, isQuoted }: ListPart) => (isQuoted ? [text] : text.split(' '))

/** Reads `Google Maps` as one app if an app has that name, else as two apps. */
const namesOf = (part: ListPart, resolved: ResolvedNames): ListPart[] => {
  const words = wordsOf(part)
  const isOne = resolved.get(part.text)?.called.length === 1 && !words.some((word) => resolved.get(word)?.isKnown)
  return words.length === 1 || isOne ? [part] : words.map((text) => ({ text, isQuoted: false }))
}

const skipReason = ({ text, isQuoted }: ListPart) => {
  if (!isQuoted && /^["']/.test(text)) return 'Missing closing quote'
  if (isPackageName(text)) return undefined
  if (text === '') return 'Empty entry'
  return countCharacters(text) > packageNameLimit
    ? `Longer than ${packageNameLimit} characters`
    : 'Package names can’t contain spaces or control characters'
}

const findApp = (part: ListPart, resolved: ResolvedNames): { package_name: string } | { reason: string } => {
  const { text } = part
  const reason = skipReason(part)
  const called = findNamedApp(text, resolved)
  if (reason !== undefined) return called && 'package_name' in called ? called : { reason }
  return resolved.get(text)?.isKnown || !called ? { package_name: text } : called
}

const appsOfLine = ({ line, parts }: ListLine, resolved: ResolvedNames) => {
  const apps: PastedApp[] = []
  const skipped: LeftOut[] = []
  let before: PastedApp | undefined
  for (const part of parts.flatMap((part) => namesOf(part, resolved))) {
    const decision = part.isQuoted ? undefined : decisionOf(part.text)
    if (before?.is_whitelisted === null && (decision === 'allow' || decision === 'block')) {
      before.is_whitelisted = decision === 'allow'
      continue
    }
    const noApp = decision === 'lock' ? 'Only an admin can lock an app' : 'No app on this line'
    const found = decision ? { reason: noApp } : findApp(part, resolved)
    before = 'reason' in found ? undefined : { line, package_name: found.package_name, is_whitelisted: null }
    if (before) apps.push(before)
    else if ('reason' in found) skipped.push({ line, what: part.text || 'Entry', reason: found.reason })
  }
  return { apps, skipped }
}

const notCalled = 'No app is called that. Enter its package name.'

/** Reads a line that names exactly one app. All words except decisions belong to its name. */
export const appOfLine: typeof appsOfLine = ({ line, parts }, resolved) => {
  const whole = parts.map((part) => (decisionOf(part.text) ? part : { ...part, isQuoted: true }))
  const { apps, skipped } = appsOfLine({ line, parts: whole }, resolved)
  if (new Set(apps.map(({ package_name }) => package_name)).size > 1) {
    const what = parts.map((part) => part.text).join(' ')
    return { apps: [], skipped: [{ line, what, reason: 'More than one app on this line' }] }
  }
  return { apps, skipped: skipped.map((one) => (one.what.includes(' ') ? { ...one, reason: notCalled } : one)) }
}

/**
 * Reads the apps of a pasted list, each with an optional decision such as `allow`. If an app has two decisions, the
 * first one counts.
 * @param resolved lookup of names; without it every name is a package name
 * @param readLine parser of a line with one app or several
 */
export const appsOfList = (
  lines: ListLine[],
  resolved: ResolvedNames = new Map(),
  readLine: typeof appsOfLine = appsOfLine,
): PastedList => {
  const known = new Map<string, PastedApp>()
  const list: PastedList = { apps: [], repeats: 0, skipped: [] }
  for (const { apps, skipped } of lines.map((line) => readLine(line, resolved))) {
    list.skipped.push(...skipped)
    for (const app of apps) {
      const first = known.get(app.package_name)
      if (first && first.is_whitelisted !== app.is_whitelisted) {
        const reason = `Conflicts with line ${first.line} (line ${first.line} wins)`
        list.skipped.push({ line: app.line, what: app.package_name, reason })
      } else if (first) list.repeats += 1
      else known.set(app.package_name, app)
    }
  }
  return { ...list, apps: [...known.values()] }
}

/** Formats a list that `readLines` reads back. */
export const formatAppList = (apps: Pick<PastedApp, 'package_name' | 'is_whitelisted'>[]) =>
  apps
    .map(({ package_name, is_whitelisted }) => {
      const decision = is_whitelisted === null ? '' : is_whitelisted ? ' allow' : ' block'
      return `"${package_name.replaceAll('"', '""')}"${decision}`
    })
    .join('\n')

/** Maximum number of words of a name that is looked up. */
const mostWords = 5

/** Replaces app names by package names. `unknown`: package names that no list, rule or report contains. */
export const resolveList = async (
  db: D1Database,
  reader: NameReader,
  lines: ListLine[],
  readLine: typeof appsOfLine = appsOfLine,
) => {
  const names = lines.flatMap(({ parts }) =>
    parts.flatMap((part) => {
      const words = wordsOf(part)
      return words.length > mostWords ? words : [part.text, ...words]
    }),
  )
  const resolved = await resolveNames(db, reader, names)
  const list = appsOfList(lines, resolved, readLine)
  const unknown = list.apps.filter(({ package_name }) => resolved.get(package_name)?.isKnown === false)
  return { ...list, unknown: unknown.map(({ package_name }) => package_name) }
}

export type ListPreview = {
  groups: ListGroup[]
  unchanged: number
  /** Shown below the number of unchanged apps. */
  repeats?: string
  skipped: LeftOut[]
  /** Notes about the whole list. */
  notes?: LeftOut[]
  unknown: string[]
  /** Why the list cannot be confirmed, or changes since an earlier preview. */
  warning?: string
  /** Label and fields of the confirm button; null if nothing would change. */
  confirm: { label: string; fields: Record<string, string | number> } | null
}

type ListedChange = { package_name: string; label: string; words: string }

/** Apps with the same change; `about` explains the change. */
type ListGroup = { id: string; title: string; about?: string; apps: ListedChange[] }
