import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { metered, noCost } from './cost'

test('a read that is asked for again is remembered, but of a long download only the first pages', async () => {
  const spent = noCost()
  const db = metered(env.DB, spent, true)
  const page = (number: number) =>
    db
      .prepare('WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i, ? FROM n')
      .bind(number)
      .all()
  for (let number = 0; number < 30; number += 1) await page(number)
  expect(spent.statements).toBe(30)
  await page(0)
  expect(spent.statements).toBe(30)
  await page(29)
  expect(spent.statements).toBe(31)
})
