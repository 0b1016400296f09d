import { notesLimit, type PersonRow } from '../people/schema'

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
