import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { put } from '../functions/time/sessions/testing'
import { ask, gather, pathFor } from './callers'
import { type Client, cost, origin, request, signedIn } from './client'
import { seedHistory, seedUsage } from './history'
import { isApi, routes } from './routes'
import { share } from './runs'

/** Round trips to the database that wait for one another, with the one that reads the sign-in. */
const limits = { page: 3, part: 3, api: 3 } as const

/** Pages that one opens each day. */
const daily = ['/', '/day/:date', '/goals', '/review', '/sessions', '/stats', '/tasks', '/timer', '/whitelists']

const limitOf = (route: string, as: As) => (daily.some((path) => route === `GET ${path}`) ? 2 : limits[as])

/** It reads every row, in pages. */
const readsAll = ['GET /api/v1/sync/digest']

type As = keyof typeof limits

let owner: Client
let people: Awaited<ReturnType<typeof gather>>

beforeAll(async () => {
  people = await gather()
  owner = people.owner
  await seedHistory(env.DB, owner.userId, { years: 1 })
  await seedUsage(env.DB, owner.userId, { events: 100, apps: 30, days: 30 })
  const route = 'PATCH /api/v1/admin/users/:id/unlisted-apps'
  const path = `/api/v1/admin/users/${owner.userId}/unlisted-apps`
  const headers = { Origin: origin, 'Content-Type': 'application/json', ...(await people.shows('admin', route)) }
  await request(path, { method: 'PATCH', headers, body: '{"unlisted_apps":"allow"}' })
})

/** htmx's headers for a fragment; a page and the API are asked without. */
const headersOf = (as: As): Record<string, string> =>
  as === 'part' ? { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } : {}

const reads = Object.keys(routes)
  .filter((route) => route.startsWith('GET '))
  .flatMap((route): [route: string, as: As][] =>
    isApi(route)
      ? [[route, 'api']]
      : [
          [route, 'page'],
          [route, 'part'],
        ],
  )

test('every page, fragment and read of the API waits for few round trips', async () => {
  const over: string[] = []
  for (const [route, as] of share(reads, 3)) {
    const who = route.includes('/admin') ? 'admin' : 'owner'
    const headers = { ...(await people.shows(who, route)), ...headersOf(as) }
    const { trips } = cost(await ask(route, await pathFor(route, owner), headers))
    if (trips > limitOf(route, as) && !readsAll.includes(route)) over.push(`${route} as ${as}: ${trips}`)
  }
  expect(over).toEqual([])
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
