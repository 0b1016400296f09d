import { z } from 'zod'
import { Preferences } from '../../../lib/preferences'
import { exportVersion, type Seal } from '../document'
import { addRowToError, DocumentError, documentChecks } from './checks'
import type { TableRow } from './entry'
import { scan } from './scan'
import { entryOf, isTable, type TableName, tableNames } from './tables'
import * as v from './values'

/** Lists that a document may have and a restore ignores: they follow from other lists, or are useless without them. */
export const ignoredLists = ['changes', 'card_files']

const User = z.strictObject({
  id: v.id,
  email: v.maybe(v.line),
  email_proven_at: v.maybe(v.instant),
  username: v.name,
  github_user_id: v.maybe(v.int()),
  github_username: v.maybe(v.line),
  avatar_url: v.maybe(v.line),
  role: v.oneOf('user', 'admin').default('user'),
  preferences: z.record(z.string(), z.json(), 'should be an object').transform((value) => Preferences.parse(value)),
  created_at: v.instant,
  updated_at: v.instant,
  last_active_at: v.maybe(v.instant),
  unlisted_locked_at: v.maybe(v.instant),
  latest_day: v.maybe(v.date),
})
export type DocumentUser = z.output<typeof User>

const schemas = new Map(tableNames.map((table) => [table, z.strictObject(entryOf(table).columns)]))

const pathOf = (path: PropertyKey[]) =>
  path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')

/** Error for the first invalid value, with its path. */
const refusal = (where: string, { issues: [issue] }: z.ZodError) => {
  const path = where + pathOf(issue?.path ?? [])
  if (issue?.code === 'unrecognized_keys') return new DocumentError(`${path}.${issue.keys[0]} is unknown.`)
  return new DocumentError(`${path} ${issue?.message ?? 'is invalid'}.`)
}

const parsed = <S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> => {
  const result = schema.safeParse(value)
  if (!result.success) throw refusal(where, result.error)
  return result.data
}

const checkVersion = (value: unknown) => {
  if (!Number.isInteger(value)) throw new DocumentError('version should be a whole number.')
  if (value !== exportVersion) {
    throw new DocumentError(`The file has format version ${value}, and this Daymark reads version ${exportVersion}.`)
  }
}

/** Members of the document that are not lists. */
const scalars: Record<string, (value: unknown) => void> = {
  format: (value) => {
    if (value !== 'daymark') throw new DocumentError('This file isn’t a Daymark export.')
  },
  version: checkVersion,
  exported_at: (value) => parsed(v.instant, value, 'exported_at'),
  seal: (value) => parsed(v.line, value, 'seal'),
}

type DocumentRow =
  | { table: 'users'; row: DocumentUser }
  | { table: TableName; row: TableRow }
  | { table: 'left out'; name: string }

/**
 * Streams the rows of an export in database form. Accepts any order and white space. If iteration completes, the
 * document is valid: no row is duplicated, and every referenced row exists.
 * @param seal receives the document's seal
 * @throws DocumentError
 */
export async function* readDocument(stream: ReadableStream<Uint8Array>, seal: Seal = {}): AsyncGenerator<DocumentRow> {
  const seen = new Set<string>()
  const checks = documentChecks()
  const checkedRow = (name: TableName, schema: z.ZodType<TableRow>, value: unknown, where: string) => {
    try {
      const row = parsed(schema, value, where)
      checks.add(name, row, where)
      return row
    } catch (error) {
      throw addRowToError(error, name, value)
    }
  }
  for await (const { name, index, value } of scan(stream)) {
    if (index === null || index === -1) {
      if (seen.has(name)) throw new DocumentError(`${name} is in the file twice.`)
      seen.add(name)
    }
    if (index === null) {
      if (name === 'user') yield { table: 'users', row: parsed(User, value, 'user') }
      else if (Object.hasOwn(scalars, name)) {
        scalars[name]?.(value)
        if (name === 'seal' || name === 'exported_at') seal[name] = String(value)
      } else throw new DocumentError(`${name} ${isTable(name) ? 'should be a list' : 'is unknown'}.`)
    } else if (isTable(name)) {
      const schema = schemas.get(name)
      if (index === -1 || !schema) continue
      const where = `${name}[${index}]`
      yield { table: name, row: checkedRow(name, schema, value, where) }
    } else if (!ignoredLists.includes(name)) throw new DocumentError(`${name} is unknown.`)
    else if (index >= 0) yield { table: 'left out', name }
  }
  for (const needed of ['format', 'version', 'user']) {
    if (!seen.has(needed)) throw new DocumentError(`This file isn’t a Daymark export: it has no ${needed}.`)
  }
  checks.finish()
}
