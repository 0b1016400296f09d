import { z } from 'zod'
import type { NamedApp } from '../../app-rules/known-apps'
import { type NameReader, resolveNames } from '../../app-rules/resolve-names'
import { isPackageName, PackageName, packageNameLimit } from '../../lib/package-name'
import { countCharacters, isolated } from '../../lib/text'
import { queryTerms } from './search-terms'
import { suggestApps, suggestFromCatalogue } from './suggest'

const enterName = 'Enter the package name: 1 to 255 characters, without spaces'

const AppText = z
  .string('Enter the package name as text')
  .optional()
  .transform((typed = '') => typed.trim())
  .pipe(
    z
      .string()
      .refine(
        (typed) => typed !== '' && countCharacters(typed) <= packageNameLimit && !/\p{Cc}/u.test(typed),
        enterName,
      )
      .refine((typed) => typed.isWellFormed(), enterName),
  )

/** Fields of a form that asks for an app by name or package name. `app` answers the question about `typed`. */
export const appFields = {
  package_name: AppText,
  typed: z.string().optional().catch(undefined),
  app: PackageName.optional().catch(undefined),
}

type AppAnswer = z.output<z.ZodObject<typeof appFields>>

/** Asks which app is meant. */
export type AppQuestion = {
  typed: string
  candidates: NamedApp[]
  /** Exactly one app is called so. */
  isSure: boolean
  /** The text can be a package name. */
  isPackage: boolean
  message: string
}

/** An admin who lists an app (`isLister`) names it first: only what does not look like a package name is asked about. */
type Reader = NameReader & { isLister?: boolean }

const questionMessage = ({ typed, candidates, isPackage }: Omit<AppQuestion, 'message'>, knows: string) => {
  const name = `“${isolated(typed)}”`
  if (candidates.length > 0) return `Which app do you mean by ${name}?`
  const unknown = `${name} isn’t in any ${knows}.`
  return isPackage
    ? `${unknown} Check the spelling, or press the button again to use it as typed.`
    : `${unknown} ${enterName}`
}

/** Fewer letters begin a word of too many apps. */
const fewestLetters = 3

const similarApps = async (db: D1Database, { userId = '', withUse }: Reader, typed: string) => {
  if ((queryTerms(typed)[0] ?? '').length < fewestLetters) return []
  const found = withUse ? await suggestApps(db, userId, typed) : await suggestFromCatalogue(db, typed)
  return found.slice(0, 6).map(({ package_name, label }) => ({ package_name, label: label ?? package_name }))
}

/**
 * Finds the app that a form names: a known package name, or the answer to an earlier question.
 * @returns a question about any other text, so that no unknown name is taken silently
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
  const isListed = reader.isLister && called.length === 0 && isPackageName(text) && text.includes('.')
  if (isKnown || isListed) return { package_name: text }
  const candidates = called.length > 0 ? called.slice(0, 6) : await similarApps(db, reader, text)
  const question = { typed: text, candidates, isSure: called.length === 1, isPackage: isPackageName(text) }
  return {
    question: { ...question, message: questionMessage(question, reader.withUse ? 'list or report' : 'list') },
  }
}

/** Errors of the form's field; a question that has answers is asked below it instead. */
export const appErrors = ({ candidates, isPackage, message }: AppQuestion) =>
  candidates.length > 0 || isPackage ? {} : { package_name: [message] }
