import type { Context } from 'hono'
import type { App } from '../lib/env'
import { early, type Loaded as FoundRow, loads } from '../lib/load'
import { recoverableSince } from '../lib/recoverable'
import * as q from './queries'
import type { SessionRow } from './schema'

export type LoadedSession = FoundRow<'session', SessionRow>

export const loadSession = loads('session', (c, id) => q.session(c.env.DB, c.var.user.id, id))

/** To the minute, so that reads of one request are alike. */
const deletedSince = () => Math.floor(recoverableSince(Date.now()) / 60_000) * 60_000

const findDeleted = <E extends App>(c: Context<E>, id: string) =>
  q.deletedSession(c.env.DB, c.var.user.id, id, deletedSince())

export const withDeletedSession = early<App>((c) => findDeleted(c, c.req.param('id') ?? ''))

export const loadDeletedSession = loads('session', findDeleted)
