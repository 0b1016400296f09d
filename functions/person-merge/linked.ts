import { allRows, constant, part, sql } from '../lib/sql'

export type PersonPair = { from: string; into: string }

/** Tables whose rows name one person in a column and go with that person, and their indexes by that column. */
const tables = [
  { name: 'feedback', column: 'from_person_id', indexed: ['deleted_at IS NULL'] },
  {
    name: 'action_items',
    column: 'person_id',
    indexed: ["status <> 'done' AND deleted_at IS NULL", "status = 'done' AND deleted_at IS NULL"],
  },
] as const

type Name = (typeof tables)[number]['name'] | 'meetings'

export type LinkedRows = Record<Name, string[]>

const attends = (from: string) => part`EXISTS (SELECT 1 FROM json_each(meetings.attendees) WHERE value = ${from})`

type Found = { name: Name; id: string }

/** The rows of a table that name a person, by its indexes; a deleted row is in none of them. */
const rowsOf = (db: D1Database, userId: string, from: string, { name, column, indexed }: (typeof tables)[number]) => {
  const own = part`SELECT ${name} AS name, id FROM ${constant(name)} WHERE user_id = ${userId} AND ${constant(column)} = ${from}`
  const conditions = [...indexed, 'deleted_at IS NOT NULL']
  const all = conditions.map((condition) => part`${own} AND ${constant(condition)}`)
  return allRows<Found>(sql(db)`${all.reduce((some, one) => part`${some} UNION ALL ${one}`)}`)
}

/** Ids of the rows that name a person, deleted ones too. */
export const linkedToPerson = async (db: D1Database, userId: string, from: string): Promise<LinkedRows> => {
  const meetings = allRows<Found>(sql(db)`
    SELECT 'meetings' AS name, id FROM meetings WHERE user_id = ${userId} AND ${attends(from)}`)
  const found = await Promise.all([meetings, ...tables.map((table) => rowsOf(db, userId, from, table))])
  const idsOf = (wanted: Name) => found.flat().flatMap(({ name, id }) => (name === wanted ? [id] : []))
  return { meetings: idsOf('meetings'), feedback: idsOf('feedback'), action_items: idsOf('action_items') }
}

const head = (userId: string) => part`(SELECT seq FROM change_heads WHERE user_id = ${userId})`

/** Moves these rows from one person to another. @param now epoch ms */
export const moveToPerson = (
  db: D1Database,
  userId: string,
  { from, into }: PersonPair,
  rows: LinkedRows,
  now: number,
) => [
  // A form that names the old person must not add them again: it is stale.
  sql(db)`
    UPDATE meetings
    SET attendees = (
          SELECT json_group_array(DISTINCT iif(value = ${from}, ${into}, value)) FROM json_each(meetings.attendees)),
        updated_at = ${now}, details_seq = ${head(userId)}, seq = ${head(userId)}
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(rows.meetings)}))
      AND ${attends(from)}`,
  ...tables.map(
    ({ name, column }) => sql(db)`
    UPDATE ${constant(name)}
    SET ${constant(column)} = ${into}, updated_at = ${now}, seq = ${head(userId)}
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(rows[name])}))
      AND ${constant(column)} = ${from}`,
  ),
]
