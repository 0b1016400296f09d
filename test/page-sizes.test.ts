import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { newSession, putAll, putProject } from '../functions/time/sessions/testing'
import { demoHistory, demoPreferences } from '../scripts/history/demo'
import { writeHistory } from '../scripts/history/write'
import { signedIn } from './support/client'
import { seedUsage } from './support/rows/history'

test.each([
  ['/stats', 60_000],
  ['/stats?stack=project', 60_000],
  ['/sessions', 45_000],
  ['/goals', 51_000],
])('%s of the demo account, with app usage, takes at most %d bytes before compression', async (path, most) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-11T15:00:00Z') })
  const client = await signedIn(demoPreferences)
  await seedUsage(env.DB, client.userId, { events: 2_000, apps: 40, days: 60 })
  await writeHistory(env.DB, client.userId, demoHistory(Date.now()), Date.now())
  const { byteLength } = await (await client.get(path)).arrayBuffer()
  expect(byteLength).toBeGreaterThan(most / 2)
  expect(byteLength).toBeLessThanOrEqual(most)
})

test('a week of 40 sessions a day takes at most 80,000 bytes before compression', async () => {
  const lisbon = { time_zone: 'Europe/Lisbon', day_start_minute: 240 }
  const client = await signedIn(lisbon)
  const projects = [await putProject(client, 'Thesis'), await putProject(client, 'Booking site')]
  const titles = ['Payment refunds', 'Methods figures', 'Coast tide table', 'Review of drafts']
  for (const day of [2, 3, 4, 5, 6, 7, 8]) {
    const midnight = Date.UTC(2026, 2, day)
    const starts = Array.from({ length: 40 }, (_, index) => midnight + (7 * 60 + index * 19) * 60_000)
    await putAll(
      client,
      starts.map((start, index) =>
        newSession(start, 18, { ...lisbon, title: titles[index % 4], project_id: projects[index % 2] }),
      ),
    )
  }
  const html = await (await client.get('/week?date=2026-03-04')).text()
  expect(html.match(/class="block/g)).toHaveLength(280)
  expect(new TextEncoder().encode(html).byteLength).toBeLessThanOrEqual(80_000)
})
