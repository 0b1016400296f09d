import { type Loaded as FoundRow, loads } from '../lib/load'
import { recoverableSince } from '../lib/recoverable'
import * as q from './queries'
import type { SessionRow } from './schema'

export type LoadedSession = FoundRow<'session', SessionRow>

/** Loads the session named in the path, unless it is deleted or still running. */
export const loadSession = loads('session', (c, id) => q.session(c.env.DB, c.var.user.id, id))

/** The same for a session that was deleted, and not too long ago to come back. */
export const loadDeletedSession = loads('session', (c, id) =>
  q.deletedSession(c.env.DB, c.var.user.id, id, recoverableSince(Date.now())),
)
