import { expect, test, vi } from 'vitest'
import { type Client, rows, signedIn, toastOf } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { wrongSums } from '../../../../test/support/models/sums'
import { words } from '../../sessions/testing'

const clock = (time: string) => vi.setSystemTime(new Date(`2026-03-10T${time}Z`))
const at = (time: string) => Date.parse(`2026-03-10T${time}Z`)
stopClock('2026-03-10T10:00:00Z')

const sessions = (client: Client) =>
  rows<{ title: string; started_at: string; ended_at: string | null; status: string }>(
    `SELECT title, strftime('%H:%M', started_at / 1000, 'unixepoch') AS started_at,
       strftime('%H:%M', ended_at / 1000, 'unixepoch') AS ended_at, status
     FROM sessions WHERE user_id = ? AND deleted_at IS NULL ORDER BY sessions.started_at`,
    client.userId,
  )

/** A timer that runs from 10:00, looked at at 10:40, with idle time from 10:10 to 10:30. */
const idle = async (plan: object = {}) => {
  clock('10:00:00')
  const client = await signedIn({ time_zone: 'Europe/Lisbon', clock: 24, idle_minutes: 10 })
  const id = await client.add('/timer/start', { title: 'Thesis', ...plan })
  clock('10:40:00')
  const answer = (answer: string, more: object = {}) =>
    client.post('/timer/idle', { id, from: String(at('10:10:00')), to: String(at('10:30:00')), answer, ...more })
  return { client, id, answer }
}

test('the return asks, with the words for each answer', async () => {
  const { client, id } = await idle()
  const page = await client.get(`/timer/idle?id=${id}&from=${at('10:10:00')}&to=${at('10:30:00')}`)
  expect(words(await page.text())).toContain(
    'You were idle from 10:10 to 10:30. The timer kept running for 20m. Keep Remove 20m Stop at 10:10',
  )
  for (const query of ['', `?id=${id}`, `?id=${id}&from=x&to=y`, `?id=none&from=1&to=2`]) {
    expect(words(await (await client.get(`/timer/idle${query}`)).text())).toContain('That timer is no longer running.')
  }
})

test('keeping changes nothing of the time', async () => {
  const { client, answer } = await idle()
  expect((await answer('keep')).status).toBe(303)
  expect(await sessions(client)).toEqual([{ title: 'Thesis', started_at: '10:00', ended_at: null, status: 'active' }])
})

test('idle time is taken out between two sessions, and Undo brings it back', async () => {
  const { client, answer } = await idle()
  const { undo, message } = toastOf(await answer('remove'))
  expect(message).toBe('Removed 20m of idle time')
  expect(await sessions(client)).toEqual([
    { title: 'Thesis', started_at: '10:00', ended_at: '10:10', status: 'completed' },
    { title: 'Thesis', started_at: '10:30', ended_at: null, status: 'active' },
  ])
  expect(await wrongSums(client.userId)).toEqual([])
  await client.post(undo, {})
  expect(await sessions(client)).toEqual([{ title: 'Thesis', started_at: '10:00', ended_at: null, status: 'active' }])
})

test('a session that was idle from its start begins later, and idle time ends now at the latest', async () => {
  const { client, answer } = await idle()
  await answer('remove', { from: String(at('09:30:00')) })
  expect(await sessions(client)).toEqual([{ title: 'Thesis', started_at: '10:30', ended_at: null, status: 'active' }])
  const ahead = await idle()
  await ahead.answer('remove', { to: String(at('11:30:00')) })
  expect((await sessions(ahead.client))[1]).toMatchObject({ started_at: '10:40', ended_at: null })
})

test('a focus goes on behind the idle time, if it is not over by then', async () => {
  const { client, answer } = await idle({ planned_seconds: 3600 })
  await answer('remove')
  expect(await (await client.json('GET', '/api/v1/timer')).json()).toMatchObject({
    phase: 'work',
    phase_ends_at: '2026-03-10T11:00:00.000Z',
  })
  const over = await idle({ planned_seconds: 1500 })
  await over.answer('remove')
  expect(await (await over.client.json('GET', '/api/v1/timer')).json()).toMatchObject({ phase: null })
})

test('stopping ends it at the last sign', async () => {
  const { client, answer } = await idle()
  await answer('stop')
  expect(await sessions(client)).toEqual([
    { title: 'Thesis', started_at: '10:00', ended_at: '10:10', status: 'completed' },
  ])
  expect(await wrongSums(client.userId)).toEqual([])
})

test.each([[{ from: 'x' }], [{ to: '' }], [{ answer: 'delete' }], [{ from: String(at('10:30:00')) }]])(
  '%o is refused, and nothing is written',
  async (wrong) => {
    const { client, answer } = await idle()
    expect((await answer('remove', wrong)).status).toBe(422)
    expect(await sessions(client)).toHaveLength(1)
  },
)

test('the timer of somebody else is not touched', async () => {
  const { client, id } = await idle()
  const other = await signedIn()
  await other.json('POST', '/api/v1/timer/start', { title: 'Other' })
  await other.post('/timer/idle', { id, from: String(at('10:10:00')), to: String(at('10:30:00')), answer: 'remove' })
  expect(await sessions(client)).toHaveLength(1)
  expect(await sessions(other)).toHaveLength(1)
})
