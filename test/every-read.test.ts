import { env } from 'cloudflare:workers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { reportUses } from '../functions/apps/usage/queries'
import { setRules } from '../functions/apps/whitelists/rules'
import { dropApps, putApps } from '../functions/apps/whitelists/testing'
import { put } from '../functions/time/sessions/testing'
import { ask, gather, marker, pathFor } from './support/callers'
import { type Client, cost, origin, request, rows, signedIn } from './support/client'
import { formsOf, tightForms } from './support/hostile/form-room'
import { plansOf } from './support/query-plans'
import { isApi, ofKind, pathOf, routes } from './support/routes'
import { seedHistory, seedJournal, seedTasks, seedUsage } from './support/rows/history'
import { isWhole } from './support/runs'
import { mostScripts, scriptsOf } from './support/scripts'
import { expectOnlyListed } from './support/statements'
import { unknownClasses } from './support/styles'

expectOnlyListed(env.DB)

/** Round trips to the database that wait for one another, with the one that reads the sign-in. */
const limits = { page: 3, part: 3, api: 3 } as const

/** Pages that one opens each day. */
const daily = ['/', '/day/:date', '/goals', '/review', '/sessions', '/stats', '/tasks', '/timer', '/whitelists']

const tripsOf = (route: string, as: As) => (daily.some((path) => route === `GET ${path}`) ? 2 : limits[as])

/** It reads every row, in pages. */
const readsAll = ['GET /api/v1/sync/digest']

const statementBudget = 20

/** Maximum rows that a page of ten years reads. */
const mostRows = (route: string) =>
  /^GET \/(goals\/new|projects\/:id|organizations\/:id|energy)$/.test(route) ? 20_000 : 60_000

type As = keyof typeof limits

/** htmx's headers for a fragment; a page and the API are asked without. */
const headersOf = (as: As): Record<string, string> =>
  as === 'part' ? { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } : {}

const reads = Object.keys(routes)
  .filter((route) => route.startsWith('GET '))
  .flatMap((route): [route: string, as: As][] => {
    if (isApi(route)) return [[route, 'api']]
    return isWhole
      ? [
          [route, 'page'],
          [route, 'part'],
        ]
      : [[route, 'page']]
  })

let people: Awaited<ReturnType<typeof gather>>
/** Has ten years of everything, with rules and limits of apps. */
let owner: Client
/** Has little, of which copies are read. */
let other: Client
const name = `Somebody ${crypto.randomUUID().slice(0, 8)}`

const apps = Array.from({ length: 100 }, (_, n) => `app.${n}`)

/** Other files of the worker look for theirs on the first page of the catalogue. */
afterAll(() => dropApps(...apps))

beforeAll(async () => {
  people = await gather()
  owner = people.owner
  other = people.other
  const preferences = JSON.stringify({ time_zone: 'Europe/Lisbon', rest_days: [7] })
  await rows('UPDATE users SET username = ?, preferences = ? WHERE id = ?', name, preferences, owner.userId)
  await seedHistory(env.DB, owner.userId, { years: 10 })
  await seedTasks(env.DB, owner.userId, 10)
  await seedJournal(env.DB, owner.userId, 10, new Date().toISOString().slice(0, 10))
  await putApps(...apps.map((package_name) => ({ package_name })))
  const after = { subject: 'all', seconds: 3600, period: 'day' as const }
  const rule = { package_name: 'app.3', rule: { is_whitelisted: 1 as const, after } }
  await setRules(env.DB, { id: owner.userId }, [rule], Date.now())
  await seedUsage(env.DB, owner.userId, { events: 10_000, apps: 100, days: 365 })
  const now = Date.now()
  const use = { id: 'use', package_name: 'org.example', started_at: now - 60_000, ended_at: now }
  const zone = { time_zone: 'UTC', day_start_minute: 0 }
  await reportUses(env.DB, owner.userId, { clientId: 'phone', uses: [use], zone }, now)
  const route = 'PATCH /api/v1/admin/users/:id/unlisted-apps'
  const headers = { Origin: origin, 'Content-Type': 'application/json', ...(await people.shows('admin', route)) }
  const path = `/api/v1/admin/users/${owner.userId}/unlisted-apps`
  await request(path, { method: 'PATCH', headers, body: '{"unlisted_apps":"allow"}' })
})

