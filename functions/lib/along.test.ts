import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../test/client'
import { signedIn as holds, metered, noCost, onBatch, readBeside, remember } from './cost'
import { hashed } from './secrets'
import { headOf, orStale, part, sql } from './sql'

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

test('a remembered read is sent once, until something is written', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  remember(db, () => [named(db, userId)])
  for (const _ of [1, 2]) expect([await named(db, userId), cost.statements]).toEqual([{ username: 'Robin' }, 1])
  await db.batch([rename(db, userId, 'Ada')])
  expect(await named(db, userId)).toEqual({ username: 'Ada' })
})

test('a read that is remembered with a batch is of what the batch wrote', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  const end = onBatch(db, () => remember(db, () => [named(db, userId)]))
  await db.batch([rename(db, userId, 'Ada')])
  end()
  expect([await named(db, userId), cost.statements]).toEqual([{ username: 'Ada' }, 2])
  await db.batch([rename(db, userId, 'Bea')])
  expect(await named(db, userId)).toEqual({ username: 'Bea' })
})

test('reads are forgotten where a write is planned from a head that is read', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  remember(db, () => [named(db, userId)])
  await headOf(db, userId)
  await rows("UPDATE users SET username = 'Ada' WHERE id = ?", userId)
  expect(await named(db, userId)).toEqual({ username: 'Ada' })
})

const ofSession = ({ cookie }: { cookie: string }) => {
  const [, secret = ''] = cookie.split('=')
  return hashed(secret).then((hash) => ({
    holder: (db: D1Database) =>
      sql(db)`SELECT user_id FROM web_sessions WHERE id_hash = ${hash}`.first<string>('user_id'),
    person: part`(SELECT user_id FROM web_sessions WHERE id_hash = ${hash})`,
  }))
}

test.each([false, true])(
  'reads beside the sign-in travel with it, and are found by the id (remembers: %s)',
  async (all) => {
    const [client, cost] = [await signedIn(), noCost()]
    const db = metered(env.DB, cost, all)
    const { holder, person } = await ofSession(client)
    const holding = holder(db)
    readBeside(db, person, (id) => [named(db, id)])
    const userId = (await holding) ?? ''
    holds(db, userId)
    expect([userId, await named(db, userId)]).toEqual([client.userId, { username: 'Robin' }])
    expect([cost.trips, cost.statements]).toEqual([1, 2])
    const other = await signedIn()
    await rows("UPDATE users SET username = 'Ada' WHERE id = ?", other.userId)
    expect(await named(db, other.userId)).toEqual({ username: 'Ada' })
    await db.batch([rename(db, userId, 'Bea')])
    expect(await named(db, userId)).toEqual({ username: 'Bea' })
  },
)

test('a read beside the sign-in that fails leaves the sign-in alone, and is asked for again', async () => {
  const [client, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  const { holder, person } = await ofSession(client)
  const faulty = (id: string) => sql(db)`SELECT nothing FROM users WHERE id = ${id}`.first()
  const holding = holder(db)
  readBeside(db, person, (id) => [faulty(id), named(db, id)])
  const userId = (await holding) ?? ''
  holds(db, userId)
  expect(await named(db, userId)).toEqual({ username: 'Robin' })
  await expect(faulty(userId)).rejects.toThrow('nothing')
})
