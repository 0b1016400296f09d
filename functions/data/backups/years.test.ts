import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { seededRandom } from '../../../scripts/history/random'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { hour } from '../../../test/support/times'
import { meterDatabase, noCost } from '../../lib/db/reads'
import { commit, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { Preferences } from '../../lib/preferences'
import { dayOf } from '../../lib/time/days'
import { runDaily } from './daily'
import { dueBackup } from './schema'
import { agedBy, keysOf, unpackBackup } from './testing'

/** A bucket whose operations fail one time in five, before they do anything or after. */
const flaky = (bucket: R2Bucket, next: () => number): R2Bucket =>
  new Proxy(bucket, {
    get: (target, name: keyof R2Bucket) => {
      const method = target[name].bind(target) as (...values: unknown[]) => Promise<unknown>
      return async (...values: unknown[]) => {
        const fate = next()
        if (fate < 0.1) throw new Error('R2 failed')
        const result = await method(...values)
        if (fate < 0.2 && name !== 'get') throw new Error('R2 failed behind it')
        return result
      }
    },
  })

const zones = ['UTC', 'Pacific/Auckland', 'America/Los_Angeles', 'Europe/Lisbon', 'Pacific/Kiritimati']

const userOf = async ({ userId }: Client, time_zone: string): Promise<User> => {
  const [row] = await rows<Omit<User, 'preferences'>>(
    `SELECT id, email, username, role, created_at, backup_day, backup_retry_at, backup_failures FROM users WHERE id = ?`,
    userId,
  )
  if (!row) throw new Error('no user')
  return { ...row, preferences: Preferences.parse({ time_zone }) }
}

const goalsOf = ({ userId }: Client) =>
  rows<{ id: string; title: string }>('SELECT id, title FROM goals WHERE user_id = ? ORDER BY id', userId)

const addGoal = ({ userId }: Client, title: string) =>
  commit(
    env.DB,
    userId,
    [],
    [
      sql(env.DB)`
        INSERT INTO goals (user_id, id, title, seq, created_at, updated_at)
        VALUES (${userId}, ${crypto.randomUUID()}, ${title}, 1, 0, 0)`,
    ],
  )

const weekOf = (date: string) => {
  const thursday = new Date(Date.parse(date) + (3 - ((new Date(date).getUTCDay() + 6) % 7)) * 24 * hour)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return `${thursday.getUTCFullYear()}-W${String(Math.floor((thursday.getTime() - first) / (7 * 24 * hour)) + 1).padStart(2, '0')}`
}

test('in years of random use the latest 7 days and 4 weeks are kept, each as the data was', {
  timeout: 300_000,
}, async () => {
  const { next } = seededRandom(20261122)
  const client = await signedIn()
  await agedBy(client.userId, 0)
  const bucket = flaky(env.BACKUPS, next)
  const place = { DB: meterDatabase(env.DB, noCost()), BACKUPS: bucket, JWT_SECRET: '' }
  const start = Math.ceil(Date.now() / (24 * hour)) * 24 * hour
  let zone = 'UTC'
  let made = 0
  /** Ids by the model, the oldest first, and what each holds. */
  const days: string[] = []
  const weeks: string[] = []
  const held = new Map<string, unknown>()

  for (let day = 0; day < runs(3 * 365, 40); day += 1) {
    if (next() < 0.3) continue
    if (next() < 0.05) zone = zones[Math.floor(next() * zones.length)] ?? 'UTC'
    const morning = start + day * 24 * hour + Math.floor(next() * 6) * hour
    for (let visit = 0; visit < 2; visit += 1) {
      vi.setSystemTime(morning + visit * Math.floor(hour * (0.5 + next())))
      if (next() < 0.4) await addGoal(client, `Goal of day ${day}.${visit}`)
      const before = await userOf(client, zone)
      const date = dueBackup(before, false, Date.now())
      if (date === null) continue
      const goals = await goalsOf(client)
      // Several requests see that it is due.
      await Promise.allSettled([1, 2, 3].slice(Math.floor(next() * 3)).map(() => runDaily(place, before, date)))
      const after = await userOf(client, zone)
      const [daily, weekly] = await Promise.all(
        [`daily/${date}`, `weekly/${weekOf(date)}`].map(async (id) =>
          (await rows('SELECT 1 FROM backups WHERE user_id = ? AND id = ? AND error IS NULL', client.userId, id))
            .length > 0
            ? id
            : null,
        ),
      )
      for (const [id, list] of [
        [daily, days],
        [weekly, weeks],
      ] as const) {
        if (!id || list.includes(id)) continue
        list.push(id)
        // A week's is the copy of the day's, which may be older than this hour.
        held.set(id, list === weeks && daily ? held.get(daily) : goals)
        made += 1
      }
      if (after.backup_day === date && after.backup_retry_at === null) {
        const failed = await rows<{ id: string }>(
          'SELECT id FROM backups WHERE user_id = ? AND error IS NOT NULL',
          client.userId,
        )
        const kept = [...days.slice(-7), ...weeks.slice(-4)].map((id) => `${id}.tar.gz`)
        const keys = (await keysOf(client.userId)).filter((key) => !failed.some(({ id }) => key === `${id}.tar.gz`))
        expect([day, keys.sort()]).toEqual([day, kept.sort()])
      }
      expect(dayOf(Date.now(), { time_zone: zone, day_start_minute: 0 }) >= (after.backup_day ?? '')).toBe(true)
    }
  }
  expect(made).toBeGreaterThan(runs(3 * 365, 40) / 3)
  for (const id of [...days.slice(-7), ...weeks.slice(-4)]) {
    const { goals } = JSON.parse((await unpackBackup(`${client.userId}/${id}.tar.gz`)).get('data.json') ?? '')
    expect(goals.map((goal: { id: string; title: string }) => ({ id: goal.id, title: goal.title }))).toEqual(
      held.get(id),
    )
  }
})
