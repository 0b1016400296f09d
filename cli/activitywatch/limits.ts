import { spawn } from 'node:child_process'
import { duration } from '../../functions/lib/time/duration'
import { dayMs } from '../../functions/lib/time/units'
import { type Context, optionText } from '../context'
import { Failure } from '../failure'
import { callOrFail, parseJsonBody, requireAccount } from '../remote/call'
import { readStoredNote, saveNote } from '../store/notes'
import type { latestApp } from './source'

/** An app in front, and its use that is not reported yet. */
type AppInFront = NonNullable<Awaited<ReturnType<typeof latestApp>>>

type Check = {
  label?: string | null
  limit?: { scope: string; seconds: number; left_seconds: number; period: 'day' | 'week'; until: string }
}

const title = 'A limit is used up'

/** Starts a program and does not wait for its end. Returns false if there is no such program. */
const start = (context: Context, program: string, args: string[], env: Record<string, string>) =>
  new Promise<boolean>((done) => {
    const child = spawn(program, args, {
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, ...context.env, ...env },
    })
    child.on('error', () => done(false))
    child.on('spawn', () => {
      child.unref()
      done(true)
    })
  })

/**
 * Tells once in a period that a limit of the app in front is used up, time that is not reported yet included: by
 * notify-send, and by the command of `--on-limit`, which gets `DAYMARK_APP` and `DAYMARK_MESSAGE`. Returns the message.
 */
export const tellUsedLimit = async (context: Context, { app, use }: AppInFront): Promise<string | null> => {
  const { server, token } = requireAccount(context)
  const path = `/api/v1/whitelist/check?${new URLSearchParams({ package_name: app })}`
  const ask = async () => parseJsonBody<Check>(await callOrFail(context, { server, token, path }), server)
  // Reporting goes on with a server or a token that does not answer this.
  const { limit, label } = await ask().catch((error): Check => {
    if (error instanceof Failure && error.kind !== 'offline') return {}
    throw error
  })
  if (!limit) return null
  const begin = Date.parse(limit.until) - (limit.period === 'week' ? 7 : 1) * dayMs
  const unreported = use.reduce((sum, { start, end }) => sum + Math.max(0, end - Math.max(start, begin)) / 1000, 0)
  if (limit.left_seconds > unreported) return null
  const { db } = context.store()
  const told = readStoredNote(db, 'limits') ?? {}
  if (told[limit.scope] === limit.until) return null
  saveNote(db, 'limits', { ...told, [limit.scope]: limit.until })
  const message = `${label ?? app}: the limit of ${duration(limit.seconds)} is used up.`
  const env = { DAYMARK_APP: app, DAYMARK_MESSAGE: message }
  await start(context, 'notify-send', ['--app-name=Daymark', title, message], {})
  const command = optionText(context, 'on-limit')
  if (command !== undefined) await start(context, '/bin/sh', ['-c', command], env)
  return message
}
