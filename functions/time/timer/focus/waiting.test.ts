import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { wrongSums } from '../../../../test/support/models/sums'

const instant = (time: string) => Date.parse(`2026-03-10T${time}Z`)
const clock = (time: string) => vi.setSystemTime(instant(time))
stopClock(instant('10:00:00'))

let keys = 0

/** Sends a line that was made earlier, as a device does. */
const send = (client: Client, path: string, made: string, fields: Record<string, string> = {}) => {
  keys += 1
  const headers = { 'Idempotency-Key': `key-${keys}`, 'Made-At': `${instant(made)}`, 'Sent-At': `${Date.now()}` }
  return client.post(path, fields, { part: true, page: '/', headers })
}

const stored = ({ userId }: Client) =>
  rows<{ title: string; from: string; to: string | null; ends: string | null }>(
    `SELECT title, strftime('%H:%M', started_at / 1000, 'unixepoch') AS "from",
       strftime('%H:%M', ended_at / 1000, 'unixepoch') AS "to",
       strftime('%H:%M', focus_ends_at / 1000, 'unixepoch') AS ends
     FROM sessions WHERE user_id = ? ORDER BY sessions.started_at`,
    userId,
  )

test('the button that was pressed without a network starts its focus then, once', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  expect((await send(client, '/timer/focus', '09:30:00', { id: '', entry: 'Essay' })).status).toBe(200)
  expect(await stored(client)).toEqual([{ title: 'Essay', from: '09:30', to: null, ends: '09:55' }])
})

test('it plans the end of what ran then, and leaves alone what began later', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  clock('09:00:00')
  await client.post('/timer/start', { title: 'Mail' })
  clock('10:00:00')
  await send(client, '/timer/focus', '09:30:00')
  expect(await stored(client)).toEqual([{ title: 'Mail', from: '09:00', to: null, ends: '09:55' }])
  await client.post('/timer/start', { title: 'Elsewhere' })
  clock('10:10:00')
  await send(client, '/timer/focus', '09:40:00')
  expect((await stored(client)).at(-1)).toEqual({ title: 'Elsewhere', from: '10:00', to: null, ends: null })
})

test('a line that logs is refused, so that its device keeps it', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const answer = await send(client, '/timer/focus', '09:30:00', { entry: 'Essay 25m' })
  expect(answer.status).toBe(422)
  expect(await answer.text()).toContain('This line logs time.')
  expect(await stored(client)).toEqual([])
})

test('a stop that was made before a focus ended by itself moves its end to then', async () => {
  const client = await signedIn({ time_zone: 'UTC', focus_stops: true })
  const begin = async (time: string) => {
    clock(time)
    return client.add('/timer/start', { title: 'Essay', planned_seconds: 1500 })
  }
  const id = await begin('09:00:00')
  clock('09:40:00')
  expect((await stored(client)).at(-1)).toMatchObject({ to: null })
  await client.get('/')
  expect((await stored(client)).at(-1)).toMatchObject({ to: '09:25' })
  await send(await signedIn(), '/timer/stop', '09:05:00', { id })
  await send(client, '/timer/stop', '09:26:00', { id })
  expect((await stored(client)).at(-1)).toMatchObject({ to: '09:25' })
  const later = await begin('10:00:00')
  clock('10:10:00')
  await send(client, '/timer/stop', '09:05:00', { id })
  expect(await stored(client)).toMatchObject([{ to: '09:05' }, { to: null }])
  await send(client, '/timer/stop', '10:07:00', { id: later })
  await send(client, '/timer/stop', '10:05:00', { id: later })
  expect(await stored(client)).toMatchObject([{ to: '09:05' }, { to: '10:07' }])
  expect(await wrongSums(client.userId)).toEqual([])
})
