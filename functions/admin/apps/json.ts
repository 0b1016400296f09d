import { z } from 'zod'
import { AppRow } from '../../app-rules/schema'
import { Instant, jsonOf, seqInput, withLength } from '../../lib/api/values'
import type { Plan } from './import/plan'
import { category, categoryLimit, label, labelLimit } from './schema'
import { stateOf } from './state'

export const AppJson = AppRow.extend({
  is_whitelisted: z.boolean(),
  is_locked: z.boolean().meta({ description: 'Can’t be overridden.' }),
  created_at: Instant,
  updated_at: Instant,
  updated_by: z.string().nullable().meta({ description: 'The id of the admin who last edited it.' }),
}).meta({ id: 'App' })

export const appJson = (app: AppRow) => jsonOf(AppJson, { ...app, ...stateOf(app) })

const flag = z.boolean('Choose true or false')

export const AppPut = z
  .strictObject({
    label: withLength(label, { minLength: 1, maxLength: labelLimit }),
    category: withLength(category, { maxLength: categoryLimit }).nullable().optional(),
    is_whitelisted: flag,
    is_locked: flag.optional().meta({ description: 'Defaults to false.' }),
    seq: seqInput,
  })
  .meta({ id: 'AppPut', example: { label: 'Firefox', category: 'Browsers', is_whitelisted: true } })

const truth = z.enum(['true', 'false'], 'Choose true or false')
const boolean = truth.transform((text) => text === 'true').optional()

export const appsQuery = {
  q: z.string().max(100, 'Use at most 100 characters for the search').default('').meta({
    description: 'Matches the start of words in the label or package name, ignoring case and accents.',
  }),
  is_whitelisted: boolean.meta({ description: 'Only allowed (true) or blocked (false) apps.' }),
  is_locked: boolean.meta({ description: 'Only locked (true) or unlocked (false) apps.' }),
  category: z.string().max(categoryLimit, `Use at most ${categoryLimit} characters`).default('').meta({
    description: 'Only apps in this category.',
  }),
}

export const ImportQuery = z.object({
  dry_run: truth
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Only preview; nothing is written.' }),
})

const RejectedJson = z.object({
  line: z.int().meta({ description: 'Line where it starts; the header is line 1.' }),
  reason: z.string(),
})

export const ImportedAppsJson = z
  .object({ added: z.int(), changed: z.int(), unchanged: z.int(), rejected: z.array(RejectedJson) })
  .meta({ id: 'ImportedApps' })

export const importedJson = ({ added, changed, unchanged, rejected }: Plan) => ({
  added: added.length,
  changed: changed.length,
  unchanged,
  rejected,
})
