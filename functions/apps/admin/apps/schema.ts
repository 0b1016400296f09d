import { z } from 'zod'
import { csvLine } from '../../../lib/files/csv'
import type { FieldDescriptions } from '../../../lib/http/conflict'
import { choiceParameter, valuesCursor } from '../../../lib/http/list-view'
import { seenVersion, seenVersionOrNone } from '../../../lib/resource/members'
import { grouped, plural } from '../../../lib/text/format'
import { isPackageName, PackageName } from '../../../lib/text/package-name'
import { cleanLine, isolateDirection } from '../../../lib/text/text'
import { appFields } from '../../app-rules/find-app'
import type { AppRow } from '../../app-rules/schema'
import type { AuditRow } from '../audit/schema'

export const labelLimit = 100
export const categoryLimit = 50

export type AppValues = Pick<AppRow, 'label' | 'category' | 'is_whitelisted' | 'is_locked'>

/** `admin_name` is null if the account of the last editor is deleted. */
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

/** Version that the edit was made from; empty if the app was already deleted, and saving adds it again. */
const seen = seenVersionOrNone('app')

export const AppForm = z.object({ package_name: PackageName, ...fields, seq: seen })
export type AppForm = z.output<typeof AppForm>

/** Form of one switch: it sets one of the two flags. */
export const SwitchForm = z
  .object({
    package_name: PackageName,
    seq: seenVersion('app'),
    is_whitelisted: flag.optional(),
    is_locked: flag.optional(),
  })
  .refine(({ is_whitelisted, is_locked }) => is_whitelisted !== undefined || is_locked !== undefined)

export const DeleteAppForm = z.object({ package_name: PackageName, seq: seenVersion('app') })

export const searchLimit = 100

export const DefaultsView = z.object({
  q: z.string().transform(cleanLine).pipe(z.string().max(searchLimit)).catch(''),
  show: choiceParameter(['allowed', 'blocked', 'locked']),
  category: z.string().transform(cleanLine).pipe(z.string().max(categoryLimit)).catch(''),
  /** Sort order; by label if empty. */
  sort: choiceParameter(['package_name', 'category', 'changed']),
  after: valuesCursor,
})
export type DefaultsView = z.infer<typeof DefaultsView>

/** State with booleans, as in the audit log and in the API. */
export const stateOf = ({ label, category, is_whitelisted, is_locked }: AppValues) => ({
  label,
  category,
  is_whitelisted: is_whitelisted === 1,
  is_locked: is_locked === 1,
})

const stored = z.boolean().transform((is) => (is ? 1 : 0))

const AuditedApp = z.object({
  label: z.string(),
  category: z.string().nullable(),
  is_whitelisted: stored,
  is_locked: stored,
})

/** Reads a state. @param json a column of the audit log; null if there was no default */
export const readState = (json: string | null): AppValues | null =>
  AuditedApp.nullable()
    .catch(null)
    .parse(JSON.parse(json ?? 'null'))

export const isSameApp = (a: AppValues | null, b: AppValues | null) =>
  JSON.stringify(a && stateOf(a)) === JSON.stringify(b && stateOf(b))

/** A change of many apps in the audit log. */
export const AppsChanged = z.object({
  source: z.enum(['edit', 'import', 'undo']),
  added: z.int(),
  changed: z.int(),
  deleted: z.int(),
})
export type AppsChanged = z.infer<typeof AppsChanged>

const noChange: AppsChanged = { source: 'edit', added: 0, changed: 0, deleted: 0 }

/** @param json a column of the audit log */
export const readAppsChanged = (json: string | null): AppsChanged =>
  AppsChanged.catch(noChange).parse(JSON.parse(json ?? 'null'))

const allowedWord = (flag: 0 | 1) => (flag === 1 ? 'allowed' : 'blocked')

export const described: FieldDescriptions<AppValues> = {
  label: ['Label', (label) => label],
  category: ['Category', (category) => category ?? ''],
  is_whitelisted: ['Default', allowedWord],
  is_locked: ['Locked', (flag) => (flag === 1 ? 'yes' : 'no')],
}

/** Describes a state, for example `blocked, locked`. */
export const appStateWords = ({ is_whitelisted, is_locked }: AppValues) =>
  [allowedWord(is_whitelisted), is_locked ? 'locked' : ''].filter(Boolean).join(', ')

const categoryWords = (category: string | null) => (category === null ? 'no category' : isolateDirection(category))

/**
 * Describes a change, for example `allowed → blocked, locked`, with changed label and category. For a new or deleted
 * default, describes its values.
 */
