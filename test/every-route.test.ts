import { beforeAll, describe, expect, test } from 'vitest'
import { loadRoutes } from '../functions/app'
import { features } from '../functions/lib/feature'
import { ask, gather, marker, pathFor, upload } from './support/callers'
import type { Client } from './support/client'
import { wrongHeaders } from './support/headers'
import { callers, expected, isApi, methodOf, ofKind, pathOf, routes } from './support/routes'
import { isWhole, share } from './support/runs'
import { dump } from './support/table-dump'

let people: Awaited<ReturnType<typeof gather>>
let owner: Client
let stranger: Client

let areBackedUp = false

const meet = async (route = '') => {
  areBackedUp = /backup/.test(route)
  people = await gather({ backups: areBackedUp })
  owner = people.owner
  stranger = people.other
  // The first write makes version 1, which `ask` sends: later rows have others.
  await owner.post('/goals', { title: 'Before all others' })
}

beforeAll(() => meet())

let asked = 0

/**
 * New people every 40 routes, to keep dumps small. Backups only for routes about backups: they cost as much as 20
 * routes.
 */
const meetOthers = async (route: string) => {
  asked += 1
  if (asked % 40 === 0 || (/backup/.test(route) && !areBackedUp)) await meet(route)
}

const known = [
  ...new Set(
    (await loadRoutes()).filter(({ method }) => !/^(ALL|OPTIONS)$/.test(method)).map((r) => `${r.method} ${r.path}`),
  ),
]

const undos = features.flatMap(({ undoes }) =>
  Object.keys(undoes ?? {}).map((name) => `POST /changes/${name}~:id/undo`),
)

test('the table in test/support/routes.ts has every route and every Undo of the application and no other', () => {
  expect(Object.keys(routes).sort()).toEqual([...known, ...undos].sort())
})

const part = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
const items = new Set(ofKind('item'))
const others = callers.filter((caller) => caller !== 'owner')

/**
 * Another account asks for every row and every page, and nobody who is signed out sees a page; of the other callers `npm test` takes one for a row, and one for a
 * write of one's own, turned by the path’s index. access-as-declared.test.ts has who is let in.
 */
const callersOf = (route: string) => {
  const turn = Object.keys(routes).findIndex((one) => pathOf(one) === pathOf(route))
  const rest = others.filter((caller) => caller !== 'other')
  if (items.has(route)) return ['other' as const, ...share(rest, rest.length, turn)]
  if (isWhole) return others
  return methodOf(route) === 'GET' ? (['signedOut', 'other'] as const) : share(others, others.length, turn)
}

/** Routes whose refusals are compared with all that the owner has, in place of its version. */
const compared = new Set(share(Object.keys(routes)))

/** Paths that any site may read. */
const isShared = (route: string) => pathOf(route) === '/health'

/** Writes what a route takes away, as others may have been met since. */
const makeReady = async (route: string, path: string, caller: (typeof callers)[number]) => {
  const put = 'PUT /api/v1/days-off/:date'
  if (route === 'DELETE /api/v1/days-off/:date') await ask(put, path, await people.shows(caller, put))
  // A route before may have started one.
  const discard = 'POST /api/v1/timer/discard'
  if (/^POST \/api\/v1\/timer\/(discard|stop|heartbeat)$/.test(route))
    await ask(discard, pathOf(discard), await people.shows(caller, discard))
}

describe('every route', () => {
  test.each(Object.keys(routes))(
    '%s answers each caller as the table says, with every security header',
    async (route) => {
      await meetOthers(route)
      const path = await pathFor(route, owner)
      const state = async () => (compared.has(route) ? dump(owner.userId) : JSON.stringify(await owner.heads()))
      const before = await state()
      const found: Record<string, number> = {}
      const asking = callersOf(route)
      for (const caller of asking) {
        await makeReady(route, path, caller)
        const answer = await ask(route, path, await people.shows(caller, route))
        found[caller] = answer.status
        expect(wrongHeaders(answer, { crossOrigin: isShared(route) })).toEqual([])
        expect(await answer.text()).not.toContain(marker)
      }
      if (items.has(route) && !isApi(route)) {
        const answer = await ask(route, path, { ...(await people.shows('other', route)), ...part })
        expect(answer.status).toBe(404)
        expect(await answer.text()).not.toContain(marker)
      }
      expect(await state()).toBe(before)
      await makeReady(route, path, 'owner')
      const answer = await ask(route, path, await people.shows('owner', route))
      found.owner = answer.status
      expect(wrongHeaders(answer, { crossOrigin: isShared(route) })).toEqual([])
      expect(found).toEqual(Object.fromEntries([...asking, 'owner' as const].map((one) => [one, expected(route, one)])))
    },
  )
})

describe('another person’s rows', () => {
  test('an unconfirmed upload is its owner’s alone', async () => {
    const id = await upload(owner, '2026-03-04')
    expect(id).not.toBe('')
    const before = await dump(owner.userId)
    for (const path of ['', '/rejected.csv']) {
      expect((await stranger.get(`/sessions/import/${id}${path}`)).status).toBe(404)
    }
    for (const action of ['confirm', 'discard']) {
      expect((await stranger.post(`/sessions/import/${id}/${action}`, { on_error: 'skip' })).status).toBe(404)
    }
    expect(await dump(owner.userId)).toBe(before)
    expect(await dump(stranger.userId)).not.toContain(marker)
    expect((await owner.get(`/sessions/import/${id}`)).status).toBe(200)
  })

  test.each([
    ['/sessions', 'project_id', 'GET /projects/:id', { duration: '1h' }],
    ['/sessions', 'goal_id', 'GET /goals/:id', { duration: '1h' }],
    ['/goals', 'parent_id', 'GET /goals/:id', { title: 'Child' }],
  ])('are refused by POST %s as %s', async (path, field, route, fields) => {
    const id = (await pathFor(route, owner)).split('/').at(-1) ?? ''
    const answer = await stranger.post(path, { ...fields, [field]: id })
    expect(answer.status).toBe(422)
    expect(await dump(stranger.userId)).not.toContain(id)
  })

  test.each(['/sessions', '/stats'])('are not shown by %s of their subjects', async (path) => {
    for (const kind of ['project', 'goal']) {
      const id = (await pathFor(`GET /${kind}s/:id`, owner)).split('/').at(-1)
      const answer = await stranger.get(`${path}?subject=${encodeURIComponent(`${kind}:${id}`)}`)
      expect(await answer.text()).not.toContain(marker)
    }
  })

  test('are not found by search', async () => {
    for (const path of ['/search', '/api/v1/search']) {
      expect(await (await owner.get(`${path}?q=goal`)).text()).toContain(marker)
      expect(await (await stranger.get(`${path}?q=goal`)).text()).not.toContain(marker)
    }
  })
})

test('a signed-out htmx request leads to sign-in', async () => {
  for (const route of ofKind('own', 'item', 'account', 'admin').filter((one) => !pathOf(one).startsWith('/api/'))) {
    const answer = await ask(route, pathOf(route), part)
    expect([answer.status, answer.headers.get('HX-Redirect')?.split('?')[0]]).toEqual([401, '/sign-in'])
  }
})
