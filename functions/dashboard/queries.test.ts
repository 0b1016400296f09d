import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'
import { metered, noCost } from '../lib/cost'
import { sql } from '../lib/sql'
import { nearGoalIds } from './near-goals'
import * as q from './queries'

const { DB } = env

test('the nearest goals cost what is open, however many are ended', async () => {
  const { userId } = await signedIn()
  const add = (status: string) => sql(DB)`
    INSERT INTO goals (user_id, id, title, status, seq, created_at, updated_at)
    VALUES (${userId}, ${uuid()}, 'Goal', ${status}, 1, 0, 0)`
  const read = async () => {
    const cost = noCost()
    const db = metered(DB, cost)
    await q.countsAndPlans(db, userId, '2026-11-20', 4)
    await sql(db)`${nearGoalIds(userId, { today: '2026-11-20', weekStart: 1, limit: 5 })}`.all()
    return cost.rowsRead
  }
  await DB.batch(Array.from({ length: 8 }, () => add('in_progress')))
  const before = await read()
  await DB.batch(Array.from({ length: 90 }, () => add('completed')))
  expect(await read()).toBe(before)
  expect(before).toBeGreaterThan(0)
})
