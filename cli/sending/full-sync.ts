import { setTimeout as wait } from 'node:timers/promises'
import { plural } from '../../functions/lib/time/duration'
import type { Context } from '../context'
import { Failure } from '../failure'
import { progressLine } from '../output/progress'
import { refusalFailure, requireAccount } from '../remote/call'
import { areNamesStale, readNames } from '../remote/names'
import { hostOf } from '../remote/server'
import type { SignedInAccount } from '../store/account'
import { saveNote } from '../store/notes'
import type { Outcome, SyncProgress } from '../sync/outcome'
import { sync } from '../sync/sync'
import { deviceRemote } from './device-remote'

export type FullSyncResult = SyncProgress & { digests_agree: boolean | null }

const namesTimeoutMs = 10_000
/** Maximum wait for a busy server, in seconds; if it asks for more, the sync fails. */
const longestWait = 60
const mostTries = 20

const kept = (waiting: number) => (waiting > 0 ? `${plural(waiting, 'change')} kept on this device` : 'nothing is lost')

const failureOf = ({ server }: SignedInAccount, outcome: Exclude<Outcome, { kind: 'done' }>) => {
  const { waiting } = outcome
  if (outcome.kind === 'offline') {
    return new Failure('offline', `Can’t reach ${hostOf(server)}; ${kept(waiting)}.`, 'Try again with daymark sync.')
  }
  if (outcome.kind === 'failed') {
    const what = `${hostOf(server)} answered with an error (${outcome.status})`
    return new Failure('error', `${what}; ${kept(waiting)}.`, 'Try again with daymark sync.')
  }
  if (outcome.kind === 'busy') {
    return new Failure('error', `${hostOf(server)} is busy; ${kept(waiting)}.`, 'Try again in a minute.')
  }
  return refusalFailure(server, outcome.status, outcome)
}

/** Syncs until neither side has more, and waits for a busy server. @throws Failure */
export const fullSync = async (context: Context, { verify = false } = {}): Promise<FullSyncResult> => {
  const { store, signal, isJson } = context
  const account = requireAccount(context)
  const { db, device } = store()
  const progress = progressLine(context, isJson)
  const remote = deviceRemote(context, account)
  const total = device.pendingCount()
  const onProgress = ({ sent, received, waiting }: SyncProgress) => {
    if (waiting > 0 || sent > 0) progress.show('Sending', sent, Math.max(total, sent + waiting))
    else progress.show('Fetching', received)
  }
  try {
    for (let tries = 1; ; tries += 1) {
      const outcome = await sync(device, remote, { verify, onProgress })
      if (signal.aborted)
        throw new Failure('error', `Interrupted; ${kept(outcome.waiting)}.`, 'Go on with daymark sync.')
      if (outcome.kind === 'done') {
        saveNote(db, 'quiet_until', 0)
        if (areNamesStale(context)) await readNames(context, account, namesTimeoutMs)
        const { kind: _, digestsAgree, ...counts } = outcome
        return { ...counts, digests_agree: digestsAgree }
      }
      if (outcome.kind !== 'busy' || tries >= mostTries || outcome.retryAfterSeconds > longestWait) {
        throw failureOf(account, outcome)
      }
      progress.show(`${hostOf(account.server)} is busy, waiting`, outcome.retryAfterSeconds)
      await wait(outcome.retryAfterSeconds * 1000, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    progress.clear()
  }
}
