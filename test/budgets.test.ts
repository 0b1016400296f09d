import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { addDays, dayOf, wallTime } from '../functions/lib/days'
import { newSession, putAll } from '../functions/sessions/testing'
import { divisions } from '../functions/stats/schema'
import { setRules } from '../functions/whitelists/rules/write'
import { dropApps, putApps, putRule } from '../functions/whitelists/testing'
import { type Client, cost, rows, signedIn } from './client'
import { meetingIds, seedHistory, seedJournal, seedMeetings, seedTasks, seedUsage } from './history'

const zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }

/** The rows that a page may read, however long a person has used Daymark. */
const budgets = [
  ['/', 700],
  ['/stats?range=365', 3000],
  ...divisions.map((by) => [`/stats?range=365&compare=1&by=${by}`, 3000] as const),
  ['/tasks', 200],
  ['/tasks/all', 500],
  ['/learnings', 200],
  ['/feedback', 200],
  // The latest of nine themes.
  ['/feedback?by=theme', 250],
  ['/feedback?tag=often', 200],
  ['/feedback?sentiment=positive', 200],
  // A word of everything.
  ['/feedback?q=feedback', 200],
  ['/action-items', 200],
  ['/action-items?show=done', 200],
  ['/action-items?show=overdue&owner=person', 200],
  ['/action-items?person=00000000-0000-7000-8000-100000000010', 200],
  ['/action-items?q=action', 200],
  // With room for what comes of meetings.
  ['/people/00000000-0000-7000-8000-100000000010', 200],
  ['/skills', 700],
  ['/energy', 400],
  ['/review/week', 600],
  ['/review/month', 1_200],
  ['/evidence', 3_000],
  ['/reviews', 50],
  // 50 sessions, each on a task of its own, and twice those of the day at the end of the page.
  ['/sessions', 380],
  ['/stats/explain', 500],
  ['/stats/explain?subject=classification:work', 1500],
  ['/stats/explain?subject=weekday:3', 2500],
  ['/stats/explain?subject=hour:09', 1500],
  ['/stats/explain?subject=repo:none', 2500],
  ['/goals', 400],
  // Begins a word in thousands of sessions.
  ['/search?q=re', 400],
  ['/sessions?select=1', 380],
  ['/projects', 100],
  ['/clients', 100],
  ['/organizations', 100],
  ['/people', 200],
  ['/tags', 300],
  ['/changes', 50],
  ['/settings/days-off', 50],
  ['/api/v1/sessions', 300],
  ['/api/v1/sessions?subject=all&limit=100', 600],
  ['/api/v1/projects', 100],
  ['/api/v1/plans', 300],
  ['/api/v1/stats', 400],
  ['/api/v1/stats/breakdown?by=project', 700],
  ['/api/v1/stats/breakdown?by=hour', 2000],
  ['/api/v1/goals', 500],
  ['/api/v1/tags', 200],
  ['/api/v1/search?q=re', 400],
] as const

const statementBudget = 10

/** The factor by which a page may read more with ten years of history than with two. */
const growth = 1.2

const today = () => dayOf(Date.now(), zone)

const person = async (years: number) => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon', rest_days: [7] })
  await seedHistory(env.DB, client.userId, { years })
  await seedTasks(env.DB, client.userId, years)
  await seedJournal(env.DB, client.userId, years, today())
  return client
}

/** The budget of the page of a goal, which shows everything that the goal has. */
const goalStatements = 12
const goalRows = 1200

