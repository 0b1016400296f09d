import { z } from 'zod'
import { columnList } from '../../lib/db/conditions'
import { allRows, constant, part, sql } from '../../lib/db/sql'
import { pagesFrom, rowsPerPage } from '../../lib/files/download'
import { recordKey, shortHash } from '../export/read/checks'
import type { TableRow } from '../export/read/entry'
import { hasVersion, type TableName } from '../export/read/tables'
import { dataColumns, rangeColumns } from './write-rows'

const count = z.int().nonnegative()

/** Numbers of rows that the person would see added, changed or removed. */
export const ChangeCounts = z.object({ added: count, changed: count, removed: count })
export type ChangeCounts = z.infer<typeof ChangeCounts>

/** Hash and times of a row, because all rows would need too much memory. */
type Print = { hash: number; isLive: boolean; updatedAt: number }

const plansAtOnce = 10

const contentOf = (table: TableName, row: TableRow) =>
  shortHash(JSON.stringify(dataColumns(table).map((name) => row[name])))

const printOf = (table: TableName, row: TableRow): Print => ({
  hash: contentOf(table, row),
  isLive: (row.deleted_at ?? null) === null,
  updatedAt: Number(row.updated_at ?? 0),
})

/** Hash that identifies a row. Pull-request activities have no id, so all of their values are hashed. */
const identityOf = (table: TableName, row: TableRow) =>
  table === 'pr_review_activities' ? contentOf(table, row) : shortHash(recordKey(table, row))

/** False for rules that an admin set, which a restore leaves alone. */
export const isRestored = (table: TableName, row: TableRow) => table !== 'user_apps' || row.set_by === 'user'

async function* presentRows(db: D1Database, userId: string, table: TableName) {
  const order = rangeColumns(table)
  const columns = [...new Set([...order, ...dataColumns(table)])]
  const limit = table === 'plans' ? plansAtOnce : rowsPerPage
  const key = constant(`(${order.join(', ')})`)
  const after = (row: TableRow) => {
    const values = order.map((column) => part`${row[column] ?? null}`)
    return { text: `(${values.map(({ text }) => text).join(', ')})`, values: values.flatMap((one) => one.values) }
  }
  const page = (last: TableRow | null) =>
    allRows<TableRow>(sql(db)`
      SELECT ${columnList(columns)} FROM ${constant(table)}
      WHERE user_id = ${userId} ${last ? part`AND ${key} > ${after(last)}` : constant('')}
        ${constant(table === 'user_apps' ? "AND set_by = 'user'" : '')}
      ORDER BY ${columnList(order)} LIMIT ${limit}`)
  for await (const rows of pagesFrom(await page(null), page, limit)) yield* rows
}

const none = (): ChangeCounts => ({ added: 0, changed: 0, removed: 0 })

/** Counts a row as added, removed or changed. An undefined print means that the row does not exist. */
const countRow = (counts: ChangeCounts, before: Print | undefined, after: Print | undefined) => {
  if (!before?.isLive && after?.isLive) counts.added += 1
  else if (before?.isLive && !after?.isLive) counts.removed += 1
  else if (before?.isLive && after?.isLive && before.hash !== after.hash) counts.changed += 1
}

/** Compares a document's rows with the person's, table by table. */
export const startComparison = (db: D1Database, userId: string) => {
  const replace: Partial<Record<TableName, ChangeCounts>> = {}
  const merge: Partial<Record<TableName, ChangeCounts>> = {}
  const printsByTable = new Map<TableName, Map<number, Print>>()
  const printsIn = (table: TableName) => printsByTable.get(table) ?? new Map<number, Print>()

  return {
    add: (table: TableName, row: TableRow) => {
      const prints = printsIn(table)
      printsByTable.set(table, prints)
      prints.set(identityOf(table, row), printOf(table, row))
    },

    /** Counts the changes in a table, after all of its rows were added. */
    count: async (table: TableName) => {
      const [replaced, merged] = [none(), none()]
      const prints = printsIn(table)
      for await (const row of presentRows(db, userId, table)) {
        const before = printOf(table, row)
        const identity = identityOf(table, row)
        const after = prints.get(identity)
        prints.delete(identity)
        countRow(replaced, before, after)
        if (after && hasVersion(table) && after.updatedAt > before.updatedAt) countRow(merged, before, after)
      }
      for (const after of prints.values()) {
        countRow(replaced, undefined, after)
        countRow(merged, undefined, after)
      }
      printsByTable.delete(table)
      replace[table] = replaced
      merge[table] = merged
    },

    counts: () => ({ replace, merge }),
  }
}
