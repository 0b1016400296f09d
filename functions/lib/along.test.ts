import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../test/client'
import { signedIn as holds, metered, noCost, readBeside } from './cost'
import { hashed } from './secrets'
import { part, sql } from './sql'

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
