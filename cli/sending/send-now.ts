import { plural } from '../../functions/lib/duration'
import type { Context } from '../context'
import { Failure } from '../failure'
import { fullSync } from './full-sync'

/** Sends all waiting writes after a command has done its work. Being offline is no failure of the command. */
export const sendNow = async (context: Context) => {
  try {
    const { sent, rejected, superseded } = await fullSync(context)
    const refused = rejected > 0 ? [`${plural(rejected, 'change')} refused. See daymark sync status.`] : []
    return {
      json: { state: 'synced', sent, rejected, superseded },
      text: [`${plural(sent, 'change')} sent.`, ...refused],
    }
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'offline') throw error
    const waiting = context.store().device.pendingCount()
    const text = `Kept on this device (${plural(waiting, 'change')}): offline, will sync later.`
    return { json: { state: 'waiting', waiting, reason: 'offline' }, text: [context.terminal.paint('dim', text)] }
  }
}
