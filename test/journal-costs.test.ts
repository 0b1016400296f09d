import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { addDays, dayOf } from '../functions/lib/days'
import { commit, constant, part, sql } from '../functions/lib/sql'
import { type Client, cost, signedIn } from './client'

/** The rows that a page may read, however long a person has kept a journal. */
const budgets = [
  ['/learnings', 200],
  ['/learnings?type=concept', 200],
  ['/learnings?tag=often', 200],
  // A word of every learning.
  ['/learnings?q=text', 200],
  ['/skills', 700],
  ['/energy', 400],
  ['/review/week', 600],
  ['/review/month', 1_200],
  ['/evidence', 3_000],
] as const

const db = env.DB

/**
 * Writes a busy journal up to the date `today`, filed under 40 projects, 20 plans and 5 organizations: 500 learnings and
 * 1,000 check-ins a year, and 300 skills.
 */
const seed = async (userId: string, years: number, today: string) => {
  const numbers = (count: number) =>
    part`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})`
  const id = (of: number) => part`${userId} || (1 + n % ${constant(String(of))})`
  const date = (perYear: number) =>
    part`date(${today}, '-' || ((n - 1) * 365 / ${constant(String(perYear))}) || ' days')`
  const named = (table: string, count: number) => sql(db)`${numbers(count)}
    INSERT INTO ${constant(table)} (user_id, id, name, name_key, seq, created_at, updated_at)
    SELECT ${userId}, ${userId} || n, ${table} || n, ${table} || n, 1, 1, 1 FROM numbers`
  const statements = [
    named('projects', 40),
    named('organizations', 5),
    sql(db)`${numbers(20)}
      INSERT INTO plans (user_id, id, title, content, seq, created_at, updated_at)
      SELECT ${userId}, ${userId} || n, 'Plan ' || n, '', 1, 1, 1 FROM numbers`,
    sql(db)`${numbers(500 * years)}
      INSERT INTO learnings (user_id, id, title, content, type, source, date, tags, project_id, plan_id,
        organization_id, seq, created_at, updated_at)
      SELECT ${userId}, printf('00000000-0000-7000-8000-%012d', n), 'Learning ' || n, 'Some text on word' || n % 7,
        iif(n % 3 = 0, 'concept', 'insight'), 'self_study', ${date(500)}, '["often"]', ${id(40)}, ${id(20)}, ${id(5)},
        1, 1, 1
      FROM numbers`,
    sql(db)`${numbers(1000 * years)}
      INSERT INTO energy_checkins (user_id, id, at, time_zone, date, weekday, hour, energy_level, engagement_level,
        notes, seq, created_at, updated_at)
      SELECT ${userId}, printf('%012d', n), n, 'UTC', ${date(1000)}, n % 7 + 1, n % 24, n % 5 + 1, n % 3 + 1,
        'Some text', 1, 1, 1
      FROM numbers`,
    sql(db)`${numbers(300)}
      INSERT INTO skills (user_id, id, name, name_key, confidence_level, level_on, projects, plans, seq, created_at,
        updated_at)
      SELECT ${userId}, ${userId} || n, 'Skill ' || n, 'skill ' || n, 1 + n % 5, ${addDays(today, -365 * years)},
        json_array(${id(40)}, ${id(7)}), json_array(${id(20)}), 1, 1, 1
      FROM numbers`,
  ]
  expect(await commit(db, userId, [], statements)).toBe(true)
}

const person = async (years: number) => {
  const client = await signedIn({ time_zone: 'UTC' })
  await seed(client.userId, years, dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 }))
  return client
}

let people: Client[]

beforeAll(async () => {
  people = [await person(2), await person(10)]
})

test.each(budgets)('%s reads at most %i rows in ten statements, and no more with years', async (path, most) => {
  const costs = []
  for (const client of people) {
    const answer = await client.get(path)
    expect(answer.status).toBe(200)
    costs.push(cost(answer))
  }
  const [two, ten] = costs
  expect(ten?.read).toBeGreaterThan(20)
  expect(Math.max(...costs.map(({ read }) => read))).toBeLessThanOrEqual(most)
  expect(Math.max(...costs.map(({ statements }) => statements))).toBeLessThanOrEqual(10)
  expect(ten?.read).toBeLessThanOrEqual((two?.read ?? 0) * 1.2)
})
