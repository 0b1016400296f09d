import { plural } from '../../functions/lib/time/duration'
import type { Context } from '../context'
import { storedAccount } from '../store/account'
import { readStoredNote, saveNote } from '../store/notes'
import type { Outcome } from '../sync/outcome'
import { sync } from '../sync/sync'
import { deviceRemote } from './device-remote'

/** Maximum time that a command waits for the server, in ms. */
const patienceMs = 1_500
/** Time without quick syncs after the server was unreachable, in ms. */
const quietMs = 60_000

type Sent = { json: { state: 'synced' | 'waiting'; waiting: number; reason?: string }; text: string | null }

const reasonOf = (outcome: Outcome, isLate: boolean) => {
  if (outcome.kind === 'offline') return isLate ? 'no answer in time' : 'offline'
  if (outcome.kind === 'busy') return 'the server is busy'
  if (outcome.kind === 'failed') return `the server failed (${outcome.status})`
  return outcome.kind === 'refused' && outcome.status === 401 ? 'not signed in' : 'refused'
}

/** Sends a write that a command has just made, if the server responds quickly. The write stays queued otherwise. */
export const quickSync = async (context: Context): Promise<Sent> => {
  const { store, now, terminal } = context
  const { db, device } = store()
  const kept = (reason: string): Sent => {
    const waiting = device.pendingCount()
    const hint =
      reason === 'not signed in' ? 'sign in with daymark login EMAIL to sync it' : `${reason}, will sync later`
    const text = terminal.paint('dim', `Kept on this device (${plural(waiting, 'change')}): ${hint}.`)
    return { json: { state: 'waiting', waiting, reason }, text }
  }
  const account = storedAccount(db)
  if (!account?.token) return kept('not signed in')
  if (now() < (readStoredNote(db, 'quiet_until') ?? 0)) return kept('no answer lately')
  const signal = AbortSignal.timeout(patienceMs)
  const outcome = await sync(device, deviceRemote(context, { ...account, token: account.token }, { signal }))
  if (outcome.kind === 'offline') saveNote(db, 'quiet_until', now() + quietMs)
  if (outcome.kind !== 'done') return kept(reasonOf(outcome, signal.aborted))
  const text = outcome.rejected > 0 ? terminal.paint('yellow', 'The server refused it. See daymark sync status.') : null
  return { json: { state: 'synced', waiting: outcome.waiting }, text }
}
