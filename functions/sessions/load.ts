import { type Loaded as FoundRow, loads } from '../lib/load'
import { recoverableSince } from '../lib/recoverable'
import * as q from './queries'
import type { SessionRow } from './schema'

export type LoadedSession = FoundRow<'session', SessionRow>

/** Loads the finished session named in the path. */
export const loadSession = loads('session', (c, id) => q.session(c.env.DB, c.var.user.id, id))

/** Loads a deleted session that can still be restored. */
export const loadDeletedSession = loads('session', (c, id) =>
  q.deletedSession(c.env.DB, c.var.user.id, id, recoverableSince(Date.now())),
)
