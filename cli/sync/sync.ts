import type { Outcome, SyncOptions } from './outcome'
import type { Remote } from './remote'
import type { DeviceStore } from './store'

/** Sends what waits and takes what the server has, until neither side has anything more. */
export const sync = async (_store: DeviceStore, _remote: Remote, _options: SyncOptions = {}): Promise<Outcome> => {
  throw new Error('Not yet written')
}