test('the check of an app reads at most six rows in two statements', async () => {
  const { read, statements } = cost(await owner.get('/api/v1/whitelist/check?package_name=app.3'))
  expect(read).toBeGreaterThan(0)
  expect(read).toBeLessThanOrEqual(6)
  expect(statements).toBeLessThanOrEqual(2)
})

test.each(['/', '/stats?range=365'])('an open page of %s asks again for four rows', async (path) => {
  const html = await (await owner.get(path)).text()
  const [, live = ''] = /hx-get="(\/stats\/live\?[^"]*)"/.exec(html) ?? []
  const answer = await owner.get(live.replaceAll('&amp;', '&'), { part: true })
  expect([answer.status, cost(answer).read <= 4]).toEqual([204, true])
})

test('statistics that a program has already cost four rows', async () => {
  const known = (await owner.get('/api/v1/stats')).headers.get('ETag') ?? ''
  const answer = await owner.get('/api/v1/stats', { headers: { 'If-None-Match': known } })
  expect([answer.status, cost(answer).read <= 4]).toEqual([304, true])
})

test.each(['/search?q=re', '/search?q=th&kind=session', '/api/v1/search?q=th&limit=100', '/palette?line=/th'])(
  '%s looks at a bounded number of its thousands of hits',
  async (path) => {
    const id = await owner.add('/organizations', { name: path })
    for (const org of ['all', id]) {
      const answer = await owner.get(`${path}&org=${org}`, { part: path.startsWith('/palette'), page: `/?org=${org}` })
      expect([org, answer.status, cost(answer).read]).toEqual([org, 200, expect.toSatisfy((read) => read <= 3000)])
    }
  },
)

const tenYears = 'from=2016-11-26&to=2026-11-25'

test.each([
  ...['/sessions?billable=yes', '/stats?range=all&billable=yes', '/stats?range=all&billable=no&by=client'],
  ...[
    '/stats?range=all&by=organization',
    `/report?${tenYears}&group=client,project`,
    `/report?${tenYears}&billable=yes`,
  ],
  ...[`/api/v1/stats?${tenYears}&billable=yes`, `/api/v1/report?${tenYears}&billable=yes`],
])('%s of ten years reads each session and its time once or twice', async (path) => {
  const rate =
    "INSERT INTO rates SELECT ?, ?, date('2016-01-01', value || ' years'), 1, 5000 + value, 'EUR' FROM json_each('[0,4,8]') WHERE true ON CONFLICT DO NOTHING"
  const projects = await rows<{ id: string }>('SELECT id FROM projects WHERE user_id = ? ORDER BY id', owner.userId)
  for (const subject of ['all', ...projects.slice(0, 5).map(({ id }) => `project:${id}`)])
    await rows(rate, owner.userId, subject)
  const answer = await owner.get(path)
  await answer.text()
  expect([answer.status, cost(answer).read <= 60_000]).toEqual([200, true])
  expect(cost(answer).statements).toBeLessThanOrEqual(statementBudget)
})

test('a day without sessions takes its zone from another day, and waits no longer for it', async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  await put(client, '2020-03-03T09:00Z', 60, { time_zone: 'Asia/Tokyo' })
  for (const date of ['2020-03-01', '2020-03-05']) {
    const page = await client.get(`/day/${date}`)
    expect([cost(page).trips <= limits.page, (await page.text()).includes('Asia%2FTokyo')]).toEqual([true, true])
    expect(cost(await client.get(`/day/${date}`, { part: true })).trips).toBeLessThanOrEqual(limits.part)
  }
})

const appFilters = ['never', 'unlisted', 'allowed', 'blocked', 'admin']

const appViews = [
  ...['', 'sort=app', 'q=app', 'q=app&sort=app'],
  ...appFilters.flatMap((show) => [`show=${show}`, `show=${show}&sort=app`, `q=app&show=${show}`]),
]

