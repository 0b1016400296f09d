import type { Context } from '../context'
import type { SignedInAccount } from '../store/account'
import { httpRemote } from '../sync/http'
import type { Remote } from '../sync/remote'
import { agent } from '../version'

/** The server as this device's sync calls it. @param within ends a call early */
export const deviceRemote = (
  { fetch, signal, store }: Context,
  { server, token }: SignedInAccount,
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
      // A redirect is not followed, because the token must not go elsewhere.
      return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) })
    },
  })
