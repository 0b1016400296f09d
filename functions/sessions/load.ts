import { type Loaded as FoundRow, loads } from '../lib/load'
import { recoverableSince } from '../lib/recoverable'
import * as q from './queries'
import type { SessionRow } from './schema'

export type LoadedSession = FoundRow<'session', SessionRow>

export const loadSession = loads('session', (c, id) => q.session(c.env.DB, c.var.user.id, id))

export const loadDeletedSession = loads('session', (c, id) =>
  q.deletedSession(c.env.DB, c.var.user.id, id, recoverableSince(Date.now())),
)
