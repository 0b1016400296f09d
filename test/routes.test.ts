import { beforeAll, describe, expect, test } from 'vitest'
import { app } from '../functions/app'
import { type Client, origin, request, rows, signedIn } from './client'
import { dump } from './dump'

/**
 * What each route is to somebody who is not the owner of what it names:
 * `open` needs no sign-in; `own` is about the caller's own things and takes no id; `item` names a thing in its path.
 */
type Kind = 'open' | 'own' | 'item'

const table: Record<string, Kind> = {
  'GET /health': 'open',
  'GET /sign-in': 'open',
  'POST /auth/magic-link': 'open',
  'GET /auth/check-mail': 'open',
  'GET /auth/verify': 'open',
  'POST /auth/verify': 'open',
  'POST /auth/sign-out': 'open',
  'POST /dev/demo': 'open',
  'GET /dev/outbox': 'open',
  'GET /dev/ui': 'open',
  'GET /dev/nothing': 'open',
  'GET /': 'own',
  'GET /goals': 'own',
  'GET /goals/new': 'own',
  'POST /goals': 'own',
  'GET /goals/capture': 'own',
  'POST /goals/capture': 'own',
  'GET /projects': 'own',
  'GET /projects/new': 'own',
  'POST /projects': 'own',
  'GET /projects/deactivate': 'own',
  'POST /projects/deactivate': 'own',
  'GET /clients': 'own',
  'GET /clients/rename': 'own',
  'POST /clients/rename': 'own',
  'GET /clients/deactivate': 'own',
  'POST /clients/deactivate': 'own',
  'GET /tags': 'own',
  'GET /tags/suggestions': 'own',
  'GET /tags/rename': 'own',
  'POST /tags/rename': 'own',
  'GET /tags/deactivate': 'own',
  'POST /tags/deactivate': 'own',
  'POST /tags/activate': 'own',
  'GET /sessions/import': 'own',
  'POST /sessions/import': 'own',
  'GET /sessions': 'own',
  'GET /sessions/entry': 'own',
  'POST /sessions/entry': 'own',
  'GET /sessions/new': 'own',
  'POST /sessions': 'own',
  'GET /sessions/bulk': 'own',
  'POST /sessions/bulk': 'own',
  'POST /sessions/bulk/preview': 'own',
  'POST /sessions/bulk/confirm': 'own',
  'GET /sessions/bulk/refile': 'own',
  'POST /sessions/bulk/refile': 'own',
  'POST /sessions/bulk/refile/preview': 'own',
  'POST /sessions/bulk/refile/confirm': 'own',
  'GET /sessions.csv': 'own',
  'GET /stats': 'own',
  'GET /stats/live': 'own',
  'GET /search': 'own',
  'GET /settings': 'own',
  'POST /settings': 'own',
  'POST /settings/time-zone': 'own',
  'GET /settings/days-off': 'own',
  'POST /settings/days-off': 'own',
  'POST /settings/days-off/delete': 'own',
  'POST /settings/days-off/restore': 'own',
  'GET /deleted': 'own',
  'GET /changes': 'own',
  'GET /api/v1/export': 'own',
  'GET /api/v1/openapi.json': 'open',
  'GET /api/docs': 'open',
  'GET /api/v1/me': 'own',
  'PATCH /api/v1/me': 'own',
  'DELETE /api/v1/me': 'own',
  'GET /api/v1/goals': 'own',
  'POST /api/v1/goals': 'own',
  'GET /api/v1/days-off': 'own',
  'PUT /api/v1/days-off/:date': 'own',
  'DELETE /api/v1/days-off/:date': 'own',
  'GET /api/v1/tags': 'own',
  'GET /api/v1/search': 'own',
  'GET /api/v1/projects': 'own',
  'POST /api/v1/projects': 'own',
  'GET /api/v1/goals/:id': 'item',
  'PATCH /api/v1/goals/:id': 'item',
  'DELETE /api/v1/goals/:id': 'item',
  'GET /api/v1/goals/:id/milestones': 'item',
  'POST /api/v1/goals/:id/milestones': 'item',
  'GET /api/v1/goals/:id/milestones/:milestone': 'item',
  'PATCH /api/v1/goals/:id/milestones/:milestone': 'item',
  'DELETE /api/v1/goals/:id/milestones/:milestone': 'item',
  'GET /api/v1/projects/:id': 'item',
  'PATCH /api/v1/projects/:id': 'item',
  'DELETE /api/v1/projects/:id': 'item',
  'GET /api/v1/sessions': 'own',
  'POST /api/v1/sessions': 'own',
  'GET /api/v1/sessions/:id': 'item',
  'PATCH /api/v1/sessions/:id': 'item',
  'DELETE /api/v1/sessions/:id': 'item',
  'POST /api/v1/sessions/import': 'own',
  'GET /api/v1/imports': 'own',
  'GET /api/v1/imports/:id': 'item',
  'DELETE /api/v1/imports/:id': 'item',
  'GET /api/v1/stats': 'own',
  'GET /api/v1/stats/breakdown': 'own',
  'POST /changes/:id/undo': 'item',
  'GET /goals/:id': 'item',
  'GET /goals/:id/edit': 'item',
  'POST /goals/:id': 'item',
  'POST /goals/:id/complete': 'item',
  'POST /goals/:id/cancel': 'item',
  'POST /goals/:id/status': 'item',
  'POST /goals/:id/reopen': 'item',
  'POST /goals/:id/progress': 'item',
  'POST /goals/:id/delete': 'item',
  'POST /goals/:id/restore': 'item',
  'GET /goals/:id/milestones': 'item',
  'POST /goals/:id/milestones': 'item',
  'POST /goals/:id/milestones/order': 'item',
  'GET /goals/:id/milestones/:milestone': 'item',
  'GET /goals/:id/milestones/:milestone/edit': 'item',
  'POST /goals/:id/milestones/:milestone': 'item',
  'POST /goals/:id/milestones/:milestone/reach': 'item',
  'POST /goals/:id/milestones/:milestone/reopen': 'item',
  'POST /goals/:id/milestones/:milestone/move': 'item',
  'POST /goals/:id/milestones/:milestone/delete': 'item',
  'POST /goals/:id/milestones/:milestone/restore': 'item',
  'GET /projects/:id': 'item',
  'GET /projects/:id/edit': 'item',
  'POST /projects/:id': 'item',
  'GET /projects/:id/merge': 'item',
  'POST /projects/:id/merge': 'item',
  'POST /projects/:id/deactivate': 'item',
  'POST /projects/:id/activate': 'item',
  'POST /projects/:id/delete': 'item',
  'POST /projects/:id/restore': 'item',
  'GET /sessions/import/:id': 'item',
  'GET /sessions/import/:id/rejected.csv': 'item',
  'POST /sessions/import/:id/confirm': 'item',
  'POST /sessions/import/:id/discard': 'item',
  'GET /sessions/import/:id/undo': 'item',
  'POST /sessions/import/:id/undo': 'item',
  'GET /sessions/:id': 'item',
  'GET /sessions/:id/edit': 'item',
  'POST /sessions/:id': 'item',
  'POST /sessions/:id/delete': 'item',
  'POST /sessions/:id/restore': 'item',
}

