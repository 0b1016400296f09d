import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { addDays, dayOf, wallTime } from '../functions/lib/days'
import { newSession, putAll } from '../functions/sessions/testing'
import { divisions } from '../functions/stats/schema'
import { type Client, cost, rows, signedIn } from './client'
import { seedHistory } from './history'

/** What a page may read, in rows, however long a person has used Daymark. */
const budgets = [
  ['/', 700],
  ['/stats?range=365', 3000],
  ...divisions.map((by) => [`/stats?range=365&compare=1&by=${by}`, 3000] as const),
  ['/sessions', 300],
  ['/stats/explain', 500],
  ['/stats/explain?subject=classification:work', 1500],
  ['/stats/explain?subject=weekday:3', 2500],
  ['/stats/explain?subject=hour:09', 1500],
  ['/stats/explain?subject=repo:none', 2500],
  ['/goals', 400],
  // Begins a word in thousands of sessions.
  ['/search?q=re', 400],
  ['/sessions?select=1', 300],
  ['/projects', 100],
  ['/clients', 100],
  ['/tags', 300],
  ['/changes', 50],
  ['/settings/days-off', 50],
  ['/api/v1/sessions', 300],
  ['/api/v1/sessions?subject=all&limit=100', 600],
  ['/api/v1/projects', 100],
  ['/api/v1/stats', 400],
  ['/api/v1/stats/breakdown?by=project', 700],
  ['/api/v1/stats/breakdown?by=hour', 2000],
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

/** How many statements the page of a goal may take: it tells of everything that the goal has. */
const goalStatements = 12
const goalRows = 1200

/** Puts what was worked on last below one weekly goal, as old as the history and itself a part; gives that goal's page. */
const busyGoal = async (client: Client, years: number) => {
  const { userId, json } = client
  const add = async (goal: object) => {
    const answer = await json('POST', '/api/v1/goals', goal)
    expect(answer.status).toBe(201)
    return (await answer.json<{ id: string }>()).id
  }
  const start_date = addDays(dayOf(Date.now(), { time_zone: 'Europe/Lisbon', day_start_minute: 0 }), -365 * years)
  const parent_id = await add({ title: 'Above' })
  const id = await add({ title: 'Busy', kind: 'weekly', target_minutes: 300, start_date, parent_id })
  await add({ title: 'A part that recurs', kind: 'monthly', target_minutes: 60, start_date, parent_id: id })
  await add({ title: 'A part by time', progress_source: 'time', target_minutes: 6000, start_date, parent_id: id })
  const moved = await rows(
    `UPDATE goals SET parent_id = ?1 WHERE user_id = ?2 AND id IN (
       SELECT goals.id
       FROM goals JOIN daily_stats ON daily_stats.user_id = goals.user_id AND subject = 'goal:' || goals.id
       WHERE goals.user_id = ?2
       GROUP BY goals.id
       ORDER BY max(date) DESC, sum(total_seconds) DESC
       LIMIT 10)
     RETURNING id`,
    id,
    userId,
  )
  expect(moved).toHaveLength(10)
  return `/goals/${id}`
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

  it('a day costs what is on it, whatever there was before', async () => {
    const zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
    const date = addDays(dayOf(Date.now(), zone), -3)
    const costs = []
    for (const client of [twoYears, tenYears]) {
      await rows(
        `DELETE FROM sessions WHERE user_id = ?1 AND id IN (
           SELECT session_id FROM session_days WHERE user_id = ?1 AND subject = 'all' AND date = ?2)`,
        client.userId,
        date,
      )
      const start = wallTime(date, '08:00', zone)
      const overlapping = Array.from({ length: 12 }, (_, n) => newSession(start + n * 2_700_000, 50, zone))
      await putAll(client, overlapping)
      costs.push(await costOf(client, `/day/${date}`))
    }
    const [two, ten] = costs
    expect(ten?.read, `two years: ${two?.read} rows`).toBeLessThanOrEqual((two?.read ?? 0) * growth)
    expect(ten?.read).toBeGreaterThan(12)
    expect(ten?.read).toBeLessThanOrEqual(200)
    expect(ten?.statements).toBeLessThanOrEqual(statementBudget)
  })
})

/** What all time may read; its months and its goals grow in number with the years, and its days do not count. */
const allTime = 5000

test('all time is read by months and totals, however it is divided', async () => {
  const client = await person(10)
  for (const by of divisions) {
    const { read, statements } = await costOf(client, `/stats?range=all&by=${by}`)
    expect(read, by).toBeGreaterThan(120)
    expect(read, by).toBeLessThanOrEqual(allTime)
    expect(statements, by).toBeLessThanOrEqual(statementBudget)
  }
}, 120_000)

test('the page of a busy weekly goal with parts has its own budget, and costs no more after ten years', async () => {
  const costAfter = async (years: number) => {
    const client = await person(years)
    return costOf(client, await busyGoal(client, years))
  }
  const [two, ten] = [await costAfter(2), await costAfter(10)]
  for (const { read, statements } of [two, ten]) {
    expect(read).toBeGreaterThan(100)
    expect(read).toBeLessThanOrEqual(goalRows)
    expect(statements).toBeLessThanOrEqual(goalStatements)
  }
  expect(ten.read, `two years: ${two.read} rows`).toBeLessThanOrEqual(two.read * growth)
}, 120_000)
