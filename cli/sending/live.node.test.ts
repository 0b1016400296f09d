import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { device } from '../testing'
import { testServer, testToken } from '../testing-server'

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
  await expect.poll(syncs).toBe(1)
  const stop = () => {
    controller.abort()
    return ended
  }
  return { sockets, asked, syncs, stop }
}

test('sync --watch syncs when the server tells of a later version, and stays quiet for what it has', async () => {
  const { sockets, asked, syncs, stop } = await watching('1h')
  expect(asked).toEqual([['wss://daymark.example/live', `Bearer ${testToken}`]])
  sockets[0]?.tell(1)
  await pause(700)
  expect(syncs()).toBe(1)
  sockets[0]?.tell(7)
  sockets[0]?.tell(8)
  await expect.poll(syncs, { timeout: 3_000 }).toBe(2)
  await pause(700)
  expect(syncs()).toBe(2)
  // Without the socket it waits for its interval.
  sockets[0]?.close()
  sockets[0]?.tell(1)
  const { code, out } = await stop()
  expect([code, out.trim().split('\n').length]).toEqual([0, 1])
  expect(sockets).toHaveLength(1)
})
