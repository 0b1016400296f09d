import { plural } from '../../functions/lib/time/duration'
import type { Run } from '../context'
import { Failure } from '../failure'
import { dropToken, storedAccount } from '../store/account'
import { forget } from '../store/forget'

/** Removes the token; with --forget, all local data. */
export const logout: Run = async ({ store, options }) => {
  const { db, device } = store()
  const account = storedAccount(db)
  const waiting = device.pendingCount()
  if (!options.forget) {
    if (!account?.token) throw new Failure('signedOut', 'You aren’t signed in.')
    dropToken(db)
    const kept = waiting > 0 ? [`Kept on this device until you sign in again: ${plural(waiting, 'change')}.`] : []
    return { json: { email: account.email, waiting }, text: [`Signed out of ${account.email}.`, ...kept] }
  }
  if (waiting > 0 && !options.force) {
    const hint = 'Send them with daymark sync, or drop them with daymark logout --forget --force.'
    throw new Failure('error', `Not sent from this device yet: ${plural(waiting, 'change')}.`, hint)
  }
  forget(db)
  return {
    json: { email: account?.email ?? null, dropped: waiting },
    text: ['Signed out. Nothing is left on this device.'],
  }
}
