import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { ask, gather, pathFor } from './callers'
import { type Client, cost, origin, request } from './client'
import { seedHistory, seedUsage } from './history'
import { isApi, routes } from './routes'

/** Round trips to the database that wait for one another, with the one that reads the sign-in. */
const limits = { page: 3, part: 2, api: 2 } as const

type As = keyof typeof limits

/** Routes that still need more: each with its number, and what waits for what. None may be added without a reason. */
const exceptions: Record<string, Partial<Record<As, number>>> = {
  // How many apps are listed by name depends on how many were used or decided about of late. To count them in the
  // statement by name, and to read rules of all that were used this week, takes 100 rows more than its budget has.
  'GET /whitelists': { part: 3 },
  'GET /whitelists/live': { part: 3 },
}

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
  const spare: string[] = []
  for (const [route, as] of reads) {
    const who = route.includes('/admin') ? 'admin' : 'owner'
    const headers = { ...(await people.shows(who, route)), ...headersOf(as) }
    const { trips } = cost(await ask(route, await pathFor(route, owner), headers))
    const exception = exceptions[route]?.[as]
    if (trips > (exception ?? limits[as])) over.push(`${route} as ${as}: ${trips}`)
    if (exception !== undefined && trips < exception) spare.push(`${route} as ${as}: ${trips}, not ${exception}`)
  }
  expect(over).toEqual([])
  expect(spare, 'exceptions that can go').toEqual([])
})
