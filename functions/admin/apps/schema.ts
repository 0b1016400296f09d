import { z } from 'zod'
import { appFields } from '../../app-rules/find-app'
import type { AppRow } from '../../app-rules/schema'
import { choiceInView, valuesCursor } from '../../lib/list-view'
import { PackageName } from '../../lib/package-name'
import { seenVersion, seenVersionOrNone } from '../../lib/resource/members'
import { cleanLine } from '../../lib/text'

export const labelLimit = 100
export const categoryLimit = 50

export type AppValues = Pick<AppRow, 'label' | 'category' | 'is_whitelisted' | 'is_locked'>

/** `admin_name` is null where the account of the last editor is gone. */
export type StoredApp = AppRow & { label_key: string; words: string; admin_name: string | null }

const noLabel = 'Enter a label'

export const label = z
  .string(noLabel)
  .transform(cleanLine)
  .pipe(z.string().min(1, noLabel).max(labelLimit, `Use at most ${labelLimit} characters for the label`))

/** An empty category becomes null. */
export const category = z
  .string('Enter the category as text')
  .transform(cleanLine)
  .pipe(z.string().max(categoryLimit, `Use at most ${categoryLimit} characters for the category`))
  .transform((text) => text || null)

const flag = z.enum(['0', '1'], 'Choose an option').transform((text) => (text === '1' ? (1 as const) : (0 as const)))

const fields = {
  label,
  category: category.optional().default(null),
  is_whitelisted: flag,
  is_locked: flag.optional().default(0),
}

export const NewAppForm = z.object({
  ...appFields,
  ...fields,
  another: z.string('Reload the page and try again').optional(),
})
export type NewAppForm = z.output<typeof NewAppForm>

/** Empty where the app was already deleted: saving then adds it again. */
const seen = seenVersionOrNone('app')

export const AppForm = z.object({ package_name: PackageName, ...fields, seq: seen })
export type AppForm = z.output<typeof AppForm>

/** Form of one switch: either flag is set. */
export const SwitchForm = z
  .object({
    package_name: PackageName,
    seq: seenVersion('app'),
    is_whitelisted: flag.optional(),
    is_locked: flag.optional(),
  })
  .refine(({ is_whitelisted, is_locked }) => is_whitelisted !== undefined || is_locked !== undefined)

export const DeleteForm = z.object({ package_name: PackageName, seq: seenVersion('app') })

export const searchLimit = 100

export const DefaultsView = z.object({
  q: z.string().transform(cleanLine).pipe(z.string().max(searchLimit)).catch(''),
  show: choiceInView(['allowed', 'blocked', 'locked']),
  category: z.string().transform(cleanLine).pipe(z.string().max(categoryLimit)).catch(''),
  /** By label without one. */
  sort: choiceInView(['package_name', 'category', 'changed']),
  after: valuesCursor,
})
export type DefaultsView = z.infer<typeof DefaultsView>
