import type { AppRow } from '../../../app-rules/schema'
import { csv } from '../../../lib/csv/write'
import { stateOf } from '../state'

export const columns = ['package_name', 'label', 'category', 'is_whitelisted', 'is_locked'] as const
export type Column = (typeof columns)[number]

export const appsCsv = (apps: Pick<AppRow, Column>[]) =>
  csv(
    [...columns],
    apps.map((app) => {
      const { label, category, is_whitelisted, is_locked } = stateOf(app)
      return [app.package_name, label, category ?? '', String(is_whitelisted), String(is_locked)]
    }),
  )
