import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'
import { metered, noCost } from '../lib/cost'
import { sql } from '../lib/sql'
import * as q from './queries'

const { DB } = env

test('the nearest goals cost what is open, however many are ended', async () => {
  const { userId } = await signedIn()
  const add = (status: string) => sql(DB)`
    INSERT INTO goals (user_id, id, title, status, seq, created_at, updated_at)
    VALUES (${userId}, ${uuid()}, 'Goal', ${status}, 1, 0, 0)`
  const read = async () => {
    const cost = noCost()
    await q.nearGoals(metered(DB, cost), userId, '2026-11-20', 5)
    return cost.rowsRead
  }
  await DB.batch(Array.from({ length: 8 }, () => add('in_progress')))
  const before = await read()
  await DB.batch(Array.from({ length: 90 }, () => add('completed')))
  expect(await read()).toBe(before)
  expect(before).toBeGreaterThan(0)
})

test('no statement scans a table', async () => {
  const queries: string[] = []
  const noting = {
    prepare: (query: string) => {
      queries.push(query)
      return DB.prepare(query)
    },
  } as unknown as D1Database
  await q.nearGoals(noting, 'u', '2026-11-20', 5)
  await q.firstSteps(noting, 'u')
  expect(queries).toHaveLength(2)
  for (const query of queries) {
    const { results } = await DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
      .bind(...Array.from(query.matchAll(/\?/g), () => null))
      .all<{ detail: string }>()
    const steps = results.map(({ detail }) => detail)
    expect(steps.some((step) => step.startsWith('SEARCH'))).toBe(true)
    expect(steps.filter((step) => /^SCAN (goals|total_stats|users)/.test(step))).toEqual([])
  }
})
