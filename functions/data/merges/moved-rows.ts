import { filedTables, type ImagedTable, undoableTables } from '../../changes/tables'
import { constant, newSeq, part, type SqlPart, sql } from '../../lib/db/sql'
import { kindEntry } from '../../lib/kinds'
import { plural } from '../../lib/text/format'

/** Ids of a merge: row `from` is merged into row `into`. */
export type MergePair = { from: string; into: string }

/** A column that refers to rows which can be merged. `isList`: it holds a JSON list of ids. */
type Reference = { table: ImagedTable; column: string; isList?: true; one?: string; many?: string }

/** Rows that reference merged rows, deleted ones included. */
export type MovedRows = Reference & { keys: string[] }

export const peopleReferences: Reference[] = [
  { table: undoableTables.meetings, column: 'attendees', isList: true, one: 'meeting' },
  { table: undoableTables.action_items, column: 'person_id', one: 'action item' },
  { table: undoableTables.feedback, column: 'from_person_id', one: 'piece of feedback', many: 'pieces of feedback' },
]

export const organizationReferences: Reference[] = filedTables.map((table) => {
  const { one, many } = kindEntry(table.of)
  return { table, column: table.column, one: one.toLowerCase(), many: many.toLowerCase() }
})

const { plans, learnings, tasks, meetings } = undoableTables

export const projectReferences: Reference[] = [plans, learnings, tasks, meetings].map((table) => ({
  table,
  column: 'project_id',
}))

/** Condition for rows that refer to one of the ids. @param ids SQL of a list or a subquery */
const names = ({ table, column, isList }: Reference, ids: SqlPart) =>
  isList
    ? part`EXISTS (SELECT 1 FROM json_each(${constant(`${table.name}.${column}`)}) AS own WHERE own.value IN (${ids}))`
    : part`${constant(column)} IN (${ids})`

/** Finds rows that refer to one of the ids, grouped by reference. */
export const referencingRows = async (
  db: D1Database,
  userId: string,
  references: Reference[],
  ids: string[],
): Promise<MovedRows[]> => {
  if (ids.length === 0) return []
  const named = part`SELECT value FROM json_each(${JSON.stringify(ids)})`
  const lists = references.map(
    (reference, index) => part`(
      SELECT json_group_array(id) FROM ${constant(reference.table.name)}
      WHERE user_id = ${userId} AND ${names(reference, named)}) AS ${constant(`rows_${index}`)}`,
  )
  const row = await sql(db)`SELECT ${lists.reduce((all, one) => part`${all}, ${one}`)}`.first<Record<string, string>>()
  return references.flatMap((reference, index) => {
    const keys: string[] = JSON.parse(row?.[`rows_${index}`] ?? '[]')
    return keys.length > 0 ? [{ ...reference, keys }] : []
  })
}

/** `12 meetings, 3 action items and 1 piece of feedback`; empty without rows. */
export const movedWords = (moved: MovedRows[]) =>
  new Intl.ListFormat('en-GB').format(moved.map(({ keys, one = '', many }) => plural(keys.length, one, many)))

/** Replaces references to `from` with references to `into`. @param now epoch ms */
export const moveReferences = (db: D1Database, userId: string, moved: MovedRows[], pairs: MergePair[], now: number) =>
  moved.flatMap(({ table: { name }, column, isList }) => {
    const [table, of] = [constant(name), constant(column)]
    if (!isList) {
      // A week has one review. If both organizations have one, the deleted organization keeps its own.
      return [
        sql(db)`
        UPDATE OR IGNORE ${table} SET ${of} = value ->> 'into', updated_at = ${now}, seq = ${newSeq(userId)}
        FROM json_each(${JSON.stringify(pairs)})
        WHERE ${table}.user_id = ${userId} AND ${table}.${of} = value ->> 'from'`,
      ]
    }
    // Makes open forms stale (`details_seq`): they would add the merged person again.
    return pairs.map(
      ({ from, into }) => sql(db)`
        UPDATE ${table}
        SET ${of} = (SELECT json_group_array(DISTINCT iif(value = ${from}, ${into}, value)) FROM json_each(${table}.${of})),
          updated_at = ${now}, details_seq = ${newSeq(userId)}, seq = ${newSeq(userId)}
        WHERE user_id = ${userId} AND EXISTS (SELECT 1 FROM json_each(${table}.${of}) WHERE value = ${from})`,
    )
  })
