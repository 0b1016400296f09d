import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../context'
import type { SignedIn } from '../store/account'
import { agent } from '../version'

/** Writes of the same moment come in one sync. */
const gatherMs = 500
const pingMs = 30_000

/**
 * Hears of writes elsewhere by the server's socket, as open pages do. Where there is none, or it is lost, waiting takes
 * its time.
 */
export const liveSocket = ({ openSocket, signal, store }: Context, { server, token }: SignedIn) => {
  let socket: WebSocket | undefined
  /** The latest version that the server told of. */
  let latest = 0
  let wake = () => {}

  const close = () => socket?.close()

  /** Opens the socket unless it is open. */
  const open = () => {
    if (socket) return
    const opened = openSocket(`${server.replace(/^http/, 'ws')}/live`, {
      Authorization: `Bearer ${token}`,
      'User-Agent': agent,
    })
    const ping = setInterval(() => opened.readyState === 1 && opened.send('ping'), pingMs)
    opened.addEventListener('message', ({ data }) => {
      latest = Math.max(latest, Number(/"seq":(\d+)/.exec(String(data))?.[1] ?? 0))
      wake()
    })
    opened.addEventListener('close', () => {
      clearInterval(ping)
      socket = undefined
    })
    socket = opened
  }

  const isNews = () => latest > store().device.state().remote_version

  /** Waits until something was written elsewhere, which is true then, or until the time has passed. */
  const wait = async (milliseconds: number) => {
    const woken = new AbortController()
    wake = () => isNews() && woken.abort()
    wake()
    await pause(milliseconds, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined)
    wake = () => {}
    latest = 0
    if (!woken.signal.aborted) return false
    await pause(gatherMs, undefined, { signal }).catch(() => undefined)
    return true
  }

  return { open, wait, close }
}
