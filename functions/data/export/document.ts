import type { Bindings } from '../../lib/env'
import { readPreferences } from '../../lib/preferences'
import { isSameSecret, keyedHash, withSecrets } from '../../lib/secrets'
import type { ExportRow, ListPage } from './queries'

/** Increased when a member is removed or changes meaning, but not when one is added. */
export const exportVersion = 2

const jsonColumns = [
  'tags',
  'artifacts',
  'days',
  'hours',
  'metadata',
  'chunks',
  'fsrs',
  'repeat_rule',
  'focus',
  'before',
  'after',
]

/** A row for CSV and SQL: instants (columns named `…_at`) in ISO 8601, lists as JSON. */
export const flatRow = (row: ExportRow): ExportRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (name.endsWith('_at') && typeof value === 'number') return [name, new Date(value).toISOString()]
      return [name, name === 'preferences' ? JSON.stringify(readPreferences(String(value))) : value]
    }),
  )

/** A row for the document: like `flatRow`, but with lists as arrays. */
const exported = (row: ExportRow) =>
  Object.fromEntries(
    Object.entries(flatRow(row)).map(([name, value]) => {
      const isJson = jsonColumns.includes(name) || name === 'preferences'
      return [name, isJson && value !== null ? JSON.parse(String(value)) : value]
    }),
  )

/** JSON text of a page of rows, one row a line. */
export const pageText = ({ table, rows, isFirst, isLast }: ListPage) => {
  const lines = rows.map((row) => JSON.stringify(exported(row))).join(',\n')
  const start = isFirst ? `,${JSON.stringify(table)}:[\n` : lines && ',\n'
  return `${start}${lines}${isLast ? '\n]' : ''}`
}

/** Data for an export of everything. */
export type ExportParts = {
  env: Pick<Bindings, 'JWT_SECRET'>
  /** epoch ms */
  now: number
  user: ExportRow
  pages: AsyncIterable<ListPage>
}

export type Seal = { exported_at?: string; seal?: string }

const sealOf = (secret: string, id: unknown, exported_at = '') => keyedHash(secret, 'exports', `${id}\n${exported_at}`)

/** True if this installation exported the document, from the account with that id. */
export const isSealed = async (env: Bindings, id: string, { exported_at, seal = '' }: Seal) =>
  (await withSecrets(
    env,
    async (secret) => (await isSameSecret(seal, await sealOf(secret, id, exported_at))) || null,
  )) !== null

/** The beginning of the document. Backups omit `exported_at`, so that the same data makes the same bytes. */
export const documentHead = async ({ JWT_SECRET }: ExportParts['env'], user: ExportRow, exported_at?: string) => {
  const seal = await sealOf(JWT_SECRET, user.id, exported_at)
  return JSON.stringify({ format: 'daymark', version: exportVersion, exported_at, seal, user: exported(user) }).slice(
    0,
    -1,
  )
}

/** Streams the document, one page of rows at a time. */
export async function* exportDocument({ env, now, user, pages }: ExportParts) {
  yield await documentHead(env, user, new Date(now).toISOString())
  for await (const page of pages) yield pageText(page)
  yield '}\n'
}
