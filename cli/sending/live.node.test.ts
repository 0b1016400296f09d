import type { TimerOptions } from 'node:timers'
import { expect, test, vi } from 'vitest'
import { device } from '../testing'
import { testServer, testToken } from '../testing-server'

/** Milliseconds and signal of each pause of the command. */
const pauses = vi.hoisted((): [number | undefined, AbortSignal | undefined][] => [])
vi.mock('node:timers/promises', async (original) => {
  const timers = await original<typeof import('node:timers/promises')>()
  const setTimeout = (milliseconds?: number, value?: unknown, options?: TimerOptions) => {
    pauses.push([milliseconds, options?.signal])
    return timers.setTimeout(milliseconds, value, options)
  }
  return { ...timers, setTimeout }
})

/** A server's socket, which the test speaks for. */
const fakeSocket = () => {
  const sent: string[] = []
  const target = Object.assign(new EventTarget(), { readyState: 1, send: (text: string) => sent.push(text) })
  const close = () => target.dispatchEvent(new Event('close'))
  const tell = (seq: number) =>
    target.dispatchEvent(
      new MessageEvent('message', { data: JSON.stringify({ stats: 0, whitelist: 0, timer: 0, seq }) }),
    )
  return Object.assign(target, { close, tell })
}

const watching = async (interval: string) => {
  const { fetch, calls } = testServer()
  const { daymark } = device()
  await daymark('login --server https://daymark.example --token -', { stdin: testToken, fetch })
  calls.length = 0
  const sockets: ReturnType<typeof fakeSocket>[] = []
  const asked: unknown[] = []
  const controller = new AbortController()
  const ended = daymark(`sync --watch ${interval}`, {
    fetch,
    signal: controller.signal,
    openSocket: (url, { Authorization }) => {
      asked.push([url, Authorization])
      const socket = fakeSocket()
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
  })
  const syncs = () => calls.filter((call) => call === 'POST /api/v1/sync').length
  await expect.poll(() => pauses).toHaveLength(1)
  const stop = () => {
    controller.abort()
    return ended
  }
  return { sockets, asked, syncs, stop }
}

test('sync --watch syncs when the server tells of a later version, and stays quiet for what it has', async () => {
  const { sockets, asked, syncs, stop } = await watching('1h')
  expect(asked).toEqual([['wss://daymark.example/live', `Bearer ${testToken}`]])
  const wait = pauses[0]?.[1]
  sockets[0]?.tell(1)
  expect([syncs(), wait?.aborted]).toEqual([1, false])
  sockets[0]?.tell(7)
  expect(wait?.aborted).toBe(true)
  sockets[0]?.tell(8)
  // It gathers messages for half a second, syncs, and waits again.
  await expect.poll(() => pauses.map(([milliseconds]) => milliseconds)).toEqual([3_600_000, 500, 3_600_000])
  expect([syncs(), pauses[2]?.[1]?.aborted]).toEqual([2, false])
  // Without the socket it waits for its interval.
  sockets[0]?.close()
  sockets[0]?.tell(1)
  const { code, out } = await stop()
  expect([code, out.trim().split('\n').length]).toEqual([0, 1])
  expect(sockets).toHaveLength(1)
})
