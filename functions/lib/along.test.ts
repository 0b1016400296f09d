import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'
import { metered, noCost, onBatch, remember } from './cost'
import { orStale, sql } from './sql'

const named = (db: D1Database, userId: string) =>
  sql(db)`SELECT username FROM users WHERE id = ${userId}`.first<{ username: string }>()

const rename = (db: D1Database, userId: string, name: string) =>
  sql(db)`UPDATE users SET username = ${name} WHERE id = ${userId}`

test('reads that are asked for with a batch see what it wrote, in its round trip', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  const [results, read] = await Promise.all([db.batch([rename(db, userId, 'Ada')]), named(db, userId)])
  expect([results.length, read, cost.trips, cost.statements]).toEqual([1, { username: 'Ada' }, 1, 2])
})

test('reads beside a batch that fails are about what is there', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  const failed = db.batch([rename(db, 'nobody', 'Ada'), orStale(db)]).then(
    () => 'written',
    () => 'failed',
  )
  expect(await Promise.all([failed, named(db, userId)])).toEqual(['failed', { username: 'Robin' }])
})

test('what starts with each batch travels with it, until it ends', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  const reads: Promise<unknown>[] = []
  const end = onBatch(db, () => reads.push(named(db, userId)))
  for (const name of ['Ada', 'Bea']) await db.batch([rename(db, userId, name)])
  end()
  await db.batch([rename(db, userId, 'Cleo')])
  expect([await Promise.all(reads), cost.trips]).toEqual([[{ username: 'Ada' }, { username: 'Bea' }], 3])
})

test('a remembered read is for one asker, and not for one behind a write', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  const start = () => remember(db, () => void named(db, userId))
  start()
  expect([await named(db, userId), cost.statements]).toEqual([{ username: 'Robin' }, 1])
  await named(db, userId)
  expect(cost.statements).toBe(2)
  start()
  await db.batch([rename(db, userId, 'Ada')])
  expect(await named(db, userId)).toEqual({ username: 'Ada' })
})