const known = [...new Set(app.routes.filter(({ method }) => method !== 'ALL').map((r) => `${r.method} ${r.path}`))]

const of = (kind: Kind) => Object.keys(table).filter((route) => table[route] === kind)

const parts = (route: string) => {
  const [method = '', path = ''] = route.split(' ')
  return { method, path }
}

const marker = 'SomebodyElse'

/** Asks as people do, or as programs do where the path is theirs; with what a write of many a kind could want. */
const ask = (client: Client, method: string, path: string, part = false) => {
  if (path.startsWith('/api/')) return client.json(method, path, method === 'GET' ? undefined : {})
  if (method === 'GET') return client.get(path, { part })
  return client.post(path, { title: 'Mine now', name: 'Mine now', seq: 1, on_error: 'skip' }, { part })
}

const csv = (
  date: string,
) => `User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags
A,a@example.com,${marker} client,${marker} project,${marker} session,${date},09:00:00,${date},10:00:00,01:00:00,`

/** Uploads a log of one session on that date, and gives the id under which it waits. */
const upload = async (client: Client, date: string) => {
  const file = new File([csv(date)], 'log.csv', { type: 'text/csv' })
  const preview = await client.post('/sessions/import', { file, time_zone: 'Europe/Lisbon' })
  return /\/sessions\/import\/([0-9a-f-]{36})\/confirm/.exec(await preview.text())?.[1] ?? ''
}

let owner: Client
let stranger: Client
/** The owner's things, by the start of the paths that name them. */
let ids: Record<string, string>
/** A milestone of the owner's goal. */
let milestoneId: string

