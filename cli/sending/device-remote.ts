import type { Context } from '../context'
import type { SignedIn } from '../store/account'
import { httpRemote } from '../sync/http'
import type { Remote } from '../sync/remote'
import { agent } from '../version'

/** The server for the sync of this device. @param within ends it early */
export const deviceRemote = (
  { fetch, signal, store }: Context,
  { server, token }: SignedIn,
  within: { signal?: AbortSignal; timeoutMs?: number } = {},
): Remote =>
  httpRemote({
    server,
    token,
    deviceId: store().device.state().device_id,
    agent,
    timeoutMs: within.timeoutMs,
    fetch: (url, init) => {
      const signals = [init.signal, signal, within.signal].flatMap((one) => one ?? [])
      // A token never follows a redirect to elsewhere.
      return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) })
    },
  })
