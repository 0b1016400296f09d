import type { Context } from 'hono'
import type { App } from '../lib/env'
import { ProblemError } from '../lib/problem'
import { afterResponse } from '../lib/wait-until'
import { continueBackup, startBackup } from './make'

/** Begins a backup that is made after the response, with `writes`. @throws ProblemError 409 while another is being made */
export const beginBackup = async <E extends App>(c: Context<E>, id: string, writes: D1PreparedStatement[] = []) => {
  const { user } = c.var
  const started = await startBackup(c.env, user.id, { id, kind: 'manual' }, writes)
  if (!started) throw new ProblemError(oneIsMade)
  afterResponse(c, () => continueBackup(c.env, user, started))
}

const oneIsMade = {
  status: 409,
  code: 'busy',
  title: 'A backup is being made',
  detail: 'It takes a few seconds. Try again when it’s done.',
  again: '/settings/backups',
} as const
