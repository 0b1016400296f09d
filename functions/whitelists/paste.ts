import { type ResolvedName, resolveNames } from '../app-rules/find-app'
import { type AppStatus, appLabel } from '../app-rules/queries'
import { isPackageName, packageNameLimit } from '../lib/package-name'
import { countCharacters, isolated } from '../lib/text'
import { planRules, type RefusedRule, type RuleEdit } from './rules'

/** Most lines, and most apps, of a pasted list. */
export const pasteLimit = 2_000

/** `is_whitelisted` is null without a word behind the name. */
type PastedApp = { line: number; package_name: string; is_whitelisted: boolean | null }

export type SkippedEntry = { line: number; text: string; why: string }

export type PastedList = {
  /** Without repeats, in the order of the list. */
  apps: PastedApp[]
  repeats: number
  skipped: SkippedEntry[]
  /** Above the limit nothing is parsed. */
  lines: number
}

const meanings = new Map([
  ['allow', true],
  ['allowed', true],
  ['true', true],
  ['yes', true],
  ['1', true],
  ['block', false],
  ['blocked', false],
  ['false', false],
  ['no', false],
  ['0', false],
])

const hasMeaning = (word: string) => meanings.has(word.toLowerCase())

type Token = { text: string; isQuoted: boolean }

/** Splits a line at blanks, commas and semicolons outside quotes. */
const tokensOf = (line: string): Token[] =>
  [...line.matchAll(/"((?:[^"]|"")*)"(?=[\s,;]|$)|'([^']*)'(?=[\s,;]|$)|([^\s,;]+)/g)].map(
    ([, double, single, bare]) => ({
      text: double?.replaceAll('""', '"') ?? single ?? bare ?? '',
      isQuoted: bare === undefined,
    }),
  )

