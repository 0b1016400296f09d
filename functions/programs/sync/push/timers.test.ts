import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { wrongSums } from '../../../../test/support/models/sums'
import { minute } from '../../../../test/support/times'
import { deviceOf, inboxOf, sessionData } from '../testing'

const running = (id: string, start: number, title = id) => ({
  action: 'create' as const,
  id,
  data: sessionData({ title, start_time: start, end_time: null, duration_minutes: null, duration_seconds: null }),
  updated_at: start,
})

const whole = (instant: number) => Math.floor(instant / 1000) * 1000

const timerOf = (userId: string) =>
  rows<{ id: string }>("SELECT id FROM sessions WHERE user_id = ? AND status = 'active' AND deleted_at IS NULL", userId)

describe('a running timer', () => {
  test('of a device is the one that the browser shows and stops', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    const start = whole(Date.now() - 10 * minute)
    await laptop.sync({ sessions: [running('t', start, 'On the train')] })
    expect(await (await client.get('/api/v1/timer')).json()).toMatchObject({
      session: { id: 't', title: 'On the train' },
    })
    expect((await client.json('POST', '/api/v1/timer/stop')).status).toBe(200)
    const { sessions } = await laptop.sync()
    expect(sessions).toMatchObject([{ id: 't', data: { start_time: start } }])
    expect(sessions[0]?.data?.end_time).toBeGreaterThan(start)
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('of the browser is stopped by a device', async () => {
    const client = await signedIn()
    const laptop = deviceOf(client)
    const id = await client.add('/timer/start', { title: 'At the desk' })
    const [session] = (await laptop.sync()).sessions
    expect(session).toMatchObject({ id, data: { end_time: null, duration_seconds: null } })
    const end_time = (session?.data?.start_time ?? 0) + 1000
    const data = { ...session?.data, end_time, duration_seconds: 1, duration_minutes: 0 }
    await laptop.sync({ sessions: [{ action: 'update', id, data, updated_at: Date.now() }] })
    expect(await timerOf(client.userId)).toEqual([])
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test.each([
    ['first', 20, 10],
    ['last', 10, 20],
  ])(
    'that began earlier and arrives %s ends when the later one began, and the person is told',
    async (_, one, other) => {
      const client = await signedIn()
      const [laptop, phone] = [deviceOf(client), deviceOf(client, 'phone')]
      const now = whole(Date.now())
      await laptop.sync({ sessions: [running('laptop', now - one * minute)] })
      await phone.sync({ sessions: [running('phone', now - other * minute)] })
      const [earlier, later] = one > other ? ['laptop', 'phone'] : ['phone', 'laptop']
      expect(await timerOf(client.userId)).toEqual([{ id: later }])
      const [stored] = await rows(
        'SELECT ended_at, duration_seconds FROM sessions WHERE user_id = ? AND id = ?',
        client.userId,
        earlier,
      )
      expect(stored).toEqual({ ended_at: now - 10 * minute, duration_seconds: 600 })
      expect(await inboxOf(client.userId)).toMatchObject([{ reason: 'timer', row_id: earlier, title: earlier }])
      for (const device of [laptop, phone]) {
        let answer = await device.sync()
        if (answer.has_more) answer = await device.sync()
      }
      expect(await wrongSums(client.userId)).toEqual([])
    },
  )

  test('in a request with two others leaves one running', async () => {
    const client = await signedIn()
    const now = whole(Date.now())
    const sessions = [running('b', now - 2 * minute), running('a', now - 3 * minute), running('c', now - 3 * minute)]
    await deviceOf(client).sync({ sessions })
    expect(await timerOf(client.userId)).toEqual([{ id: 'b' }])
    const ends = await rows(
      'SELECT id, duration_seconds FROM sessions WHERE user_id = ? AND id <> ? ORDER BY id',
      client.userId,
      'b',
    )
    expect(ends).toEqual([
      { id: 'a', duration_seconds: 0 },
      { id: 'c', duration_seconds: 60 },
    ])
  })

  test('of a clock that is ahead began now', async () => {
    const client = await signedIn()
    await deviceOf(client).sync({ sessions: [running('t', Date.now() + 86_400_000)] })
    const [{ started_at } = { started_at: 0 }] = await rows<{ started_at: number }>(
      'SELECT started_at FROM sessions WHERE user_id = ?',
      client.userId,
    )
    expect(started_at).toBeLessThanOrEqual(Date.now())
  })
})
