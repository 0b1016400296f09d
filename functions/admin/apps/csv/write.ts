import type { AppRow } from '../../../app-rules/schema'
import { csvLine } from '../../../lib/csv/write'
import { stateOf } from '../state'

export const fileBytes = 1024 * 1024
export const rowsLimit = 5_000

export const columns = ['package_name', 'label', 'category', 'is_whitelisted', 'is_locked'] as const
export type Column = (typeof columns)[number]

const lineOf = (app: Pick<AppRow, Column>) => {
  const { label, category, is_whitelisted, is_locked } = stateOf(app)
  return csvLine([app.package_name, label, category ?? '', String(is_whitelisted), String(is_locked)])
}

export const appsHeader = csvLine([...columns])

export const appLines = (apps: Pick<AppRow, Column>[]) => apps.map(lineOf).join('')