export const differenceWords = (before: AppValues | null, after: AppValues | null) => {
  if (!before || !after) {
    const only = after ?? before
    if (!only) return ''
    return [appStateWords(only), only.category !== null && `in ${isolateDirection(only.category)}`]
      .filter(Boolean)
      .join(', ')
  }
  const arrow = (a: string, b: string) => (a === b ? '' : `${a} → ${b}`)
  const isUnlocked = before.is_locked && !after.is_locked && before.is_whitelisted === after.is_whitelisted
  return [
    isUnlocked ? 'locked → not locked' : arrow(appStateWords(before), appStateWords(after)),
    arrow(isolateDirection(before.label), isolateDirection(after.label)),
    arrow(categoryWords(before.category), categoryWords(after.category)),
  ]
    .filter(Boolean)
    .join('; ')
}

type Entry = Pick<AuditRow, 'before' | 'after'>

export const describeApp = ({ before, after }: Entry) => {
  const [was, is] = [readState(before), readState(after)]
  return { did: was === null ? 'added' : is === null ? 'deleted' : 'changed', name: (is ?? was)?.label }
}

export const appChange = ({ before, after }: Entry) => differenceWords(readState(before), readState(after))

const doneBy = { edit: 'changed', import: 'imported', undo: 'undid a change to' } as const

/** Describes a change of many apps, for example `imported 12 apps`. */
export const describeApps = ({ after }: Pick<AuditRow, 'after'>) => {
  const { source, added, changed, deleted } = readAppsChanged(after)
  return `${doneBy[source]} ${plural(added + changed + deleted, 'app')}`
}

/** Counts of a change, for example `10 added, 2 changed`. */
export const appCountsText = ({ after }: Pick<AuditRow, 'after'>) =>
  Object.entries(readAppsChanged(after))
    .flatMap(([what, count]) => (typeof count === 'number' && count > 0 ? [`${grouped(count)} ${what}`] : []))
    .join(', ')

/** An action on many apps. `done` follows a number of apps: `3 apps blocked`. */
type Action = { name: string; done: string; apply: (app: AppValues) => AppValues | null }

export const bulkActions = {
  allow: { name: 'Allow', done: 'allowed', apply: (app) => ({ ...app, is_whitelisted: 1 }) },
  block: { name: 'Block', done: 'blocked', apply: (app) => ({ ...app, is_whitelisted: 0 }) },
  lock: { name: 'Lock', done: 'locked', apply: (app) => ({ ...app, is_locked: 1 }) },
  unlock: { name: 'Unlock', done: 'unlocked', apply: (app) => ({ ...app, is_locked: 0 }) },
  delete: { name: 'Delete', done: 'deleted', apply: () => null },
} satisfies Record<string, Action>
export type BulkAction = keyof typeof bulkActions

export const isBulkAction = (name = ''): name is BulkAction => Object.hasOwn(bulkActions, name)

/** A selected app, with its version when it was displayed. */
type Ticked = { package_name: string; seq: number }

export const tickValue = ({ seq, package_name }: Ticked) => `${seq}:${package_name}`

export const readTicks = (values: string[]): Ticked[] =>
  values.flatMap((value) => {
    const [, seq, package_name = ''] = /^(\d{1,15}):(.+)$/su.exec(value) ?? []
    return seq !== undefined && isPackageName(package_name) ? [{ seq: Number(seq), package_name }] : []
  })

export const rowsLimit = 5_000

export const columns = ['package_name', 'label', 'category', 'is_whitelisted', 'is_locked'] as const
export type Column = (typeof columns)[number]

const lineOf = (app: Pick<AppRow, Column>) => {
  const { label, category, is_whitelisted, is_locked } = stateOf(app)
  return csvLine([app.package_name, label, category ?? '', String(is_whitelisted), String(is_locked)])
}

export const appsHeader = csvLine([...columns])

export const appLines = (apps: Pick<AppRow, Column>[]) => apps.map(lineOf).join('')

export type DefaultsPage = {
  view: DefaultsView
  apps: StoredApp[]
  next?: string
  catalogue: Catalogue
  categories: string[]
}

/** Result of an edit. `before`: former values of edited apps. `stale` and `gone`: apps changed or deleted by others, not edited. */
export type EditOutcome = {
  changeId: string
  changed: number
  before: StoredApp[]
  stale: StoredApp[]
  gone: string[]
}

export type Catalogue = { app_count: number; allowed_count: number }
