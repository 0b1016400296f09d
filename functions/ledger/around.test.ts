import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signedIn } from '../../test/support/client'
import { runs } from '../../test/support/runs'
import { minute } from '../../test/support/times'
import { allRows, sql } from '../lib/db/sql'
import { addDays } from '../lib/time/days'
import { berlin, newSession, putAll } from '../time/sessions/testing'
import { sessionsAround } from './facts'

const day = 24 * 60

/** Days as early and as late beside those of UTC as there are. */
const zones = fc.record({
  time_zone: fc.constantFrom('Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Europe/Berlin', 'Asia/Kolkata'),
  day_start_minute: fc.constantFrom(0, 240, 1439),
})

const pagoPago = { time_zone: 'Pacific/Pago_Pago', day_start_minute: 1439 }

/** Its only day is five days before the one of UTC on which it ends. */
const latest = { start: Date.UTC(2026, 2, 21, 0, 30), minutes: 3 * day, idle: 100, zone: pagoPago }

/** Up to the three days that a session may be entered with. */
const sessions = fc.array(
  fc.record({
    start: fc.integer({ min: Date.UTC(2026, 2, 20), max: Date.UTC(2026, 3, 10) }),
    minutes: fc.oneof(
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 2 * day, max: 3 * day }),
      fc.constant(3 * day),
    ),
    idle: fc.integer({ min: 0, max: 100 }),
    zone: zones,
  }),
  { minLength: 1, maxLength: 6 },
)

test('around an interval is every session that reaches into it, however long before it began', async () => {
  await fc.assert(
    fc.asyncProperty(sessions, fc.integer({ min: 1, max: 3 * day }), async (all, length) => {
      const client = await signedIn()
      const added = all.map(({ start, minutes, idle, zone }) => ({
        ...newSession(start, minutes, zone),
        duration_seconds: Math.max(1, Math.round(minutes * 60 * (1 - idle / 100))),
      }))
      await putAll(client, added)
      // Intervals that begin a moment before the end of each, and end a moment after the beginning.
      for (const { started_at, ended_at } of added) {
        for (const [from, to] of [
          [ended_at - minute, ended_at + length * minute],
          [started_at - length * minute, started_at + minute],
        ] as const) {
          const found = await allRows<{ session_id: string }>(sql(env.DB)`${sessionsAround(client.userId, from, to)}`)
          const ids = new Set(found.map(({ session_id }) => session_id))
          const reaching = added.filter((one) => one.started_at < to && one.ended_at > from)
          expect(reaching.filter(({ id }) => !ids.has(id))).toEqual([])
        }
      }
    }),
    { numRuns: runs(60), examples: [[[latest], 1]] },
  )
})

test('a range counts each day of a session that is in it, and lists the session once, however long before it began', async () => {
  await fc.assert(
    fc.asyncProperty(sessions, fc.nat(20), fc.nat(4), async (all, first, days) => {
      const client = await signedIn()
      const added = all.map(({ start, minutes, zone }) => newSession(start, minutes, zone))
      await putAll(client, added)
      const stored = await allRows<{ id: string; days: string }>(
        sql(env.DB)`SELECT id, days FROM sessions WHERE user_id = ${client.userId}`,
      )
      const from = addDays('2026-03-19', first)
      const to = addDays(from, days)
      const inRange = stored.flatMap(({ id, days: own }) => {
        const sums = (JSON.parse(own) as [string, number][]).filter(([date]) => from <= date && date <= to)
        return sums.length === 0 ? [] : [[id, sums.reduce((sum, [, seconds]) => sum + seconds, 0)] as const]
      })
      const read = async <T>(path: string) =>
        (await client.json('GET', `/api/v1${path}from=${from}&to=${to}`)).json<T>()
      type Listed = { items: { id: string; seconds?: number }[] }
      const listed = await read<Listed>('/sessions?limit=100&')
      expect(listed.items.map(({ id }) => id).toSorted()).toEqual(inRange.map(([id]) => id).toSorted())
      const { total_seconds } = await read<{ total_seconds: number }>('/stats?')
      expect(total_seconds).toBe(inRange.reduce((sum, [, seconds]) => sum + seconds, 0))
      const page = await (await client.get(`/sessions?range=custom&from=${from}&to=${to}`)).text()
      for (const [id] of inRange) expect(page.split(`id="session-${id}"`)).toHaveLength(2)
    }),
    {
      numRuns: runs(60),
      // The second and the third day of one, and a day between its first and its last.
      examples: [1, 2, 3].map((first) => [[{ ...latest, idle: 0, zone: berlin }], first, 0]),
    },
  )
})
