import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { type App, rowLoader, startPathReads } from '../env'
import { meterDatabase, noCost, prefetchReads, prefetchResponse } from './reads'
import { sql, stale } from './sql'

const named = (db: D1Database, userId: string) =>
  sql(db)`SELECT username FROM users WHERE id = ${userId}`.first<{ username: string }>()

const rename = (db: D1Database, userId: string, name: string) =>
  sql(db)`UPDATE users SET username = ${name} WHERE id = ${userId}`

const emailOf = (db: D1Database, userId: string) => sql(db)`SELECT email FROM users WHERE id = ${userId}`.first()

const faulty = (db: D1Database) => sql(db)`SELECT nothing FROM users`.first()

test('a read is sent once, and each asker has rows of their own', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = meterDatabase(env.DB, cost)
  const first = await named(db, userId)
  if (first) first.username = 'Changed by its asker'
  expect([await named(db, userId), cost.statements]).toEqual([{ username: 'Robin' }, 1])
  expect([await named(db, 'nobody'), cost.statements]).toEqual([null, 2])
})

test('a write makes every read be sent again, also one that is under way', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = meterDatabase(env.DB, cost)
  await named(db, userId)
  await rename(db, userId, 'Ada').run()
  expect(await named(db, userId)).toEqual({ username: 'Ada' })
  await db.batch([rename(db, userId, 'Bea')])
  expect(await named(db, userId)).toEqual({ username: 'Bea' })
  await Promise.all([named(db, userId), rename(db, userId, 'Cleo').run()])
  expect(await named(db, userId)).toEqual({ username: 'Cleo' })
})

test('a read that is asked for again is remembered, but of a long download only the first pages', async () => {
  const cost = noCost()
  const db = meterDatabase(env.DB, cost)
  const page = (number: number) =>
    db
      .prepare('WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i, ? FROM n')
      .bind(number)
      .all()
  for (let number = 0; number < 30; number += 1) await page(number)
  expect(cost.statements).toBe(30)
  await page(0)
  expect(cost.statements).toBe(30)
  await page(29)
  expect(cost.statements).toBe(31)
})

test('reads that are declared travel together, and one that fails leaves the others alone', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = meterDatabase(env.DB, cost)
  prefetchReads(named(db, userId), emailOf(db, userId))
  expect([await named(db, userId), await emailOf(db, userId)]).toMatchObject([{ username: 'Robin' }, {}])
  expect([cost.trips, cost.statements]).toEqual([1, 2])
  prefetchReads(faulty(db), named(db, 'nobody'))
  expect(await named(db, 'nobody')).toBeNull()
  await expect(faulty(db)).rejects.toThrow('nothing')
})

test('rows that handlers load are read once the sign-in names the person, up to the handler that answers', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const DB = meterDatabase(env.DB, cost)
  const app = new Hono<App>()
    .use(async (c, next) => {
      c.env = { ...env, DB }
      c.set('facts', {})
      await next()
    })
    .use(startPathReads)
    .use(async (c, next) => {
      expect(cost.statements).toBe(0)
      c.var.named?.(userId)
      c.set('user', { ...c.var.user, id: userId })
      await next()
    })
    .get('/people/:id', rowLoader('row', named), (c) => c.json(c.var.row))
    .get(
      '/people/:of/*',
      rowLoader('parent', (db, _, of) => emailOf(db, of), 'of'),
    )
    .get('/people/:of/:id', rowLoader('row', named), (c) => c.json(c.var.row))
    .get('/people/:of/:id', rowLoader('row', faulty), (c) => c.json(null))
  expect(await (await app.request(`/people/${userId}/one`)).json()).toEqual({ username: 'Robin' })
  expect([cost.trips, cost.statements]).toEqual([1, 2])
})

test('an answer is read by the batch of the write, and again by each further one', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = meterDatabase(env.DB, cost)
  const answer = prefetchResponse(db, () => Promise.all([named(db, userId), emailOf(db, userId)]))
  await expect(db.batch([rename(db, userId, 'Ada'), sql(db)`SELECT ${stale}`])).rejects.toThrow('stale')
  await db.batch([rename(db, userId, 'Bea')])
  const { trips } = cost
  expect([(await answer())[0], await named(db, userId), cost.trips - trips]).toEqual([
    { username: 'Bea' },
    { username: 'Bea' },
    0,
  ])
})

test('a read that is asked for while a batch is written sees what it wrote', async () => {
  const [{ userId }, cost] = [await signedIn(), noCost()]
  const db = meterDatabase(env.DB, cost)
  const written = db.batch([rename(db, userId, 'Ada')])
  await null
  await null
  await null
  expect([await named(db, userId), (await written).length]).toEqual([{ username: 'Ada' }, 1])
})