beforeAll(async () => {
  owner = await signedIn()
  stranger = await signedIn()
  await owner.post('/goals', { title: `${marker} goal` })
  await owner.post('/projects', { name: `${marker} home`, classification: 'work', color: 'jade' })
  await owner.post('/sessions', { title: `${marker} session`, date: '2026-03-03', started_at: '09:00', duration: '1h' })
  await owner.post(`/sessions/import/${await upload(owner, '2026-03-02')}/confirm`, { on_error: 'stop' })
  const one = async (name: string) =>
    (await rows<{ id: string }>(`SELECT id FROM ${name} WHERE user_id = ?`, owner.userId))[0]?.id ?? ''
  ids = {
    '/goals/': await one('goals'),
    '/projects/': await one('projects'),
    '/api/v1/goals/': await one('goals'),
    '/api/v1/projects/': await one('projects'),
    '/sessions/': await one('sessions'),
    '/api/v1/sessions/': await one('sessions'),
    '/sessions/import/': await one('imports'),
    '/api/v1/imports/': await one('imports'),
  }
  await owner.post(`/goals/${ids['/goals/']}/milestones`, { description: `${marker} milestone` })
  milestoneId = await one('goal_milestones')
  for (const id of [...Object.values(ids), milestoneId]) expect(id).toMatch(/^[0-9a-f-]{36}$/)
})

/** The route's path with the owner's ids in it: the longest start that fits says whose. */
const withIds = (path: string) => {
  const [start = ''] = Object.keys(ids)
    .filter((prefix) => path.startsWith(prefix))
    .sort((a, b) => b.length - a.length)
  return path.replace(':id', ids[start] ?? 'nothing').replace(':milestone', milestoneId)
}

test('the table holds every route of the application, and no other', () => {
  expect(Object.keys(table).sort()).toEqual(known.sort())
})

describe('somebody else’s things', () => {
  test.each(of('item'))('%s: 404 and nothing changed', async (route) => {
    const { method, path } = parts(route)
    const before = await dump(owner.userId)
    for (const part of [false, true]) {
      const target = withIds(path)
      const answer = await ask(stranger, method, target, part)
      expect(answer.status).toBe(404)
      expect(await answer.text()).not.toContain(marker)
    }
    expect(await dump(owner.userId)).toBe(before)
  })

  test('an upload that waits for its confirmation is its owner’s alone', async () => {
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

  test.each(of('own').filter((route) => route.startsWith('GET ')))('%s shows none of them', async (route) => {
    const { path } = parts(route)
    const answer = await stranger.get(path === '/api/v1/search' ? `${path}?q=${marker}` : path)
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain(marker)
  })

  test.each([
    ['/sessions', 'project_id', '/projects/', { duration: '1h' }],
    ['/sessions', 'goal_id', '/goals/', { duration: '1h' }],
    ['/goals', 'parent_id', '/goals/', { title: 'Child' }],
  ])('POST %s refuses them as %s', async (path, field, prefix, fields) => {
    const answer = await stranger.post(path, { ...fields, [field]: ids[prefix] ?? '' })
    expect(answer.status).toBe(422)
    expect(await dump(stranger.userId)).not.toContain(ids[prefix])
  })

  test.each(['/sessions', '/stats'])('%s of their subjects shows nothing', async (path) => {
    for (const subject of [`project:${ids['/projects/']}`, `goal:${ids['/goals/']}`]) {
      const answer = await stranger.get(`${path}?subject=${encodeURIComponent(subject)}`)
      expect(await answer.text()).not.toContain(marker)
    }
  })
})

describe('signed out', () => {
  test.each([...of('own'), ...of('item')])('%s leads to sign-in', async (route) => {
    const { method, path } = parts(route)
    const answer = await request(withIds(path), { method, headers: { Origin: origin } })
    if (path.startsWith('/api/')) expect(answer.status).toBe(401)
    else expect([answer.status, answer.headers.get('Location')?.split('?')[0]]).toEqual([303, '/sign-in'])
  })
})

describe('every answer', () => {
  test.each(known)('%s carries the security headers', async (route) => {
    const { method, path } = parts(route)
    const answer = await ask(method === 'GET' ? owner : stranger, method, withIds(path))
    const { headers } = answer
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(headers.get('Content-Security-Policy')).not.toContain('unsafe')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('same-origin')
    expect(headers.get('Permissions-Policy')).toContain('camera=()')
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.status).toBeLessThan(500)
  })
})

describe('pages', () => {
  test.each(of('own').filter((route) => route.startsWith('GET ')))(
    '%s has one h1 and a title of its own',
    async (route) => {
      const answer = await owner.get(parts(route).path)
      if (!answer.headers.get('Content-Type')?.startsWith('text/html')) return
      const html = await answer.text()
      expect(html.match(/<h1[ >]/g)).toHaveLength(1)
      expect(html).toMatch(/<title>[^<]+ · Daymark<\/title>/)
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
      expect(ids.length).toBe(new Set(ids).size)
    },
  )
})
