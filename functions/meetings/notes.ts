import type { Context } from 'hono'
import { z } from 'zod'
import { invalidFields } from '../lib/api/request'
import { differences } from '../lib/conflict'
import type { App } from '../lib/env'
import { answerStale, submittedText } from '../lib/form'
import { flash } from '../lib/page'
import { respondProblem } from '../lib/respond'
import { commit, committed } from '../lib/sql'
import { seenVersion } from '../lib/version'
import { meeting } from './queries'
import { type ListedMeeting, type NoteField, noteField, noteFields, noteMembers, noteNames, versionOf } from './schema'
import { type NoteSave, saveNotes } from './writes'

const note = noteMembers.preparation_notes.unwrap()

/** Form of a save (decision 0062). */
const NoteForm = z.object({ text: note, base: seenVersion('meeting'), sent: note.optional() })

const Versions = z.object({ preparation_version: z.int(), questions_version: z.int(), outcome_version: z.int() })

type WithRow = App & { Variables: { row: ListedMeeting } }

/** Saves a note while it is typed. */
export const saveNote = async (c: Context<WithRow>) => {
  const { DB } = c.env
  const { user } = c.var
  const { data: field } = noteField.safeParse(c.req.param('field'))
  if (!field) return c.notFound()
  const typed = NoteForm.safeParse(submittedText(c))
  if (!typed.success) throw invalidFields(z.flattenError(typed.error).fieldErrors)
  const { id } = c.var.row
  const done = await committed(DB, user.id, [], saveNotes(DB, user.id, id, [[field, typed.data]], Date.now()))
  if (done) return c.json({ version: Versions.parse(done[0]?.results[0])[versionOf[field]] })
  const row = await meeting(DB, user.id, id)
  if (row === null) return c.notFound()
  const version = row[versionOf[field]]
  return row[field] === typed.data.text ? c.json({ version }) : c.json({ version, text: row[field] }, 409)
}

const Typed = z.object(noteMembers)

/** The notes of the form that differ from the saved ones, each with the version that the form was made from. */
const savesOf = (row: ListedMeeting, typed: z.output<typeof Typed>, submitted: Record<string, string>) =>
  noteFields.flatMap((field): [NoteField, NoteSave][] => {
    const text = typed[field]
    if (text === undefined || text === row[field]) return []
    return [[field, { text, base: Number(submitted[versionOf[field]] || Number.NaN) }]]
  })

/** Saves all notes at once, for browsers without script. */
export const postNotes = async (c: Context<WithRow>) => {
  const { DB } = c.env
  const { row, user } = c.var
  const page = `/meetings/${row.id}`
  const submitted = submittedText(c)
  const typed = Typed.safeParse(submitted)
  if (!typed.success) {
    const detail = typed.error.issues.map(({ message }) => message).join('. ')
    return respondProblem(c, { status: 422, code: 'invalid', title: 'Invalid notes', detail })
  }
  const saves = savesOf(row, typed.data, submitted)
  const isSeen = saves.every(([field, { base }]) => base === row[versionOf[field]])
  if (
    saves.length === 0 ||
    (isSeen && (await commit(DB, user.id, [], saveNotes(DB, user.id, row.id, saves, Date.now()))))
  ) {
    flash(c, { message: 'Notes saved' })
    return c.redirect(page, 303)
  }
  const saved = await meeting(DB, user.id, row.id)
  if (saved === null) return c.notFound()
  const versions = Object.fromEntries(noteFields.map((field) => [versionOf[field], String(saved[versionOf[field]])]))
  const described = Object.fromEntries(noteFields.map((field) => [field, [noteNames[field]] as [string]]))
  return answerStale(c, {
    what: 'meeting',
    title: `Notes of ${saved.title}`,
    page,
    action: `${page}/notes`,
    saved,
    fields: differences({ ...saved, ...typed.data }, saved, described),
    values: { ...submitted, ...versions },
  })
}
