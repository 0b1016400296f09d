import { recoverableSince } from '../lib/db/recoverable'
import { allRows, constant, jsonChunks, newSeq, part, type SqlPart, sql } from '../lib/db/sql'
import { removeRows } from '../lib/resource/row-writes'
import type { ImagedTable } from './tables'

/** Rows stored in one value of `change_parts`, so that the value stays well below D1's limit of 2 MB. */
const rowsPerPart = constant('400')

/** Part numbers reserved for each chunk of keys. */
const partsPerChunk = 1_000

export type ChangeKey = { userId: string; changeId: string }

const columnsOf = ({ groups }: ImagedTable) => groups.flatMap(({ columns, along = [] }) => [...columns, ...along])

/** SQL of a row as JSON, NULL if it does not exist; 1 or 0 for a table without columns. */
const imageOf = (table: ImagedTable) => {
  const columns = columnsOf(table).map((column) => `'${column}', present.${column}`)
  return constant(
    columns.length > 0
      ? `json(iif(present.user_id IS NULL, NULL, json_object(${columns.join(', ')})))`
      : 'present.user_id IS NOT NULL',
  )
}

const isThere = (table: ImagedTable, side: 'was' | 'is') => {
  const [column] = columnsOf(table)
  return constant(
    column ? `json_type(image.value, '$.${side}.${column}') IS NOT NULL` : `image.value ->> '$.${side}' = 1`,
  )
}

const isUnedited = (columns: string[]) =>
  columns.map((column) => `present.${column} IS image.value ->> '$.is.${column}'`).join(' AND ') || 'true'

const presentRow = ({ name, key, only }: ImagedTable, userId: string, value: string) => part`
  ${constant(name)} AS present ON present.user_id = ${userId}
    AND present.${constant(key)} = ${constant(value)} ${constant(only ? `AND present.${only}` : '')}`

const ofChange = ({ kind }: ImagedTable, { userId, changeId }: ChangeKey) => part`
  change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId} AND change_parts.kind = ${constant(`'${kind}'`)}`

/**
 * FROM and WHERE that join the images of a change to the present rows. CROSS JOIN makes SQLite read the images first.
 * Otherwise it reads all images for each of the person's rows (3,000 sessions: 15 s instead of 7 ms).
 */
export const imagedRowsSql = (table: ImagedTable, of: ChangeKey) => part`
  FROM change_parts JOIN json_each(change_parts.rows) AS image
    CROSS JOIN ${presentRow(table, of.userId, "image.value ->> 'id'")}
  WHERE ${ofChange(table, of)}`

const storeBefore = (
  db: D1Database,
  { userId, changeId }: ChangeKey,
  table: ImagedTable,
  keys: string[],
  now: number,
) =>
  jsonChunks(keys).map(
    (chunk, index) => sql(db)`
      INSERT INTO change_parts (user_id, change_id, kind, number, rows, created_at)
      SELECT ${userId}, ${changeId}, ${table.kind},
        CAST(${index * partsPerChunk} AS INTEGER) + json_each.key / ${rowsPerPart},
        json_group_array(json_object('id', json_each.value, 'was', ${imageOf(table)})), ${now}
      FROM json_each(${chunk}) LEFT JOIN ${presentRow(table, userId, 'json_each.value')}
      GROUP BY json_each.key / ${rowsPerPart}`,
  )

const storeAfter = (db: D1Database, of: ChangeKey, table: ImagedTable) => sql(db)`
  UPDATE change_parts
  SET rows = (
    SELECT json_group_array(json_set(json_each.value, '$.is', ${imageOf(table)}))
    FROM json_each(change_parts.rows)
      LEFT JOIN ${presentRow(table, of.userId, "json_each.value ->> 'id'")})
  WHERE ${ofChange(table, of)}`

/**
 * Stores images of the touched rows before and after the writes. Drops images too old to be undone.
 * @param now epoch ms
 */
export const withImages = (
  db: D1Database,
  of: ChangeKey,
  touched: { table: ImagedTable; keys: string[] }[],
  writes: D1PreparedStatement[],
  now: number,
) => {
  const tables = touched.filter(({ keys }) => keys.length > 0)
  return [
    sql(db)`DELETE FROM change_parts WHERE user_id = ${of.userId} AND created_at <= ${recoverableSince(now)}`,
    ...tables.flatMap(({ table, keys }) => storeBefore(db, of, table, keys, now)),
    ...writes,
    ...tables.map(({ table }) => storeAfter(db, of, table)),
  ]
}

/** The images of a table that a change stored after `since` (epoch ms): rows as JSON, `null` for a missing row. */
export const readImages = (db: D1Database, of: ChangeKey, table: ImagedTable, since: number) =>
  allRows<{ key: string; was: string; is: string }>(sql(db)`
    SELECT image.value ->> 'id' AS key, image.value -> 'was' AS was, image.value -> 'is' AS "is"
    FROM change_parts JOIN json_each(change_parts.rows) AS image
    WHERE ${ofChange(table, of)} AND created_at > ${since}`)

