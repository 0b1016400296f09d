import { z } from 'zod'
import type { AppValues } from './schema'

/** Shape in the audit log and in the API. */
export const AppState = z.object({
  label: z.string(),
  category: z.string().nullable(),
  is_whitelisted: z.boolean(),
  is_locked: z.boolean(),
})
export type AppState = z.infer<typeof AppState>

export const stateOf = ({ label, category, is_whitelisted, is_locked }: AppValues): AppState => ({
  label,
  category,
  is_whitelisted: is_whitelisted === 1,
  is_locked: is_locked === 1,
})

export const valuesOf = ({ label, category, is_whitelisted, is_locked }: AppState): AppValues => ({
  label,
  category,
  is_whitelisted: is_whitelisted ? 1 : 0,
  is_locked: is_locked ? 1 : 0,
})

/** @param json a column of the audit log; null where there was no default */
export const readState = (json: string | null): AppState | null =>
  AppState.nullable()
    .catch(null)
    .parse(JSON.parse(json ?? 'null'))

export const isSame = (a: AppValues | null, b: AppValues | null) =>
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
