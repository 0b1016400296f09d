import { isPackageName, packageNameLimit } from '../../lib/package-name'

/** The most lines of a list that is pasted, and the most apps in it. */
export const pasteLimit = 2_000

/** An app of a list, and what the list itself says of it. */
export type PastedApp = { line: number; package_name: string; is_whitelisted: boolean | null }

/** Something of a list that names no app, and why. */
export type SkippedEntry = { line: number; text: string; why: string }

export type PastedList = {
  /** Each app once, in the order of the list. */
  apps: PastedApp[]
  /** How many times an app stands there again, saying nothing else. */
  repeats: number
  notTaken: SkippedEntry[]
  /** How many lines there are; where these are too many, nothing of them is read. */
  lines: number
}

/** What a word behind a package name says of the app. */
const said: Record<string, boolean> = {
  allow: true,
  allowed: true,
  true: true,
  yes: true,
  '1': true,
  block: false,
  blocked: false,
  false: false,
  no: false,
  '0': false,
}

const isSaid = (word: string) => Object.hasOwn(said, word.toLowerCase())

type Token = { text: string; isQuoted: boolean }

/** The parts of a line between blanks, commas and semicolons. In quotes these belong to a part. */
const tokensOf = (line: string): Token[] =>
  [...line.matchAll(/"((?:[^"]|"")*)"(?=[\s,;]|$)|'([^']*)'(?=[\s,;]|$)|([^\s,;]+)/g)].map(
    ([, double, single, bare]) => ({
      text: double?.replaceAll('""', '"') ?? single ?? bare ?? '',
      isQuoted: bare === undefined,
    }),
  )

/** A line without its comment, which begins the line or stands behind a blank. */
const withoutComment = (line: string) => line.replace(/(^|\s)#.*$/u, '')

/** What `adb shell pm list packages -f -i -U` puts behind the package name: from whom an app is, and under which number. */
const withoutAndroidNotes = (line: string) =>
  /^\s*package:/.test(line) ? line.replace(/\s(uid:|installer=|versionCode:)\S*/g, '') : line

/** That command's `package:org.example`, and `package:/data/app/base.apk=org.example`, as the name alone. */
const withoutPrefix = ({ text, isQuoted }: Token): Token => ({
  text: isQuoted ? text : text.replace(/^package:(\/.*=)?/, ''),
  isQuoted,
})

const whyNot = ({ text, isQuoted }: Token) => {
  if (!isQuoted && isSaid(text)) return 'It says allow or block of no app'
  if (!isQuoted && /^["']/.test(text)) return 'A quote is not closed'
  if (isPackageName(text)) return undefined
  if (text === '') return 'It is empty'
  return [...text].length > packageNameLimit
    ? `It has more than ${packageNameLimit} characters`
    : 'A package name has no spaces and no control characters'
}

const readLine = (text: string, line: number) => {
  const apps: PastedApp[] = []
  const notTaken: SkippedEntry[] = []
  let before: PastedApp | undefined
  for (const token of tokensOf(withoutAndroidNotes(withoutComment(text))).map(withoutPrefix)) {
    if (before?.is_whitelisted === null && !token.isQuoted && isSaid(token.text)) {
      before.is_whitelisted = said[token.text.toLowerCase()] ?? null
      continue
    }
    const why = whyNot(token)
    before = why === undefined ? { line, package_name: token.text, is_whitelisted: null } : undefined
    if (before) apps.push(before)
    else notTaken.push({ line, text: token.text, why: why ?? '' })
  }
  return { apps, notTaken }
}

/**
 * Reads a list of apps as people paste it: package names one a line, or between commas, semicolons and blanks, in quotes
 * or not, each perhaps with a word behind it that says whether it is allowed; comments behind `#`. Of an app that stands
 * there twice, saying two things, the first counts.
 */
export const parseAppList = (text: string): PastedList => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  while (lines.at(-1)?.trim() === '') lines.pop()
  const list: PastedList = { apps: [], repeats: 0, notTaken: [], lines: lines.length }
  if (lines.length > pasteLimit) return list
  const known = new Map<string, PastedApp>()
  for (const [index, line] of lines.entries()) {
    const { apps, notTaken } = readLine(line, index + 1)
    list.notTaken.push(...notTaken)
    for (const app of apps) {
      const first = known.get(app.package_name)
      if (!first) {
        known.set(app.package_name, app)
        list.apps.push(app)
      } else if (first.is_whitelisted === app.is_whitelisted) list.repeats += 1
      else {
        const why = `It says something else than line ${first.line}, which counts`
        list.notTaken.push({ line: app.line, text: app.package_name, why })
      }
    }
  }
  return list
}

/** A list that says of each app whether it is allowed, and is read back as such. */
export const formatAppList = (apps: { package_name: string; is_whitelisted: boolean }[]) =>
  apps
    .map(
      ({ package_name, is_whitelisted }) =>
        `"${package_name.replaceAll('"', '""')}" ${is_whitelisted ? 'allow' : 'block'}`,
    )
    .join('\n')
