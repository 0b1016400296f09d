import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import { demoHistory, demoPreferences } from '../scripts/history/demo'
import { writeHistory } from '../scripts/history/write'
import { signedIn } from './support/client'
import { seedUsage } from './support/rows/history'

afterEach(() => {
  vi.useRealTimers()
})

test.each([
  ['/stats', 60_000],
  ['/sessions', 45_000],
  ['/goals', 45_000],
])('%s of the demo account, with app usage, takes at most %d bytes before compression', async (path, most) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-11T15:00:00Z') })
  const client = await signedIn(demoPreferences)
  await seedUsage(env.DB, client.userId, { events: 2_000, apps: 40, days: 60 })
  await writeHistory(env.DB, client.userId, demoHistory(Date.now()), Date.now())
  const { byteLength } = await (await client.get(path)).arrayBuffer()
  expect(byteLength).toBeGreaterThan(most / 2)
  expect(byteLength).toBeLessThanOrEqual(most)
})
