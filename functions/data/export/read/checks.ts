import { z } from 'zod'
import { rowIdPattern } from '../../../lib/http/path-to'
import { nameKey } from '../../../lib/text/text'
import type { TableRow } from './entry'
import { entryOf, keyColumns, type TableName } from './tables'

/** A row of a document, named for the error message. */
type NamedRow = { table: TableName; id: string; title: string }

/** Error for an invalid document or archive. `reason` is shown to the person. */
export class DocumentError extends Error {
  constructor(
    readonly reason: string,
    readonly named?: NamedRow,
  ) {
    super(reason)
    this.name = 'DocumentError'
  }

  /** Names the row in the log. An invalid id is replaced by `?`, because it may contain text of the person. */
  get row() {
    return this.named && `${this.named.table} ${rowIdPattern.test(this.named.id) ? this.named.id : '?'}`
  }
}

const Named = z
  .object({ id: z.string(), title: z.string(), name: z.string(), note: z.string(), content: z.string() })
  .partial()

/** Adds the row to the error that refused it. */
export const addRowToError = (error: unknown, table: TableName, value: unknown) => {
  if (!(error instanceof DocumentError)) return error
  const { id = '', title, name, note, content } = Named.safeParse(value).data ?? {}
  return new DocumentError(error.reason, { table, id, title: title || name || note || content || '' })
}

/** 53-bit hash of a string (cyrb53). Among 100,000 strings, a collision has a probability of one in two million. */
export const shortHash = (text: string) => {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}

const separator = '\u001f'

/** Key that identifies a row in its table. */
export const recordKey = (table: TableName, row: TableRow) =>
  keyColumns(table)
    .map((column) => row[column])
    .join(separator)

/** The row's unique name; null for a deleted row and for tables whose names need not be unique. */
const nameOf = (table: TableName, row: TableRow) => {
  const { named } = entryOf(table)
  return named === undefined || row.deleted_at !== null
    ? null
    : named.map((column) => nameKey(String(row[column]))).join(separator)
}

/** Values that only one row of the table may have. */
const onlyValues = (table: TableName, row: TableRow) => {
  const { unique = [], slots } = entryOf(table)
  const name = nameOf(table, row)
  return [
    ...unique.flatMap((column) => (row[column] === null ? [] : [`${column} ${row[column]}`])),
    ...(name === null ? [] : [`name ${name.replace(separator, ' of ')}`]),
    ...(slots?.(row) ?? []),
  ]
}

/** Checks uniqueness and references across rows, with only hashes of their keys in memory. */
export const documentChecks = () => {
  const keys = new Map<TableName, Set<number>>()
  const values = new Map<TableName, Set<number>>()
  /** Referenced ids by table, with the path of the first reference. */
  const named = new Map<string, Map<string, string>>()
  const parents = new Map<string, string>()

  const once = (sets: Map<TableName, Set<number>>, table: TableName, value: string) => {
    const set = sets.get(table) ?? new Set()
    sets.set(table, set)
    const hash = shortHash(value)
    const isNew = !set.has(hash)
    set.add(hash)
    return isNew
  }

  const note = (target: string, id: string, where: string) => {
    const ids = named.get(target) ?? new Map<string, string>()
    named.set(target, ids)
    if (!ids.has(id)) ids.set(id, where)
  }

  return {
    add: (table: TableName, row: TableRow, where: string) => {
      const { references = {}, check } = entryOf(table)
      const wrong = check?.(row)
      if (wrong) throw new DocumentError(`${where} ${wrong}.`)
      if (!once(keys, table, recordKey(table, row))) throw new DocumentError(`${where} is in the file twice.`)
      for (const value of onlyValues(table, row)) {
        if (!once(values, table, value)) throw new DocumentError(`${where} is the second with the ${value}.`)
      }
      for (const [column, target] of Object.entries(references)) {
        const id = row[column] ?? null
        if (id !== null) note(target, String(id), `${where}.${column}`)
      }
      if (table === 'goals' && row.parent_id) parents.set(String(row.id), String(row.parent_id))
    },

    /** Call this after all rows were added. @throws DocumentError */
    finish: () => {
      for (const [target, ids] of named) {
        for (const [id, where] of ids) {
          if (!keys.get(target as TableName)?.has(shortHash(id)))
            throw new DocumentError(`${where} names a row that isn’t there.`)
        }
      }
      const isDone = new Set<string>()
      for (const start of parents.keys()) {
        const way = new Set<string>()
        for (let at: string | undefined = start; at !== undefined && !isDone.has(at); at = parents.get(at)) {
          if (way.has(at)) throw new DocumentError(`The goal ${at} is a subgoal of itself.`)
          way.add(at)
        }
        for (const goal of way) isDone.add(goal)
      }
    },
  }
}