/** SQL for the keys of a table's rows that a change touched, such as the package names of rules. */
export const imagedKeysSql = (of: ChangeKey, table: ImagedTable) => part`(
  SELECT image.value ->> 'id' AS value
  FROM change_parts JOIN json_each(change_parts.rows) AS image
  WHERE ${ofChange(table, of)})`

export const dropImages = (db: D1Database, { userId, changeId }: ChangeKey) =>
  sql(db)`DELETE FROM change_parts WHERE user_id = ${userId} AND change_id = ${changeId}`

export const countEdited = (table: ImagedTable, of: ChangeKey) => {
  const reported = table.groups.flatMap(({ columns, isUnreported }) => (isUnreported ? [] : columns))
  return part`SELECT count(*) ${imagedRowsSql(table, of)} AND NOT (${constant(isUnedited(reported))})`
}

/** Counts the rows that a change added and that were edited since. Undo does not delete these rows. */
export const countKeptSql = (table: ImagedTable, of: ChangeKey) => part`
  SELECT count(*) ${imagedRowsSql(table, of)} AND NOT ${isThere(table, 'was')} AND ${isThere(table, 'is')}
    AND NOT (${constant(isUnedited(table.added?.unedited ?? []))})`

/** Conditions for the two passes of a restore: existing rows first, which frees names that the deleted rows need. */
const editedParts = ({ groups }: ImagedTable) => {
  if (groups.length === 0) return []
  const isNamed = groups.some(({ columns }) => columns.includes('name_key'))
  return isNamed
    ? [constant('present.deleted_at IS NULL'), constant('present.deleted_at IS NOT NULL')]
    : [constant('true')]
}

const restoreEdited = (db: D1Database, of: ChangeKey, table: ImagedTable, only: SqlPart) => {
  const { groups, hasNoVersion } = table
  const version = hasNoVersion ? constant('') : part`, seq = ${newSeq(of.userId)}`
  const [name, key] = [constant(table.name), constant(table.key)]
  const compared = groups.map(({ columns }, index) => `${isUnedited(columns)} AS unedited_${index}`)
  const anyUnedited = groups.map((_, index) => `unedited_${index}`)
  const restored = groups.flatMap(({ columns, along = [] }, index) =>
    [...columns, ...along].map((column) => `${column} = iif(unedited_${index}, was ->> '${column}', ${column})`),
  )
  return sql(db)`
    WITH changed AS MATERIALIZED (
      SELECT present.${key} AS row_key, image.value -> 'was' AS was, ${constant(compared.join(', '))}
      ${imagedRowsSql(table, of)} AND ${isThere(table, 'was')} AND ${only})
    UPDATE ${name}
    SET ${constant(restored.join(', '))}${version}
    FROM changed
    WHERE (${constant(anyUnedited.join(' OR '))}) AND ${name}.user_id = ${of.userId} AND ${name}.${key} = row_key`
}

const deleteAdded = (db: D1Database, of: ChangeKey, table: ImagedTable, added: ImagedTable['added']) => {
  if (!added) return []
  const key = constant(table.key)
  const which = part`
    user_id = ${of.userId} AND ${key} IN (
      SELECT present.${key} ${imagedRowsSql(table, of)} AND NOT ${isThere(table, 'was')} AND ${isThere(table, 'is')}
        AND ${constant(isUnedited(added.unedited))} AND NOT ${added.isUsed?.(of.userId) ?? constant('false')})
    AND NOT EXISTS (
      SELECT 1 ${imagedRowsSql(table, of)} AND ${isThere(table, 'was')} AND NOT (${constant(isUnedited(added.source))}))`
  return added.searchedAs
    ? removeRows(db, of.userId, added.searchedAs, which)
    : [sql(db)`DELETE FROM ${constant(table.name)} WHERE ${which}`]
}

const insertDeleted = (db: D1Database, of: ChangeKey, table: ImagedTable) => {
  const { name, key } = table
  const columns = columnsOf(table)
  const values = columns.map((column) => `image.value ->> '$.was.${column}'`)
  return sql(db)`
    INSERT INTO ${constant(name)} (${constant(['user_id', key, ...columns, 'seq'].join(', '))})
    SELECT ${of.userId}, ${constant(["image.value ->> 'id'", ...values].join(', '))},
      ${newSeq(of.userId)}
    FROM change_parts JOIN json_each(change_parts.rows) AS image
    WHERE ${ofChange(table, of)} AND ${isThere(table, 'was')} AND NOT ${isThere(table, 'is')}
    ON CONFLICT (${constant(`user_id, ${key}`)}) DO NOTHING`
}

/** Restores the former values of every row of a table, except columns edited since the change. */
export const restoreRows = (db: D1Database, of: ChangeKey, table: ImagedTable) => [
  ...deleteAdded(db, of, table, table.added),
  ...editedParts(table).map((only) => restoreEdited(db, of, table, only)),
  ...(table.isDeletable ? [insertDeleted(db, of, table)] : []),
]
