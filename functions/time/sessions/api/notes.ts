import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { storeUndoable } from '../../../changes/writes'
import { addAct } from '../../../lib/api/act'
import { busyError } from '../../../lib/api/describe'
import { fieldsProblem } from '../../../lib/api/request'
import { withLength } from '../../../lib/api/values'
import { editVersion } from '../../../lib/api/version'
import { commit, part } from '../../../lib/db/sql'
import { type App, type Loaded, rowLoader } from '../../../lib/env'
import { setRow } from '../../../lib/resource/row-writes'
import { grouped } from '../../../lib/text/format'
import { countCharacters, quoteShort } from '../../../lib/text/text'
import { isRunning } from '../../timer/api'
import { editedLink } from '../plan-link'
import { notesSchema, sessionNotesLimit } from '../schema'
import { sessionTitle } from '../title'
import { SessionJson, type SessionPatch, type StoredSession, sessionJson } from './json'
import { sessionOfId } from './queries'
import { patchedTimes } from './times'

type FinishedSession = StoredSession & { ended_at: number; duration_seconds: number }

export const isFinished = (session: StoredSession): session is FinishedSession =>
  session.status === 'completed' && session.ended_at !== null && session.duration_seconds !== null

export const applyPatch = (
  session: FinishedSession,
  { time_zone = session.time_zone, ...patch }: Omit<SessionPatch, 'seq'>,
) => {
  const times = patchedTimes(session, patch, time_zone)
  return { ...session, ...patch, ...editedLink(patch, session), ...times, time_zone }
}

export const NoteBody = z
  .strictObject({
    text: withLength(notesSchema.pipe(z.string().min(1, 'Enter the note')), {
      minLength: 1,
      maxLength: sessionNotesLimit,
    }),
  })
  .meta({ id: 'SessionNote', example: { text: 'Chose the second outline' } })

export const loadSession = rowLoader('session', sessionOfId)

/** `/api/v1/sessions/:id/notes` */
export const sessionNotesApi = new Hono<App>()
addAct(sessionNotesApi, '/:id/notes', {
  summary: 'Add a line to the notes of a session',
  description: 'Of a finished session or the running timer. “Recent changes” lists it, with its Undo.',
  tag: 'Sessions',
  item: true,
  stale: true,
  errors: { 409: busyError },
  before: [loadSession],
  input: NoteBody,
  schema: SessionJson,
  versions: ['$.seq'],
  json: sessionJson,
  run: async (c: Context<Loaded<'session', StoredSession>>, { input: { text }, id, claim }) => {
    const { DB } = c.env
    const { user } = c.var
    const write = (session: StoredSession) => {
      if (!isRunning(session) && !isFinished(session)) {
        throw fieldsProblem({ '': ['Set when the session ended first'] })
      }
      const notes = session.notes ? `${session.notes}\n${text}` : text
      if (countCharacters(notes) > sessionNotesLimit) {
        throw fieldsProblem({ text: [`The notes would have more than ${grouped(sessionNotesLimit)} characters`] })
      }
      const now = Date.now()
      const change = {
        id: uuid(),
        kind: 'note' as const,
        summary: `Added a note to ${quoteShort(sessionTitle(session))}`,
      }
      const writes = [
        ...claim(id, { ...session, notes, updated_at: now }),
        ...storeUndoable(
          DB,
          user.id,
          change,
          { notes: [id] },
          setRow(DB, 'sessions', user.id, id, { notes }, now, part`AND seq = ${session.seq}`),
          now,
        ),
      ]
      return commit(DB, user.id, [], writes)
    }
    const again = () => sessionOfId(DB, user.id, id)
    await editVersion(c, { row: c.var.session, seq: undefined, again, write, json: sessionJson })
    return again()
  },
})
