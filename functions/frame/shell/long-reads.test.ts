import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, request, signedIn } from '../../../test/support/client'

const on = { ...env, RATE_LIMITS: 'on' }

const open = async (client: Client, path: string) => request(path, { headers: { Cookie: client.cookie } }, on)

/** Epoch ms. Each test begins hours after the one before, so that nobody of it counts as present. */
let start = Date.now()

beforeEach(() => {
  start += 10_800_000
  vi.useFakeTimers({ toFake: ['setTimeout', 'Date'], now: start })
})

test.each(['/sessions.csv', '/api/v1/exports/csv', '/report?from=2020-01-01&to=2026-01-01', '/sessions?billable=yes'])(
  'two of %s load at once for a person: a third waits for its turn, others do not',
  async (path) => {
    const [client, other] = [await signedIn(), await signedIn()]
    const [first, second] = [await open(client, path), await open(client, path)]
    expect([first.status, second.status]).toEqual([200, 200])

    const states: string[] = []
    const third = open(client, path).then((answer) => {
      states.push('third')
      return answer
    })
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await open(client, '/stats?range=30')).status).toBe(200)
    expect((await open(other, path)).status).toBe(200)
    expect(states).toEqual([])

    // Other people’s pages come in between for four times as long as it took.
    await first.text()
    await vi.advanceTimersByTimeAsync(3_900)
    expect(states).toEqual([])
    await vi.advanceTimersByTimeAsync(200)
    const turned = await third
    expect(turned.status).toBe(200)

    const fourth = open(client, path)
    await vi.advanceTimersByTimeAsync(11_000)
    const refused = await fourth
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '10'])

    // A reader that goes away gives its turn back: at once, as nobody else was here for ten seconds.
    await second.body?.cancel()
    expect((await open(client, path)).status).toBe(200)
  },
)

test('a download whose reader was lost gives its turn back after a minute', async () => {
  const client = await signedIn()
  for (let n = 0; n < 2; n += 1) expect((await open(client, '/sessions.csv')).status).toBe(200)
  await vi.advanceTimersByTimeAsync(61_000)
  expect((await open(client, '/sessions.csv')).status).toBe(200)
})

test('a browser downloads 60 files a minute', async () => {
  const client = await signedIn()
  for (let n = 0; n < 60; n += 1) await (await open(client, '/sessions.csv')).text()
  expect((await open(client, '/sessions.csv')).status).toBe(429)
})
