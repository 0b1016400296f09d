import { isPackageName, packageNameLimit } from '../../lib/package-name'
import { countCharacters } from '../../lib/text'

/** Most lines, and most apps, of a pasted list. */
export const pasteLimit = 2_000

/** `is_whitelisted` is null without a word behind the name. */
export type PastedApp = { line: number; package_name: string; is_whitelisted: boolean | null }

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

/**
 * Parses a pasted list: package names separated by lines, commas, semicolons or blanks, quoted or not, each with an
 * optional word such as `allow`; `#` starts a comment. For an app with two different words the first counts.
 */
export const parseAppList = (text: string): PastedList => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  while (lines.at(-1)?.trim() === '') lines.pop()
  const list: PastedList = { apps: [], repeats: 0, skipped: [], lines: lines.length }
  if (lines.length > pasteLimit) return list
  const known = new Map<string, PastedApp>()
  for (const [index, line] of lines.entries()) {
    const { apps, skipped } = readLine(line, index + 1)
    list.skipped.push(...skipped)
    for (const app of apps) {
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
