import { setTimeout as wait } from 'node:timers/promises'
import { plural } from '../../functions/lib/time/duration'
import type { Context, Run } from '../context'
import { Failure } from '../failure'
import { progressLine } from '../output/progress'
import { sanitizeLine } from '../output/text'
import { callOrFail, parseJsonBody, requireAccount } from '../remote/call'

type Backup = {
  id: string
  state: 'being_made' | 'ready' | 'failed' | 'damaged'
  bytes: number
  rows: number
  verified_at: string | null
  error: string | null
}

const pollMs = 500
const mostPolls = 600

/** Waits until the backup is complete and checked. @throws Failure */
const finished = async (context: Context, made: Backup): Promise<Backup> => {
  const { server, token } = requireAccount(context)
  const progress = progressLine(context, context.isJson)
  try {
    for (let polls = 1; polls <= mostPolls; polls += 1) {
      progress.show('Making the backup, seconds', Math.round((polls * pollMs) / 1000))
      await wait(pollMs, undefined, { signal: context.signal }).catch(() => undefined)
      if (context.signal.aborted) break
      const response = await callOrFail(context, { server, token, path: '/api/v1/backups' })
      const { items }: { items: Backup[] } = await parseJsonBody(response, server)
      const found = items.find(({ id }) => id === made.id)
      if (found && found.state !== 'being_made') return found
    }
  } finally {
    progress.clear()
  }
  throw new Failure('error', 'The backup is still being made.', 'See it at /settings/backups.')
}

/** Makes a backup on the server, and waits for its check. */
export const backupNow: Run = async (context) => {
  const { server, token } = requireAccount(context)
  const response = await callOrFail(context, { server, token, path: '/api/v1/backups', method: 'POST' })
  const backup = await finished(context, await parseJsonBody<Backup>(response, server))
  if (backup.state !== 'ready') {
    throw new Failure('error', `The backup ${backup.state}: ${sanitizeLine(backup.error ?? 'the reason isn’t known')}`)
  }
  const { paint } = context.terminal
  return {
    json: { backup },
    text: [
      `${paint('green', '✓')} Backup ${paint('bold', backup.id)} is made and checked: ${plural(backup.rows, 'row')}, ${plural(backup.bytes, 'byte')}.`,
    ],
  }
}
