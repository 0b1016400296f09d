import type { MergePair } from '../changes/merge-pages'
import type { ChangePlan } from '../changes/run'
import { undoableTables } from '../changes/tables'
import { quoted } from '../changes/words'
import { plural } from '../lib/format'
import { ProblemError } from '../lib/problem'
import { setRows } from '../lib/resource/stored'
import { allRows, constant, part, sql } from '../lib/sql'
import { joinedNotes } from '../lib/text'
import { notesLimit, type PersonRow, person as personOf } from '../people/schema'

/** Rows that name one person in a column and go with that person, as `undoableTables` names them. */
const tables = [
  { name: 'feedback', column: 'from_person_id' },
  { name: 'action_items', column: 'person_id' },
] as const

type Name = (typeof tables)[number]['name'] | 'meetings'

export type LinkedRows = Record<Name, string[]>

const attends = (from: string) => part`EXISTS (SELECT 1 FROM json_each(meetings.attendees) WHERE value = ${from})`

type Found = { name: Name; id: string }

const tableOf = (name: Name) => constant(undoableTables[name].name)

/** The rows of a table that name a person, deleted ones apart, as one index has no others. */
const rowsOf = (db: D1Database, userId: string, from: string, { name, column }: (typeof tables)[number]) => {
  const own = part`
    SELECT ${name} AS name, id FROM ${tableOf(name)} WHERE user_id = ${userId} AND ${constant(column)} = ${from}`
  return allRows<Found>(sql(db)`${own} AND deleted_at IS NULL UNION ALL ${own} AND deleted_at IS NOT NULL`)
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
const moveToPerson = (db: D1Database, userId: string, { from, into }: MergePair, rows: LinkedRows, now: number) => [
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
    UPDATE ${tableOf(name)}
    SET ${constant(column)} = ${into}, updated_at = ${now}, seq = ${head(userId)}
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(rows[name])}))
      AND ${constant(column)} = ${from}`,
  ),
]

type Details = Pick<PersonRow, 'role' | 'email' | 'notes' | 'organization_id'>

/** Values of a person after another is merged into them, and words for those they take over. Their own values stay. */
export const inheritedByPerson = (from: Details, into: Details) => {
  const values: Details = {
    role: into.role || from.role,
    email: into.email || from.email,
    notes: joinedNotes(from.notes, into.notes, notesLimit),
    organization_id: into.organization_id ?? from.organization_id,
  }
  const words = [
    values.role !== into.role && 'role',
    values.email !== into.email && 'email',
    values.notes !== into.notes && 'notes',
    values.organization_id !== into.organization_id && 'organization',
  ].filter((word) => word !== false)
  return { values, words }
}

/** Rows that one batch can move: a meeting with many people takes some ten rows, its Undo as many. */
const mostRows = 1_500

/** `12 meetings, 3 action items and 1 piece of feedback`; nothing without any. */
export const linkedWords = ({ meetings, feedback, action_items }: LinkedRows) => {
  const counts: [number, string, string?][] = [
    [meetings.length, 'meeting'],
    [action_items.length, 'action item'],
    [feedback.length, 'piece of feedback', 'pieces of feedback'],
  ]
  const words = counts.filter(([count]) => count > 0).map(([count, one, many]) => plural(count, one, many))
  return new Intl.ListFormat('en-GB').format(words)
}

const refuseTooMany = (rows: LinkedRows) => {
  const count = Object.values(rows).flat().length
  if (count <= mostRows) return
  throw new ProblemError({
    status: 422,
    code: 'invalid',
    title: 'Too much to merge',
    detail: `This person has ${count} meetings, action items and feedback. At most ${mostRows} can move at once.`,
    again: '/people',
  })
}

/**
 * Moves the meetings, action items and feedback of a person to another, deleted ones too, and deletes the person.
 * Refused when `from` or `into` is gone, or both are one person. @param now epoch ms
 */
export const planPeopleMerge = async (
  db: D1Database,
  userId: string,
  pair: MergePair,
  now: number,
): Promise<ChangePlan | { refused: 'from' | 'into' }> => {
  const [from, into, linked] = await Promise.all([
    personOf(db, userId, pair.from),
    personOf(db, userId, pair.into),
    linkedToPerson(db, userId, pair.from),
  ])
  if (!from) return { refused: 'from' }
  if (!into || into.id === from.id) return { refused: 'into' }
  refuseTooMany(linked)
  const { values } = inheritedByPerson(from, into)
  const moved = linkedWords(linked)
  return {
    kind: 'merge',
    summary: `Merged ${quoted(from.name)} into ${quoted(into.name)}${moved && `, ${moved}`}`,
    touched: { people: [from.id, into.id], ...linked },
    writes: [
      ...moveToPerson(db, userId, pair, linked, now),
      setRows(db, 'people', userId, [into.id], values, now),
      setRows(db, 'people', userId, [from.id], { deleted_at: now }, now),
    ],
  }
}
