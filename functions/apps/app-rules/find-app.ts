import { z } from 'zod'
import { allRows, constant, jsonChunks, part, sql } from '../../lib/db/sql'
import { enterName, isPackageName, PackageName, packageNameLimit } from '../../lib/text/package-name'
import { countCharacters, foldText, isolateDirection } from '../../lib/text/text'
import { knownApps, knownAppsByLabel, knownLabel, labelKey, type NamedApp } from './known-apps'
import { hasRuleSql } from './queries'

const mostWords = 40

/** Separator of words. Combining marks belong to the letter before them, as vowels do in many scripts. */
const between = /[^\p{L}\p{N}\p{M}]+/u

const parts = (text: string) => text.split(between).filter((word) => word !== '')

/** Splits `YouTubeMusic` into `You Tube Music` and `HTMLViewer` into `HTML Viewer`. */
const apart = (text: string) =>
  text.replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ').replace(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')

/**
 * Terms for `apps.words`; a search finds an app by the beginning of a term. Terms are folded: the words of label and
 * package name, the parts of joined words, and the whole package name.
 */
export const searchTerms = (label: string, packageName: string) => {
  const texts = [
    packageName,
    ...[label, packageName].flatMap((text) => [...parts(foldText(text)), ...parts(apart(text))]),
  ]
  return [...new Set(texts.map(foldText).filter((word) => word !== ''))].slice(0, mostWords)
}

/** Words of a query, longest first. */
export const queryTerms = (typed: string) =>
  [...new Set(parts(foldText(typed)))].sort((a, b) => b.length - a.length).slice(0, 8)

/** Condition for apps of the catalogue that have, for each term, a word that begins with it. */
export const hasTermsSql = (terms: string[]) =>
  terms
    .map((term) => part`instr(words, ${JSON.stringify(term).slice(0, -1)}) > 0`)
    .reduce((all, one) => part`${all} AND ${one}`)

export type Suggestion = { package_name: string; label: string | null }

/** True if each term begins a word of a label or a package name. */
export const matchesTerms = (terms: string[], label: string | null, packageName: string) => {
  const words = searchTerms(label ?? '', packageName)
  return terms.every((term) => words.some((word) => word.startsWith(term)))
}

/** Apps used recently, those without a rule or default first. */
const usedApps = (db: D1Database, userId: string) =>
  allRows<Suggestion>(sql(db)`
    SELECT used_apps.package_name, coalesce(apps.label, own.label) AS label
    FROM used_apps
      LEFT JOIN apps ON apps.package_name = used_apps.package_name
      LEFT JOIN user_apps AS own
        ON own.user_id = ${userId} AND own.package_name = used_apps.package_name AND own.set_by = 'user'
    WHERE used_apps.user_id = ${userId}
    ORDER BY ${hasRuleSql(userId, constant('used_apps.package_name'))}, last_date DESC, used_apps.package_name
    LIMIT 100`)

/** Apps of the catalogue that contain all words; those whose package name starts with the text come first. */
const listedApps = (db: D1Database, typed: string) =>
  allRows<Suggestion>(sql(db)`
    SELECT package_name, label FROM apps
    WHERE ${hasTermsSql(queryTerms(typed))}
    ORDER BY ${hasTermsSql([foldText(typed.trim())])} DESC, label_key, package_name
    LIMIT 200`)

/**
 * Suggests apps for a partly typed name: recently used apps without a rule, other used apps, then the catalogue and
 * widespread apps. Within these, apps whose name begins with the text come first.
 * @param userId person whose used apps are suggested; undefined for admins, who must not see app use
 */
export const suggestApps = async (db: D1Database, typed: string, userId?: string): Promise<Suggestion[]> => {
  const terms = queryTerms(typed)
  if (terms.length === 0 && typed.trim() !== '') return []
  const [used, listed] = await Promise.all([
    userId === undefined ? [] : usedApps(db, userId),
    terms.length === 0 ? [] : listedApps(db, typed),
  ])
  const known = terms.length === 0 ? [] : [...listed, ...knownApps]
  const isNamed = ({ label }: Suggestion) => matchesTerms(terms, label, '')
  const found = [
    ...used.map(({ package_name, label }) => ({ package_name, label: label ?? knownLabel(package_name) ?? null })),
    ...known.filter(isNamed),
    ...known.filter((app) => !isNamed(app)),
  ].filter(({ label, package_name }) => matchesTerms(terms, label, package_name))
  const byPackage = Map.groupBy(found, ({ package_name }) => package_name)
  return [...byPackage.values()].flatMap(([first]) => first ?? []).slice(0, userId === undefined ? 20 : 8)
}

export type ResolvedName = {
  /** True if the catalogue, a rule or a usage report of the person has this package name. */
  isKnown: boolean
  /** Apps with exactly this name. */
  called: NamedApp[]
}

/** Without `userId` only the catalogue counts; without `withUse` usage reports do not: admins must not see them. */
export type NameReader = { userId?: string; withUse?: boolean }

type Found = NamedApp & { how: 'name' | 'label' | 'own_label'; key: string }

