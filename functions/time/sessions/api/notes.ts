import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { undoable } from '../../../changes/writes'
import { busyError, operation } from '../../../lib/api/describe'
import { answerWithVersion, once } from '../../../lib/api/once'
import { body, invalidFields } from '../../../lib/api/request'
import { withLength } from '../../../lib/api/values'
import { declareAnswer } from '../../../lib/db/reads'
import { conflict, retry } from '../../../lib/db/retry'
import { commit, part } from '../../../lib/db/sql'
import { type App, loads } from '../../../lib/env'
import { setRow } from '../../../lib/resource/row-writes'
import { grouped } from '../../../lib/text/format'
import { countCharacters, shortQuoted } from '../../../lib/text/text'
import { isRunning } from '../../timer/api'
import { editedLink } from '../plan-link'
import { notesLimit, notesText } from '../schema'
import { titleOf } from '../title'
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
    text: withLength(notesText.pipe(z.string().min(1, 'Enter the note')), { minLength: 1, maxLength: notesLimit }),
  })
  .meta({ id: 'SessionNote', example: { text: 'Chose the second outline' } })

export const loadSession = loads('session', (c, id) => sessionOfId(c.env.DB, c.var.user.id, id))

/** `/api/v1/sessions/:id/notes` */
export const sessionNotesApi = new Hono<App>().post(
  '/:id/notes',
  operation({
    summary: 'Add a line to the notes of a session',
    description: 'Of a finished session or the running timer. “Recent changes” lists it, with its Undo.',
    tag: 'Sessions',
    body: true,
    item: true,
    once: true,
    stale: true,
    errors: { 409: busyError },
    answers: { schema: SessionJson },
  }),
  loadSession,
  body(NoteBody),
  once(),
  async (c) => {
    const { DB } = c.env
    const { user, claimWith } = c.var
    const { text } = c.req.valid('json')
    let loaded: StoredSession | null = c.var.session
    declareAnswer(c.env.DB, () => sessionOfId(DB, user.id, c.var.session.id))
    return retry(async () => {
      const session = loaded ?? (await sessionOfId(DB, user.id, c.var.session.id))
      loaded = null
      if (!session) return c.notFound()
      if (!isRunning(session) && !isFinished(session)) {
        throw invalidFields({ '': ['Set when the session ended first'] })
      }
      const notes = session.notes ? `${session.notes}\n${text}` : text
      if (countCharacters(notes) > notesLimit) {
        throw invalidFields({ text: [`The notes would have more than ${grouped(notesLimit)} characters`] })
      }
      const now = Date.now()
      const change = { id: uuid(), kind: 'note' as const, summary: `Added a note to ${shortQuoted(titleOf(session))}` }
      const answer = sessionJson({ ...session, notes, updated_at: now })
      const writes = [
        ...claimWith(session.id, answerWithVersion(user.id, answer, ['$.seq'])),
        ...undoable(
          DB,
          user.id,
          change,
          { notes: [session.id] },
          setRow(DB, 'sessions', user.id, session.id, { notes }, now, part`AND seq = ${session.seq}`),
          now,
        ),
      ]
      if (!(await commit(DB, user.id, [], writes))) return conflict
      const saved = await sessionOfId(DB, user.id, session.id)
      return saved ? c.json(sessionJson(saved)) : c.notFound()
    })
  },
)
