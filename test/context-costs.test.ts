import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../functions/lib/days'
import { type Client, cost, rows, signedIn } from './client'
import { seedHistory, seedTasks } from './history'

/** The factor by which a page may read more with ten years of history than with two. */
const growth = 1.2

const today = () => dayOf(Date.now(), { time_zone: 'Europe/Lisbon', day_start_minute: 0 })

const person = async (years: number) => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon', rest_days: [7] })
  await seedHistory(env.DB, client.userId, { years })
  await seedTasks(env.DB, client.userId, years)
  return client
}

const costOf = async (client: Client, path: string) => {
  const answer = await client.get(path)
  expect(answer.status).toBe(200)
  return cost(answer)
}

/** The rows that a page may read under a context, whatever else there is. */
const contextBudgets = [
  // Tasks and action items.
  ['/', 1500],
  ...[
    '/learnings',
    '/feedback',
    '/feedback?by=theme',
    '/action-items',
    '/tasks/all',
    '/review',
    '/energy',
    '/projects',
    '/people',
  ].map((path) => [path, 1000] as const),
  // All skills, at most 500; 100 here.
  ['/skills', 1200],
  // The first cards of each plan.
  ['/cards', 1200],
  ['/search?q=re', 5000],
  ['/sessions', 2300],
  ['/stats?range=365', 5000],
] as const

/** Under an organization these pass over the open tasks and the goals of others, some hundred after ten years. */
const amongOpen = ['/tasks', '/goals'].map((path) => [path, 1000] as const)

describe('under a context', () => {
  const contexts = ['half of everything', 'one old row', 'no rows', 'Personal'] as const
  type Orgs = Record<(typeof contexts)[number], string>

  /** Gives one organization half of what there is, another the oldest rows, and adds the kinds that are missing. */
  const organized = async (client: Client, years: number): Promise<Orgs> => {
    const { userId, json } = client
    const made = async (path: string, body: object) => {
      const answer = await json('POST', `/api/v1${path}`, body)
      expect(answer.status).toBe(201)
      return (await answer.json<{ id: string }>()).id
    }
    const half = await made('/organizations', { name: 'Half' })
    const old = await made('/organizations', { name: 'Old' })
    const oldProject = await made('/projects', { name: 'Old', organization_id: old })
    const projects = await rows<{ id: string }>(
      "SELECT id FROM projects WHERE user_id = ? AND name NOT LIKE '% of many' AND id <> ? ORDER BY name",
      userId,
      oldProject,
    )
    const ofHalf = projects.filter((_, index) => index % 2 === 0).map(({ id }) => id)
    for (const id of ofHalf)
      expect((await json('PATCH', `/api/v1/projects/${id}`, { organization_id: half })).status).toBe(200)
    const oldest = 'SELECT id FROM sessions WHERE user_id = ?1 ORDER BY started_at LIMIT 1'
    await rows(`UPDATE sessions SET project_id = ?2 WHERE user_id = ?1 AND id = (${oldest})`, userId, oldProject)
    const filed = (id: string) => `iif(${id} = 1, ?3, iif(${id} % 2, ?2, NULL))`
    await rows(
      `UPDATE tasks SET organization_id = numbered.organization_id
       FROM (SELECT id, ${filed('row_number() OVER (ORDER BY id)')} AS organization_id FROM tasks WHERE user_id = ?1) AS numbered
       WHERE tasks.user_id = ?1 AND tasks.id = numbered.id`,
      userId,
      half,
      old,
    )
    const insert = (table: string, a: number, columns: string, values: string, ...more: string[]) =>
      rows(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${a})
         INSERT INTO ${table} (user_id, id, seq, created_at, updated_at, ${columns})
         SELECT ?1, printf('${table}-%06d', i), 0, i, i, ${values} FROM n`,
        userId,
        ...more,
      )
    // Rows are as old as they are early; the first one is the oldest.
    const dateOf = (a: number) => `date('${today()}', printf('%.3f days', (i - ${a}) * ${(365 * years) / a}))`
    const orgs = [half, old]
    await insert(
      'learnings',
      1000 * years,
      'title, date, organization_id, project_id',
      `'Review ' || i, ${dateOf(1000 * years)}, iif(i % 4 = 0, NULL, ${filed('i')}), iif(i % 8 = 4, '${ofHalf[0]}', NULL)`,
      ...orgs,
    )
    await insert(
      'feedback',
      500 * years,
      'content, date, organization_id',
      `'Review ' || i, ${dateOf(500 * years)}, ${filed('i')}`,
      ...orgs,
    )
    await insert(
      'action_items',
      2000 * years,
      'description, status, due_date, completed_at, organization_id',
      `'Review ' || i, iif(i % 10, 'done', 'todo'), ${dateOf(2000 * years)}, iif(i % 10, i, NULL), ${filed('i')}`,
      ...orgs,
    )
    await insert(
      'energy_checkins',
      700 * years,
      'at, time_zone, date, weekday, hour, energy_level, engagement_level, organization_id',
      `i, 'UTC', ${dateOf(700 * years)}, 1 + i % 7, i % 24, 3, 3, ${filed('i')}`,
      ...orgs,
    )
    await insert(
      'skills',
      200,
      'name, name_key, confidence_level, level_on, organization_id',
      `'Reading ' || i, 'reading ' || i, 3, '${today()}', ${filed('i')}`,
      ...orgs,
    )
    await insert(
      'plans',
      9,
      'title, content, project_id',
      `'Plan ' || i, '# Plan', iif(i = 1, '${oldProject}', iif(i % 2, '${ofHalf[0]}', NULL))`,
    )
    const a = 300 * years
    await insert(
      'cards',
      a,
      'question, answer, plan_id, is_new, sm2_next, fsrs_next, next_review',
      `'Review ' || i, 'a', printf('plans-%06d', iif(i = 1, 1, 2 + i % 8)), i % 3 = 0, ${dateOf(a)}, ${dateOf(a)}, ${dateOf(a)}`,
    )
    const empty = await made('/organizations', { name: 'Empty' })
    return { 'half of everything': half, 'one old row': old, 'no rows': empty, Personal: 'none' }
  }

  let twoYears: Client
  let tenYears: Client
  let ofTwo: Orgs
  let ofTen: Orgs

  beforeAll(async () => {
    twoYears = await person(2)
    tenYears = await person(10)
    ofTwo = await organized(twoYears, 2)
    ofTen = await organized(tenYears, 10)
  })

  it.each(contexts)('with %s, no page reads past the rows of others, after ten years as after two', async (name) => {
    const faults: string[] = []
    for (const [path, rowBudget] of [...contextBudgets, ...amongOpen]) {
      const under = (orgs: Orgs) => `${path}${path.includes('?') ? '&' : '?'}org=${orgs[name]}`
      const two = await costOf(twoYears, under(ofTwo))
      const ten = await costOf(tenYears, under(ofTen))
      const said = `${path}: ${two.read} and ${ten.read} rows`
      const grows = ten.read > two.read * growth && !amongOpen.some(([open]) => open === path)
      if (Math.max(two.read, ten.read) > rowBudget || grows) faults.push(said)
    }
    expect(faults).toEqual([])
  })
})
