import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Client, cost, signedIn } from './client'
import { seedHistory } from './history'

/** What a page may read, in rows, however long a person has used Daymark. */
const budgets = [
  ['/', 700],
  ['/stats?range=365', 3000],
  ['/sessions', 300],
  ['/goals', 400],
  // Begins a word in thousands of sessions.
  ['/search?q=re', 400],
  ['/api/v1/goals', 500],
  ['/api/v1/tags', 200],
  ['/api/v1/search?q=re', 400],
] as const

const statementBudget = 10

/** How much more a page may read with ten years of history than with two. */
const growth = 1.2

const person = async (years: number) => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon', rest_days: [7] })
  await seedHistory(env.DB, client.userId, { years })
  return client
}

const costOf = async (client: Client, path: string) => {
  const answer = await client.get(path)
  expect(answer.status).toBe(200)
  return cost(answer)
}

describe('what pages cost', () => {
  let twoYears: Client
  let tenYears: Client

  beforeAll(async () => {
    twoYears = await person(2)
    tenYears = await person(10)
  }, 120_000)

  it.each(budgets)('%s reads at most %i rows in at most ten statements', async (path, rowBudget) => {
    for (const client of [twoYears, tenYears]) {
      const { read, statements } = await costOf(client, path)
      expect(read).toBeGreaterThan(0)
      expect(read).toBeLessThanOrEqual(rowBudget)
      expect(statements).toBeLessThanOrEqual(statementBudget)
    }
  })

  it.each(budgets)('%s costs as much with ten years of history as with two', async (path) => {
    const [two, ten] = [await costOf(twoYears, path), await costOf(tenYears, path)]
    expect(ten.read, `two years: ${two.read} rows`).toBeLessThanOrEqual(two.read * growth)
    expect(ten.statements).toBeLessThanOrEqual(two.statements * growth)
  })
})