test.each(appViews)('the list of apps by "%s", and its next pages, waits for few round trips', async (view) => {
  for (const as of ['page', 'part'] as const) {
    let path: string | undefined = `/whitelists?${view}`
    for (let pages = 0; path && pages < 3; pages += 1) {
      const answer = await owner.get(path, { part: as === 'part' })
      const html = await answer.text()
      expect([path, answer.status]).toEqual([path, 200])
      expect(cost(answer).trips, `${path} as ${as}`).toBeLessThanOrEqual(limits[as])
      path = /"(\/whitelists\?[^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    }
  }
})

/** Tables read whole: everybody shares the defaults of apps, and an admin sees all users and invitations. */
const isAllowedScan = /^SCAN (apps|users|sign_up_invitations)\b/

/** Reads that look at defaults or at a secret, which are no person's rows. */
const open =
  /^GET \/(auth|dev|health|sign-in|api\/docs|api\/v1\/openapi)|earned\/edit|whitelists\/(app|edit)|apps\/:package|rename/

/** Event of a page or file that is read. */
const eventOf = (route: string) => {
  if (route === 'GET /auth/verify') return 'sign_in_refused'
  return /\/(exports?|backups?)\/?/.test(route) && /:name$|latest$|\/v1\/exports?/.test(route) ? 'download' : undefined
}

const lines: { event?: string }[] = []

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(JSON.parse(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** Files of all that somebody has. */
const isCopy = (route: string) => /\/(exports?|backups?)\b/.test(route)

/** Pages that stand for themselves, each with a title and a heading of its own. */
const hasTitle = new Set(ofKind('own', 'account', 'admin'))

/** Actions of all forms, with ids of paths left out. */
const actions = new Set<string>()

describe('after ten years', () => {
  test.each(reads)('%s as %s is cheap, small, logged without texts, and its forms fit', async (route, as) => {
    const path = (await pathFor(route, isCopy(route) ? other : owner)).replace('org.example.app', 'app.3')
    const who = isCopy(route) ? 'other' : route.includes('/admin') ? 'admin' : 'owner'
    const headers = { ...(await people.shows(who, route)), ...headersOf(as) }
    let answer = new Response()
    let html = ''
    lines.length = 0
    const plans = await plansOf(async (db) => {
      answer = await ask(route, path, headers, { ...env, DB: db })
      // A download reads on while it is sent.
      html = await answer.text()
    })

    const { trips, statements, read } = cost(answer)
    expect(read).toBeLessThanOrEqual(mostRows(route))
    if (!readsAll.includes(route)) {
      expect(trips).toBeLessThanOrEqual(tripsOf(route, as))
      expect(statements).toBeLessThanOrEqual(statementBudget)
    }
    if (!open.test(route))
      expect(plans.flatMap(({ scans }) => scans).filter((scan) => !isAllowedScan.test(scan))).toEqual([])

    if (route !== 'GET /live') {
      const due = eventOf(route)
      expect(lines.flatMap(({ event }) => event ?? [])).toEqual(due ? [due] : [])
    }
    const log = JSON.stringify(lines)
    for (const secret of ['example.com', marker, name, 'daymark_', 'eyJ', owner.cookie.slice(-64)])
      expect(log).not.toContain(secret)

    if (!answer.headers.get('Content-Type')?.startsWith('text/html')) return
    for (const { action } of formsOf(html)) actions.add(action.replaceAll(/[0-9a-f-]{36}/g, ':id'))
    expect([pathOf(route), tightForms(html)]).toEqual([pathOf(route), []])
    expect([pathOf(route), unknownClasses(html)]).toEqual([pathOf(route), []])
    expect((await scriptsOf(html)).bytes).toBeLessThanOrEqual(mostScripts)
    expect(html, 'a separator beside no fact').not.toMatch(/"row-meta"> · | · (<\/p>| · )/)
    if (as === 'part' || !hasTitle.has(route)) return
    expect(html.match(/<h1[ >]/g)).toHaveLength(1)
    // A document is printed, and its file is named by its title.
    expect(html).toMatch(route.endsWith('/document') ? /<title>[^<]+<\/title>/ : /<title>[^<]+ · Daymark<\/title>/)
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.length).toBe(new Set(ids).size)
  })

  test('the forms of sessions, goals, projects and settings were among them', () => {
    const some = ['/sessions', '/sessions/:id', '/goals', '/goals/:id', '/projects', '/settings']
    expect([...actions]).toEqual(expect.arrayContaining(some))
  })
})