/** Puts the ten goals worked on last below one weekly goal as old as the history, itself a part; returns its page. */
const busyGoal = async (client: Client, years: number) => {
  const { userId, json } = client
  const add = async (goal: object) => {
    const answer = await json('POST', '/api/v1/goals', goal)
    expect(answer.status).toBe(201)
    return (await answer.json<{ id: string }>()).id
  }
  const start_date = addDays(today(), -365 * years)
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

// A history of ten years takes seconds to write, so all tests share these; the last ones add to them.
let twoYears: Client
let tenYears: Client

beforeAll(async () => {
  twoYears = await person(2)
  tenYears = await person(10)
})

describe('what pages cost', () => {
  it.each(budgets)('%s reads at most %i rows in ten statements, and no more with years', async (path, rowBudget) => {
    const [two, ten] = [await costOf(twoYears, path), await costOf(tenYears, path)]
    for (const { read, statements } of [two, ten]) {
      expect(read).toBeGreaterThan(0)
      expect(read).toBeLessThanOrEqual(rowBudget)
      expect(statements).toBeLessThanOrEqual(statementBudget)
    }
    expect(ten.read, `two years: ${two.read} rows`).toBeLessThanOrEqual(two.read * growth)
    expect(ten.statements).toBeLessThanOrEqual(two.statements * growth)
  })

  it.each([
    '?from=FROM&to=TO',
    '?from=FROM&to=TO&group=month&subject=project:none',
    '/breakdown?from=FROM&to=TO&by=project',
    '/breakdown?from=FROM&to=TO&by=weekday',
  ])('/api/v1/stats%s reads no more with ten years than with two, and 304 reads four rows', async (query) => {
    const path = `/api/v1/stats${query.replace('FROM', addDays(today(), -364)).replace('TO', today())}`
    const costs: number[] = []
    for (const client of [twoYears, tenYears]) {
      const answer = await client.json('GET', path)
      const { read, statements } = cost(answer)
      expect(statements).toBeLessThanOrEqual(statementBudget)
      expect(read).toBeLessThanOrEqual(3000)
      costs.push(read)
      const unchanged = await client.json('GET', path, undefined, { 'If-None-Match': answer.headers.get('ETag') ?? '' })
      expect(unchanged.status).toBe(304)
      expect(cost(unchanged).read).toBeLessThanOrEqual(4)
    }
    expect(costs[1]).toBeLessThanOrEqual((costs[0] ?? 0) * growth)
  })

  it('the pages of a project, its client and its organization cost what 90 days hold', async () => {
    for (const client of [twoYears, tenYears]) {
      const { userId, json } = client
      const [busiest] = await rows<{ id: string; client: string; days: number; sessions: number }>(
        `SELECT projects.id, client, count(*) AS days, sum(session_count) AS sessions
         FROM projects JOIN daily_stats USING (user_id)
         WHERE user_id = ? AND subject = 'project:' || projects.id AND date > ?
         GROUP BY projects.id ORDER BY sum(total_seconds) DESC LIMIT 1`,
        userId,
        addDays(today(), -90),
      )
      const made = await json('POST', '/api/v1/organizations', { name: 'Busiest' })
      const { id: organization_id } = await made.json<{ id: string }>()
      expect((await json('PATCH', `/api/v1/projects/${busiest?.id}`, { organization_id })).status).toBe(200)
      const ofClient = `/clients/time?${new URLSearchParams({ client: busiest?.client ?? '' })}`
      const { days = 0, sessions = 0 } = busiest ?? {}
      for (const [path, rowBudget] of [
        // Up to 26 tasks, too.
        [`/projects/${busiest?.id}`, 150 + 3 * (days + sessions)],
        [ofClient, 400],
        [`/organizations/${organization_id}`, 100 + 3 * days],
      ] as const) {
        const page = await costOf(client, path)
        expect(page.read, path).toBeLessThanOrEqual(rowBudget)
        expect(page.statements, path).toBeLessThanOrEqual(statementBudget)
      }
    }
  })

  it('a day costs what is on it, whatever there was before', async () => {
    const date = addDays(today(), -3)
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

/** Rows of years with ten meetings a week, of 300 people. */
const meetingBudgets = () => {
  const { often, organization, meeting } = meetingIds
  const past = addDays(today(), -31)
  return [
    ['/meetings', 200],
    ['/meetings?when=ahead', 200],
    ['/meetings?when=past', 200],
    [`/meetings?when=past&after=${meeting}`, 200],
    // Words of everything.
    ['/meetings?q=everybody', 200],
    [`/meetings?person=${often}`, 200],
    [`/meetings?when=past&person=${often}`, 200],
    [`/meetings?organization=${organization}`, 200],
    [`/meetings?org=${organization}`, 200],
    // The next and the last 120 are looked through.
    ['/meetings?org=none', 1_000],
    [`/meetings?person=${often}&organization=${organization}`, 1_000],
    [`/meetings?when=past&person=${often}&q=meeting`, 1_000],
    [`/meetings/${meeting}`, 100],
    ['/api/v1/meetings', 350],
    [`/api/v1/meetings?person_id=${often}`, 400],
    ['/people', 200],
    ['/people?q=person', 200],
    [`/people?organization=${organization}`, 200],
    [`/people?org=${organization}`, 200],
    [`/people?org=${organization}&q=person`, 1_000],
    ['/api/v1/people', 200],
    [`/people/${often}`, 250],
    // With the people whom their filter offers.
    ['/feedback', 200],
    ['/feedback?by=theme', 250],
    ['/action-items', 200],
    [`/action-items?person=${often}`, 200],
    [`/organizations/${organization}`, 500],
    ['/organizations', 500],
    ['/', 700],
    ['/review/week', 600],
    [`/review/week?date=${past}`, 600],
    ['/review/month', 1_200],
    [`/review/month?date=${past}`, 1_200],
    ['/evidence', 3_000],
    [`/day/${past}`, 200],
    [`/day/${addDays(today(), 3)}`, 100],
  ] as const
}

describe('what ten meetings a week cost', () => {
  beforeAll(async () => {
    await seedMeetings(env.DB, twoYears.userId, 2, today())
    await seedMeetings(env.DB, tenYears.userId, 10, today())
  })

  it.each(meetingBudgets())(
    '%s reads at most %i rows in ten statements, and no more with years',
    async (path, most) => {
      const [two, ten] = [await costOf(twoYears, path), await costOf(tenYears, path)]
      expect(ten.read).toBeGreaterThan(10)
      expect(Math.max(two.read, ten.read)).toBeLessThanOrEqual(most)
      expect(Math.max(two.statements, ten.statements)).toBeLessThanOrEqual(statementBudget)
      // Days differ by a few sessions.
      expect(ten.read, `two years: ${two.read} rows`).toBeLessThanOrEqual(two.read * growth + 20)
    },
  )
})

/** The rows that a page may read for somebody who also reported 50,000 uses of apps in a year. */
const useBudgets = [
  ['/', 700],
  // From 309 to 438, by how many of the listed apps were used today and how many in the last 30 days.
  ['/whitelists', 460],
  ['/whitelists?sort=app', 500],
  ['/whitelists?show=allowed', 700],
  ['/whitelists?q=app', 700],
  ['/stats', 3500],
  ['/stats?range=365', 3500],
  ...divisions.map((by) => [`/stats?range=365&compare=1&by=${by}`, 3500] as const),
  ['/settings', 50],
] as const

/** The rows that all time may read: its months and goals grow in number with the years, its days do not count. */
const allTime = 5000

describe('ten years of sessions and 50,000 uses of 100 apps in the last one', () => {
  const catalogue = Array.from({ length: 2000 }, (_, n) => ({ package_name: `app.${n}`, label: `App ${n}` }))
  let client: Client

  beforeAll(async () => {
    client = tenYears
    // Every tenth used app is undecided.
    await putApps(...catalogue.filter((_, n) => n >= 100 || n % 10 > 0))
    const block = { is_whitelisted: 0 as const, after: null }
    const earned = { is_whitelisted: 1 as const, after: { subject: 'all', seconds: 3600, period: 'day' as const } }
    const own = catalogue
      .slice(0, 400)
      .flatMap(({ package_name }, n) => (n % 7 === 1 ? [{ package_name, rule: block }] : []))
    await setRules(env.DB, { id: client.userId }, [...own, { package_name: 'app.3', rule: earned }], Date.now())
    await putRule(client.userId, 'app.4', block, client.userId)
    await seedUsage(env.DB, client.userId, { events: 50_000, apps: 100, days: 365 })
  })

  afterAll(() => dropApps(...catalogue.map(({ package_name }) => package_name)))

  it.each(useBudgets)('%s reads at most %i rows in at most ten statements', async (path, rowBudget) => {
    const { read, statements } = await costOf(client, path)
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThanOrEqual(rowBudget)
    expect(statements).toBeLessThanOrEqual(statementBudget)
  })

  it('with a thousand rules, too, each filter reads at most 700 rows in at most ten statements', async () => {
    const other = await signedIn({ time_zone: 'Europe/Lisbon' })
    const own = catalogue.slice(0, 1000).map(({ package_name }, n) => {
      const after = n % 50 === 3 ? { subject: 'all', seconds: 3600, period: 'day' as const } : null
      return { package_name, rule: { is_whitelisted: after || n % 2 ? (1 as const) : (0 as const), after } }
    })
    await setRules(env.DB, { id: other.userId }, own, Date.now())
    for (let n = 0; n < 5; n += 1)
      await putRule(other.userId, `app.${n * 10 + 1}`, { is_whitelisted: 1, after: null }, client.userId)
    await seedUsage(env.DB, other.userId, { events: 5_000, apps: 100, days: 60 })
    for (const show of ['all', 'allowed', 'blocked', 'admin', 'never', 'unlisted']) {
      for (const sort of ['use', 'app']) {
        const first = `/whitelists?show=${show}&sort=${sort}`
        const [, next = first] =
          /href="(\/whitelists\?[^"]*after=[^"]*)"/.exec(await (await other.get(first)).text()) ?? []
        for (const path of [first, next.replaceAll('&amp;', '&')]) {
          const { read, statements } = await costOf(other, path)
          expect(read, path).toBeLessThanOrEqual(700)
          expect(statements, path).toBeLessThanOrEqual(statementBudget)
        }
      }
    }
  })

  it('the check of an app reads at most six rows in two statements', async () => {
    const { read, statements } = await costOf(client, '/api/v1/whitelist/check?package_name=app.3')
    expect(read).toBeLessThanOrEqual(6)
    expect(statements).toBeLessThanOrEqual(2)
  })

  it('all time is read by months, totals and years, however it is divided', async () => {
    for (const by of divisions) {
      const { read, statements } = await costOf(client, `/stats?range=all&by=${by}`)
      expect(read, by).toBeGreaterThan(120)
      expect(read, by).toBeLessThanOrEqual(allTime)
      expect(statements, by).toBeLessThanOrEqual(statementBudget)
    }
  })

  it('an open page that shows it all asks again for four rows', async () => {
    for (const path of ['/', '/stats?range=365']) {
      const html = await (await client.get(path)).text()
      const [, live = ''] = /hx-get="(\/stats\/live\?[^"]*)"/.exec(html) ?? []
      const answer = await client.get(live.replaceAll('&amp;', '&'), { part: true })
      expect(answer.status).toBe(204)
      expect(cost(answer).read).toBeLessThanOrEqual(4)
    }
  })
})

test('the page of a busy weekly goal with parts has its own budget, and costs no more after ten years', async () => {
  const two = await costOf(twoYears, await busyGoal(twoYears, 2))
  const ten = await costOf(tenYears, await busyGoal(tenYears, 10))
  for (const { read, statements } of [two, ten]) {
    expect(read).toBeGreaterThan(100)
    expect(read).toBeLessThanOrEqual(goalRows)
    expect(statements).toBeLessThanOrEqual(goalStatements)
  }
  expect(ten.read, `two years: ${two.read} rows`).toBeLessThanOrEqual(two.read * growth)
})

/** Lines whose suggestions are read while they are typed, also those that begin words of thousands of sessions. */
const typedLines = [
  ...['', 'r', 're', 'review co', 'w', 'p', '25m re', 'call about the sch', '@', '@a', '@th', '@project re', '@x y re'],
  ...['!', '!a', '!goal', '!re', '!a b re', '#', '#d', '#deep', '#re', '#deep re', '#call w'],
]

describe('a keystroke in the entry line', () => {
  beforeAll(async () => {
    const { json } = tenYears
    for (let n = 0; n < 60; n += 1) {
      const answer = await json('POST', '/api/v1/projects', { name: `Project ${n} of many`, classification: 'work' })
      expect(answer.status).toBe(201)
    }
    for (let n = 0; n < 60; n += 1) {
      expect((await json('POST', '/api/v1/goals', { title: `Goal ${n} of many`, status: 'in_progress' })).status).toBe(
        201,
      )
    }
    const many = Array.from({ length: 120 }, (_, n) =>
      newSession(Date.now() - (n + 1) * 3_600_000, 20, {
        title: `Review ${n} of many`,
        tags: [`deep ${n}`, `call ${n}`],
      }),
    )
    await putAll(tenYears, many)
  })

  it.each(typedLines)('“%s” reads at most 200 rows in two statements for its suggestions', async (entry) => {
    const answer = await tenYears.get(`/sessions/entry/suggestions?${new URLSearchParams({ entry })}`, { part: true })
    expect(answer.status).toBe(200)
    const { read, statements } = cost(answer)
    expect(statements).toBeLessThanOrEqual(2)
    expect(read).toBeLessThanOrEqual(200)
  })
})
