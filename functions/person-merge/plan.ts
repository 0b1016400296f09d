import type { ChangePlan } from '../changes/run'
import { quoted } from '../changes/words'
import { plural } from '../lib/format'
import { ProblemError } from '../lib/problem'
import { sql } from '../lib/sql'
import { notesLimit, type PersonRow, person as personOf } from '../people/schema'
import { type LinkedRows, linkedToPerson, moveToPerson, type PersonPair } from './linked'

type Details = Pick<PersonRow, 'role' | 'email' | 'notes' | 'organization_id'>

const joinedNotes = (from: string, into: string) => {
  const both = [into, from].filter((notes) => notes !== '').join('\n\n')
  return from === into || [...both].length > notesLimit ? into : both
}

/** Values of a person after another is merged into them, and words for those they take over. Their own values stay. */
export const inheritedByPerson = (from: Details, into: Details) => {
  const values: Details = {
    role: into.role || from.role,
    email: into.email || from.email,
    notes: joinedNotes(from.notes, into.notes),
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
  pair: PersonPair,
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
      sql(db)`
        UPDATE people
        SET role = ${values.role}, email = ${values.email}, notes = ${values.notes},
            organization_id = ${values.organization_id}, updated_at = ${now},
            seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${into.id} AND deleted_at IS NULL`,
      sql(db)`
        UPDATE people
        SET deleted_at = ${now}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${from.id} AND deleted_at IS NULL`,
    ],
  }
}
