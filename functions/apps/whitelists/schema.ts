import { z } from 'zod'
import { choiceParameter, listPath, valuesCursor } from '../../lib/http/list-view'
import { seenVersion } from '../../lib/resource/members'
import { grouped } from '../../lib/text/format'
import { isPackageName, PackageName } from '../../lib/text/package-name'
import { cleanLine } from '../../lib/text/text'
import { appFields } from '../app-rules/find-app'
import { appsOfList, type ListLine, readLines } from '../app-rules/list-lines'
import { makeRule } from '../app-rules/schema'
import { checkRule, readRule, ruleTexts } from '../app-rules/unlock-condition'
import { labelLimit } from './json'

export const pageSize = 50

/** Filters of the list. `admin`: apps with a rule that an admin set for the person. */
export const appListFilters = ['allowed', 'blocked', 'admin', 'never', 'unlisted'] as const
export type AppListFilter = (typeof appListFilters)[number] | ''

export const textLimit = 300

export const AppsQuery = z.object({
  q: z.string().trim().max(textLimit).catch(''),
  show: choiceParameter(appListFilters),
  /** Sort order; by use if empty. */
  sort: choiceParameter(['app']),
  after: valuesCursor,
})
export type AppsView = z.output<typeof AppsQuery>

export const appsPath = (view: AppsView) => listPath('/whitelists', view)

/** True if the person's own apps are listed before the others. */
export const listsOwnAppsFirst = ({ q, show, sort }: AppsView) => q === '' && show === '' && sort === ''

export const isFirstView = ({ q, show, after }: AppsView) => q === '' && show === '' && after === null

/** `reset` removes the rule, so that the default applies again. */
const choiceMessage = 'Choose allow, block or back to default'
const ruleChoice = z.enum(['allow', 'block', 'reset'], choiceMessage)
export type RuleChoice = z.infer<typeof ruleChoice>

export const ruleOfChoice = (choice: RuleChoice) => (choice === 'reset' ? null : makeRule(choice === 'allow'))

const mostPicked = 2_000

/** Package names of the selected apps. */
export const pickedApps = z
  .array(z.string())
  .min(1, 'Select the apps to change, then try again')
  .max(mostPicked, `Select at most ${grouped(mostPicked)} apps at a time`)
  .refine((names) => names.every(isPackageName), 'Select apps from the list')

/** Maximum characters of the version, which is longer with each earned app. */
const versionLimit = 4000

export const LiveQuery = z.object({ v: z.string().max(versionLimit).catch('') })

export const NewEarnedForm = z
  .object({ ...appFields, ...ruleTexts })
  .superRefine((texts, context) => checkRule(readRule('after', texts), context))

/** Edits the condition of a rule, or replaces the rule by another. */
export const EarnedForm = z
  .object({
    package_name: PackageName,
    rule: z.enum(['after', ...ruleChoice.options], choiceMessage).default('after'),
    ...ruleTexts,
    seq: seenVersion('rule'),
  })
  .superRefine(({ rule, ...texts }, context) => checkRule(readRule(rule, texts), context))
export type EarnedForm = z.infer<typeof EarnedForm>

export const EarnedQuery = z.object({ package_name: PackageName.optional().catch(undefined) })

const allowOrBlock = z.enum(['allow', 'block'], 'Choose allow or block')

/** `label` is the person's name for the app. */
export const AddForm = z.object({
  ...appFields,
  label: z
    .string('Enter the name as text')
    .transform(cleanLine)
    .pipe(z.string().max(labelLimit, `Enter at most ${labelLimit} characters`))
    .optional(),
  rule: allowOrBlock,
})
export type AddForm = z.infer<typeof AddForm>

/** Query of the form. A search without results links to it with the typed text. */
export const AddView = z.object({ package_name: z.string().trim().max(1_000).catch('') })

/** Maximum number of lines, and of apps, in a pasted list. */
export const pasteLimit = 2_000

const pasteCharacters = 200_000

const listError = (lines: ListLine[]) => {
  const tooMany = (what: string) => `Your list has ${what}; the limit is ${grouped(pasteLimit)}. Paste it in parts.`
  if (lines.length > pasteLimit) return tooMany(`${grouped(lines.length)} lines`)
  const { apps } = appsOfList(lines)
  if (apps.length > pasteLimit) return tooMany(`${grouped(apps.length)} apps`)
  return lines.length === 0 ? 'There are no package names in your list' : undefined
}

const length = `Paste at most ${grouped(pasteCharacters)} characters at a time`

const listOf = (characters: number) =>
  z
    .string('Enter the list as text')
    .max(characters, { error: length, abort: true })
    .refine((text) => text.trim() !== '', { error: 'Paste a list of package names', abort: true })
    .transform(readLines)
    .superRefine((lines, { addIssue }) => {
      const error = listError(lines)
      if (error !== undefined) addIssue(error)
    })

/** `rule` is for apps without a decision of their own. */
export const PasteForm = z.object({ list: listOf(pasteCharacters), rule: allowOrBlock })
export type PasteForm = z.infer<typeof PasteForm>

/** The previewed list. `formatAppList` made it longer by adding quotes and decisions. */
export const ConfirmForm = PasteForm.extend({ list: listOf(2 * pasteCharacters + 10 * pasteLimit) })

export const PickedApps = z.object({ rule: ruleChoice, package_name: pickedApps })