/** Finds apps for typed texts, by package name or by exact label. @param chunk JSON of the texts with their keys */
const find = (db: D1Database, { userId = '', withUse = false }: NameReader, chunk: string) => {
  const typed = (member: string) => part`(SELECT value ->> ${member} FROM json_each(${chunk}))`
  return allRows<Found>(sql(db)`
    SELECT 'name' AS how, package_name AS key, package_name, label FROM apps WHERE package_name IN ${typed('name')}
    UNION ALL
    SELECT 'name', package_name, package_name, coalesce(label, package_name) FROM user_apps
    WHERE user_id = ${userId} AND package_name IN ${typed('name')}
    UNION ALL
    SELECT 'name', package_name, package_name, package_name FROM used_apps
    WHERE user_id = ${withUse ? userId : ''} AND package_name IN ${typed('name')}
    UNION ALL
    SELECT 'label', label_key, package_name, label FROM apps WHERE label_key IN ${typed('label')}
    UNION ALL
    SELECT 'own_label', lower(label), package_name, label FROM user_apps AS rule
    WHERE user_id = ${withUse ? userId : ''} AND label IS NOT NULL AND lower(label) IN ${typed('own_label')}
      AND NOT EXISTS (SELECT 1 FROM apps WHERE apps.package_name = rule.package_name)`)
}

/** Resolves typed names and package names to apps. Every name is in the map. */
export const resolveNames = async (
  db: D1Database,
  reader: NameReader,
  typed: string[],
): Promise<Map<string, ResolvedName>> => {
  const items = [...new Set(typed)].map((name) => ({ name, label: labelKey(name), own_label: name.toLowerCase() }))
  const found = await Promise.all(jsonChunks(items).map((chunk) => find(db, reader, chunk)))
  const byKey = Map.groupBy(found.flat(), ({ how, key }) => `${how}:${key}`)
  return new Map(
    items.map(({ name, label, own_label }) => {
      const labelled = [...(byKey.get(`label:${label}`) ?? []), ...(byKey.get(`own_label:${own_label}`) ?? [])]
      const called = [...labelled, ...knownAppsByLabel(name)]
      const byPackage = new Map(called.map((app) => [app.package_name, app]))
      return [
        name,
        {
          isKnown: knownLabel(name) !== undefined || byKey.has(`name:${name}`),
          called: [...byPackage.values()].map(({ package_name, label }) => ({ package_name, label })),
        },
      ]
    }),
  )
}

const AppText = z
  .string('Enter the package name as text')
  .optional()
  .transform((typed = '') => typed.trim())
  .pipe(
    z
      .string()
      .refine((typed) => typed !== '' && countCharacters(typed) <= packageNameLimit, enterName)
      .refine((typed) => typed.isWellFormed() && !/\p{Cc}/u.test(typed), enterName),
  )

/** Fields of a form with an app's name or package name. `app` is the answer to a question about `typed`. */
export const appFields = {
  package_name: AppText,
  typed: z.string().optional().catch(undefined),
  app: PackageName.optional().catch(undefined),
}

export type AppAnswer = z.output<z.ZodObject<typeof appFields>>

/** A question which app is meant. */
export type AppQuestion = {
  typed: string
  candidates: NamedApp[]
  /** Exactly one app has the name. */
  isSure: boolean
  /** True if the text could be a package name. */
  isPackage: boolean
  message: string
}

/**
 * An admin who adds an app to the catalogue (`isLister`) is only asked about text that does not look like a package
 * name.
 */
type Reader = NameReader & { isLister?: boolean }

const questionMessage = ({ typed, candidates, isPackage }: Omit<AppQuestion, 'message'>, knows: string) => {
  const name = `“${isolateDirection(typed)}”`
  if (candidates.length > 0) return `Which app do you mean by ${name}?`
  const unknown = `${name} isn’t in any ${knows}.`
  return isPackage
    ? `${unknown} Check the spelling, or press the button again to use it as typed.`
    : `${unknown} ${enterName}`
}

/** Minimum length of a word for suggestions. Shorter words begin the names of too many apps. */
const fewestLetters = 3

const similarApps = async (db: D1Database, { userId = '', withUse }: Reader, typed: string) => {
  if ((queryTerms(typed)[0] ?? '').length < fewestLetters) return []
  const found = await suggestApps(db, typed, withUse ? userId : undefined)
  return found.slice(0, 6).map(({ package_name, label }) => ({ package_name, label: label ?? package_name }))
}

/**
 * Finds the app that a form names: a known package name, the answer to an earlier question, or, for a person's own
 * rule, the only app with that name.
 * @returns a question for any other text, so that an unknown name is never accepted silently
 */
export const chooseApp = async (
  db: D1Database,
  reader: Reader,
  { package_name: text, typed, app }: AppAnswer,
): Promise<{ package_name: string; label?: string } | { question: AppQuestion }> => {
  const { isKnown = false, called = [] } = (await resolveNames(db, reader, [text])).get(text) ?? {}
  if (app !== undefined && typed === text) {
    return { package_name: app, label: called.find(({ package_name }) => package_name === app)?.label }
  }
  const [only, ...others] = called
  if (reader.withUse && !isKnown && only && others.length === 0) return only
  const isListed = reader.isLister && called.length === 0 && isPackageName(text) && text.includes('.')
  if (isKnown || isListed) return { package_name: text }
  const candidates = called.length > 0 ? called.slice(0, 6) : await similarApps(db, reader, text)
  const question = { typed: text, candidates, isSure: called.length === 1, isPackage: isPackageName(text) }
  return {
    question: { ...question, message: questionMessage(question, reader.withUse ? 'list or report' : 'list') },
  }
}

/** Errors of the form's field. A question with candidates is asked below the field instead. */
export const appErrors = ({ candidates, isPackage, message }: AppQuestion) =>
  candidates.length > 0 || isPackage ? {} : { package_name: [message] }
