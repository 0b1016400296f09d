import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../test/client'
import { metered, noCost } from './cost'
import { sql } from './sql'

const named = (db: D1Database, userId: string) =>
  sql(db)`SELECT username FROM users WHERE id = ${userId}`.first<{ username: string }>()

test('a read of a GET is sent once, and each asker has rows of their own', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost, true)
  const first = await named(db, userId)
  if (first) first.username = 'Changed by its asker'
  expect([await named(db, userId), cost.statements]).toEqual([{ username: 'Robin' }, 1])
  expect([await named(db, 'nobody'), cost.statements]).toEqual([null, 2])
})

test('a write makes every read be sent again, also one that is under way', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost, true)
  const write = (name: string) => sql(db)`UPDATE users SET username = ${name} WHERE id = ${userId}`
  await named(db, userId)
  await write('Ada').run()
  expect(await named(db, userId)).toEqual({ username: 'Ada' })
  await db.batch([write('Bea')])
  expect(await named(db, userId)).toEqual({ username: 'Bea' })
  await Promise.all([named(db, userId), write('Cleo').run()])
  expect(await named(db, userId)).toEqual({ username: 'Cleo' })
})

test('without remembering, a read is sent each time', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = metered(env.DB, cost)
  await named(db, userId)
  await rows("UPDATE users SET username = 'Ada' WHERE id = ?", userId)
  expect([await named(db, userId), cost.statements]).toEqual([{ username: 'Ada' }, 2])
})