/** A comment starts a line or follows a blank. */
const withoutComment = (line: string) => line.replace(/(^|\s)#.*$/u, '')

/** Drops installer, UID and version, which `adb shell pm list packages -f -i -U` prints behind the name. */
const withoutAndroidNotes = (line: string) =>
  /^\s*package:/.test(line) ? line.replace(/\s(uid:|installer=|versionCode:)\S*/g, '') : line

/** Reduces `package:org.example` and `package:/data/app/base.apk=org.example` of that command to the name. */
const withoutPrefix = ({ text, isQuoted }: Token): Token => ({
  text: isQuoted ? text : text.replace(/^package:(\/.*=)?/, ''),
  isQuoted,
})

const skipReason = ({ text, isQuoted }: Token) => {
  if (!isQuoted && hasMeaning(text)) return 'No app on this line'
  if (!isQuoted && /^["']/.test(text)) return 'Missing closing quote'
  if (isPackageName(text)) return undefined
  if (text === '') return 'Empty entry'
  return countCharacters(text) > packageNameLimit
    ? `Longer than ${packageNameLimit} characters`
    : 'Package names can’t contain spaces or control characters'
}

const readLine = (text: string, line: number) => {
  const apps: PastedApp[] = []
  const skipped: SkippedEntry[] = []
  let before: PastedApp | undefined
  for (const token of tokensOf(withoutAndroidNotes(withoutComment(text))).map(withoutPrefix)) {
    if (before?.is_whitelisted === null && !token.isQuoted && hasMeaning(token.text)) {
      before.is_whitelisted = meanings.get(token.text.toLowerCase()) ?? null
      continue
    }
    const why = skipReason(token)
    before = why === undefined ? { line, package_name: token.text, is_whitelisted: null } : undefined
    if (before) apps.push(before)
    else skipped.push({ line, text: token.text, why: why ?? '' })
  }
  return { apps, skipped }
}

/** Adds apps to a list, each once. */
const adderTo = (list: PastedList) => {
  const known = new Map<string, PastedApp>()
  return (app: PastedApp) => {
    const first = known.get(app.package_name)
    if (!first) {
      known.set(app.package_name, app)
      list.apps.push(app)
    } else if (first.is_whitelisted === app.is_whitelisted) list.repeats += 1
    else {
      const why = `Conflicts with line ${first.line} (line ${first.line} wins)`
      list.skipped.push({ line: app.line, text: app.package_name, why })
    }
  }
}

/**
 * Parses a pasted list: package names separated by lines, commas, semicolons or blanks, quoted or not, each with an
 * optional word such as `allow`; `#` starts a comment. For an app with two different words the first counts.
 */
export const parseAppList = (text: string): PastedList => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  while (lines.at(-1)?.trim() === '') lines.pop()
  const list: PastedList = { apps: [], repeats: 0, skipped: [], lines: lines.length }
  if (lines.length > pasteLimit) return list
  const add = adderTo(list)
  for (const [index, line] of lines.entries()) {
    const { apps, skipped } = readLine(line, index + 1)
    list.skipped.push(...skipped)
    for (const app of apps) add(app)
  }
  return list
}

/** Formats a list that `parseAppList` reads back. */
export const formatAppList = (apps: { package_name: string; is_whitelisted: boolean }[]) =>
  apps
    .map(
      ({ package_name, is_whitelisted }) =>
        `"${package_name.replaceAll('"', '""')}" ${is_whitelisted ? 'allow' : 'block'}`,
    )
    .join('\n')

export type ResolvedList = PastedList & {
  /** Package names that no list, rule or report knows. */
  unknown: string[]
}

type Resolved = Map<string, ResolvedName>

const isUnknown = (resolved: Resolved, name: string) => !resolved.get(name)?.isKnown

const onlyCalled = (resolved: Resolved, name: string) => {
  const called = resolved.get(name)?.called ?? []
  return called.length === 1 ? called[0] : undefined
}

const joined = (apps: PastedApp[]) => apps.map(({ package_name }) => package_name).join(' ')

/** Reads `Google Maps allow` as one app, if an app is called so. */
const asOneName = (apps: PastedApp[], resolved: Resolved): PastedApp[] => {
  const called = onlyCalled(resolved, joined(apps))
  const [first] = apps
  const decided = apps.filter(({ is_whitelisted }) => is_whitelisted !== null)
  const isOne = apps.length > 1 && decided.every((app) => app === apps.at(-1))
  if (!called || !first || !isOne || !apps.every(({ package_name }) => isUnknown(resolved, package_name))) return apps
  return [{ ...first, package_name: called.package_name, is_whitelisted: apps.at(-1)?.is_whitelisted ?? null }]
}

const resolveApp = (app: PastedApp, resolved: Resolved): PastedApp | SkippedEntry => {
  const { isKnown = false, called = [] } = resolved.get(app.package_name) ?? {}
  const [only] = called
  if (isKnown || !only) return app
  if (called.length === 1) return { ...app, package_name: only.package_name }
  const names = called.slice(0, 3).map(({ package_name }) => isolated(package_name))
  return { line: app.line, text: app.package_name, why: `Could be ${names.join(' or ')}. Use the package name.` }
}

/** Replaces names of apps by package names. A name of several apps is skipped. */
export const resolveList = async (db: D1Database, userId: string, list: PastedList): Promise<ResolvedList> => {
  const lines = [...Map.groupBy(list.apps, ({ line }) => line).values()]
  const names = [
    ...list.apps.map(({ package_name }) => package_name),
    ...lines.filter(({ length }) => length > 1 && length < 6).map(joined),
    ...list.skipped.map(({ text }) => text),
  ]
  const resolved = await resolveNames(db, { userId, withUse: true }, names)
  const result: PastedList = { ...list, apps: [], skipped: [] }
  const add = adderTo(result)
  for (const app of lines.flatMap((apps) => asOneName(apps, resolved))) {
    const one = resolveApp(app, resolved)
    if ('why' in one) result.skipped.push(one)
    else add(one)
  }
  for (const entry of list.skipped) {
    const called = onlyCalled(resolved, entry.text)
    if (called) add({ line: entry.line, package_name: called.package_name, is_whitelisted: null })
    else result.skipped.push(entry)
  }
  result.skipped.sort((a, b) => a.line - b.line)
  const unknown = result.apps.filter(({ package_name }) => resolved.get(package_name)?.isKnown === false)
  return { ...result, unknown: unknown.map(({ package_name }) => package_name) }
}

export type PlannedApp = {
  package_name: string
  label: string
  was_whitelisted: boolean
  is_whitelisted: boolean
  /** The change would drop an unlock condition. */
  was_earned: boolean
}

export type PastePlan = {
  changes: PlannedApp[]
  unchanged: number
  refused: RefusedRule[]
}

type Choice = 'allow' | 'block'

/** @param rule for apps without a word behind their name */
export const editsOfList = (apps: Pick<PastedApp, 'package_name' | 'is_whitelisted'>[], rule: Choice): RuleEdit[] =>
  apps.map(({ package_name, is_whitelisted }) => ({
    package_name,
    rule: { is_whitelisted: (is_whitelisted ?? rule === 'allow') ? 1 : 0, after: null },
  }))

export const planPaste = (edits: RuleEdit[], statuses: Map<string, AppStatus>): PastePlan => {
  const room = { rules: 0, earned: 0 }
  const { changes, refused } = planRules(edits, { rules: statuses, counts: room, now: 0, newId: () => '' })
  return {
    changes: changes.map(({ package_name, after, before }) => {
      const status = statuses.get(package_name)
      return {
        package_name,
        label: appLabel(status, package_name),
        was_whitelisted: status?.effective.is_whitelisted ?? false,
        is_whitelisted: after?.is_whitelisted === 1,
        was_earned: before !== null && before.after_subject !== null,
      }
    }),
    unchanged: edits.length - changes.length - refused.length,
    refused,
  }
}
