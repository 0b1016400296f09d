import { z } from 'zod'
import { appFields } from '../../app-rules/find-app'
import { grouped } from '../../lib/format'
import { cleanLine } from '../../lib/text'
import { labelLimit } from '../json'
import { pickedApps, ruleChoice } from '../schema'
import { type PastedList, pasteLimit } from './paste'

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

/** A search without results leads to the form with its text. */
export const AddView = z.object({ package_name: z.string().trim().max(1_000).catch('') })

export const pasteCharacters = 200_000

/** In bytes: fits the longest list and the largest selection in any script. */
export const bulkFormBytes = 1024 * 1024

const length = `Paste at most ${grouped(pasteCharacters)} characters at a time`

const listOf = (characters: number) =>
  z
    .string('Enter the list as text')
    .max(characters, length)
    .refine((text) => text.trim() !== '', 'Paste a list of package names')

/** `rule` is for apps without a word of their own. */
export const PasteForm = z.object({ list: listOf(pasteCharacters), rule: allowOrBlock })
export type PasteForm = z.infer<typeof PasteForm>

/** The previewed list, which `formatAppList` made longer by quotes and words. */
export const ConfirmForm = PasteForm.extend({ list: listOf(2 * pasteCharacters + 10 * pasteLimit) })

export const listError = ({ apps, skipped, lines }: PastedList) => {
  const tooMany = (what: string) => `Your list has ${what}; the limit is ${grouped(pasteLimit)}. Paste it in parts.`
  if (lines > pasteLimit) return tooMany(`${grouped(lines)} lines`)
  if (apps.length > pasteLimit) return tooMany(`${grouped(apps.length)} apps`)
  return apps.length === 0 && skipped.length === 0 ? 'There are no package names in your list' : undefined
}

export const PickedApps = z.object({ rule: ruleChoice, package_name: pickedApps })
