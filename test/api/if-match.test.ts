import { describe, expect, test } from 'vitest'
import { newAdmin } from '../../functions/admin/testing'
import { dropApps, putApps, somePackage } from '../../functions/whitelists/testing'
import { pathFor } from '../callers'
import { type Client, signedIn } from '../client'
import { methodOf, routes } from '../routes'
import { operationsOf, readDescription } from './description'

type Written = { path: string; read?: string; body?: object | string; type?: string }

const put = (client: Client, app: string) =>
  client.json('PUT', `/api/v1/whitelist/apps/${app}`, { is_whitelisted: true })

const catalogueApp = async () => {
  const app = somePackage('match')
  await putApps({ package_name: app })
  return { app, path: `/api/v1/admin/apps/${app}` }
}

const adminRule = async (client: Client) => {
  const { userId } = await signedIn()
  const path = `/api/v1/admin/users/${userId}/apps/org.example`
  await client.json('PUT', path, { is_whitelisted: true })
  return path
}

/** Routes whose row has a version, with another edit of it each time. */
const written: Record<string, (client: Client) => Promise<Written>> = {
  'PATCH /api/v1/me': async () => ({ path: '/api/v1/me', body: { username: `Ada ${crypto.randomUUID()}` } }),
  'DELETE /api/v1/me': async ({ json }) => ({
    path: '/api/v1/me',
    body: { confirm: (await (await json('GET', '/api/v1/me')).json<{ email: string }>()).email },
  }),
  'PUT /api/v1/whitelist/apps': async (client) => {
    await put(client, 'org.example')
    const apps = [{ package_name: 'org.example', is_whitelisted: false }]
    return { path: '/api/v1/whitelist/apps', read: '/api/v1/whitelist', body: { apps } }
  },
  'PUT /api/v1/whitelist/apps/:package_name': async () => ({
    path: '/api/v1/whitelist/apps/org.example',
    read: '/api/v1/whitelist',
    body: { is_whitelisted: true },
  }),
  'DELETE /api/v1/whitelist/apps/:package_name': async (client) => {
    await put(client, 'org.example')
    return { path: '/api/v1/whitelist/apps/org.example', read: '/api/v1/whitelist' }
  },
  'PUT /api/v1/admin/apps/:package_name': async () => ({
    path: (await catalogueApp()).path,
    body: { label: `App ${crypto.randomUUID()}`, is_whitelisted: true },
  }),
  'DELETE /api/v1/admin/apps/:package_name': async () => ({ path: (await catalogueApp()).path }),
  'PUT /api/v1/admin/users/:id/apps/:package_name': async (client) => ({
    path: await adminRule(client),
    body: { is_whitelisted: false },
  }),
  'DELETE /api/v1/admin/users/:id/apps/:package_name': async (client) => ({ path: await adminRule(client) }),
}

const bodies: Record<string, () => object> = {
  cards: () => ({ question: `Question ${crypto.randomUUID()}` }),
  goals: () => ({ title: `Goal ${crypto.randomUUID()}` }),
  milestones: () => ({ description: `Step ${crypto.randomUUID()}` }),
  organizations: () => ({ name: `Organization ${crypto.randomUUID()}` }),
  people: () => ({ name: `Person ${crypto.randomUUID()}` }),
  plans: () => ({ title: `Plan ${crypto.randomUUID()}` }),
  projects: () => ({ name: `Project ${crypto.randomUUID()}` }),
  meetings: () => ({ title: `Meeting ${crypto.randomUUID()}` }),
  'action-items': () => ({ description: `Action ${crypto.randomUUID()}` }),
  feedback: () => ({ content: `Feedback ${crypto.randomUUID()}` }),
  learnings: () => ({ title: `Learning ${crypto.randomUUID()}` }),
  reviews: () => ({ words: `Words ${crypto.randomUUID()}` }),
  evidence: () => ({ title: `Draft ${crypto.randomUUID()}` }),
  energy: () => ({ notes: `Note ${crypto.randomUUID()}` }),
  tasks: () => ({ title: `Task ${crypto.randomUUID()}` }),
  skills: () => ({ name: `Skill ${crypto.randomUUID()}` }),
  sessions: () => ({ title: `Session ${crypto.randomUUID()}` }),
}

for (const [kind, body] of Object.entries(bodies)) {
  const base = kind === 'milestones' ? '/api/v1/goals/:id/milestones/:milestone' : `/api/v1/${kind}/:id`
  written[`PATCH ${base}`] = async (client) => ({ path: await pathFor(`PATCH ${base}`, client), body: body() })
  written[`DELETE ${base}`] = async (client) => ({ path: await pathFor(`DELETE ${base}`, client) })
}
written['PUT /api/v1/plans/:id/markdown'] = async (client) => {
  const path = await pathFor('PUT /api/v1/plans/:id/markdown', client)
  const body = `---\nid: ${path.split('/').at(-2)}\ntitle: ${crypto.randomUUID()}\n---\n`
  return { path, body, type: 'text/markdown' }
}
written['PUT /api/v1/plans/:id/cards.md'] = async (client) => {
  const path = await pathFor('PUT /api/v1/plans/:id/cards.md', client)
  return { path, body: `## Card 1\n**Q**: ${crypto.randomUUID()}\n**A**: Yes\n`, type: 'text/markdown' }
}
written['PATCH /api/v1/plans/:id/chunks/:chunk_id'] = async (client) => {
  const path = await pathFor('PATCH /api/v1/plans/:id/chunks/:chunk_id', client)
  return { path, read: path.replace(/\/chunks.*/, ''), body: { title: `Chunk ${crypto.randomUUID()}` } }
}
written['DELETE /api/v1/imports/:id'] = async (client) => ({
  path: await pathFor('DELETE /api/v1/imports/:id', client),
})

/** Nothing tells the version of these. */
const versionless = [
  'PUT /api/v1/days-off/:date',
  'DELETE /api/v1/days-off/:date',
  'DELETE /api/v1/jobs/:id',
  'DELETE /api/v1/cards/:id/reviews/last',
  'DELETE /api/v1/me/tokens/:id',
  'DELETE /api/v1/me/devices',
  'DELETE /api/v1/me/devices/:id',
  'DELETE /api/v1/devices/:id',
  'PATCH /api/v1/admin/users/:id',
  'PATCH /api/v1/admin/users/:id/unlisted-apps',
]

const allWrites = Object.keys(routes).filter((route) => /^(PUT|PATCH|DELETE) \/api\/v1\//.test(route))

const write = (client: Client, route: string, { path, body, type }: Written, tag: string) =>
  client.json(methodOf(route), path, body, { 'If-Match': tag, ...(type && { 'Content-Type': type }) })

const tagOf = async (client: Client, { path, read = path }: Written) =>
  (await client.json('GET', read)).headers.get('ETag') ?? ''

test('every write of the API compares If-Match or refuses it, and says so', async () => {
  expect([...Object.keys(written), ...versionless].toSorted()).toEqual(allWrites.toSorted())
  for (const { method, path, operation } of operationsOf(await readDescription())) {
    const route = `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    const takes = (operation.parameters ?? []).some(({ name }) => name === 'If-Match')
    expect([route, takes, '412' in operation.responses]).toEqual([route, route in written, route in written])
  }
})

describe.each(Object.keys(written))('%s', (route) => {
  const prepare = async () => {
    const client = await newAdmin()
    const made = await written[route]?.(client)
    if (!made) throw new Error(route)
    return { client, made }
  }

  test('is refused with 412 at another version and writes nothing; the present one and * are taken', async () => {
    const { client, made } = await prepare()
    const tag = await tagOf(client, made)
    expect(tag).toMatch(/^"[^"]+"$/)
    for (const wrong of ['"0"', '"nonsense"', `W/${tag}`, '"0", "999999"', '', tag.slice(1, -1)]) {
      const answer = await write(client, route, made, wrong)
      expect([wrong, answer.status, await answer.json()]).toEqual([
        wrong,
        412,
        expect.objectContaining({ code: 'precondition_failed' }),
      ])
    }
    expect(await tagOf(client, made)).toBe(tag)
    expect((await write(client, route, made, `"0", ${tag}`)).ok).toBe(true)
    const again = await write(client, route, made, tag)
    expect([401, 404, 412]).toContain(again.status)
    if (methodOf(route) === 'PATCH') expect(again.status).toBe(412)
    const other = await prepare()
    expect((await write(other.client, route, other.made, '*')).ok).toBe(true)
  })

  // An account is deleted once by however many; a rule that is so already needs no write.
  const happensOften = ['DELETE /api/v1/me', 'PUT /api/v1/admin/users/:id/apps/:package_name'].includes(route)
  test.skipIf(happensOften)('happens once of many at once with the same version', async () => {
    const { client, made } = await prepare()
    const tag = await tagOf(client, made)
    const answers = await Promise.all(Array.from({ length: 6 }, () => write(client, route, made, tag)))
    const done = answers.filter(({ ok }) => ok)
    const refused = answers.filter(({ ok }) => !ok).map(({ status }) => status)
    expect([done.length, refused.every((status) => [401, 404, 412].includes(status))]).toEqual([1, true])
  })
})

test.each(versionless)('%s refuses a version, because it has none', async (route) => {
  const client = await newAdmin()
  const path = await pathFor(route, client)
  const answer = await client.json(methodOf(route), path, {}, { 'If-Match': '"1"' })
  expect([answer.status, await answer.json()]).toEqual([412, expect.objectContaining({ code: 'no_version' })])
})

test('an edit of something else leaves the version of a row as it is', async () => {
  const client = await signedIn()
  const path = await pathFor('GET /api/v1/goals/:id', client)
  const made = { path, body: { title: 'Mine' } }
  const tag = await tagOf(client, made)
  await client.json('POST', '/api/v1/goals', { title: 'Another' })
  const known = await client.json('GET', path, undefined, { 'If-None-Match': tag })
  expect([known.status, known.headers.get('ETag') === tag]).toEqual([200, false])
  const edited = await write(client, 'PATCH', made, tag)
  expect(edited.status).toBe(200)
  const own = edited.headers.get('ETag') ?? ''
  expect((await write(client, 'PATCH', { path, body: { title: 'Mine again' } }, own)).status).toBe(200)
  const stale = await write(client, 'PATCH', made, own)
  expect(await stale.json()).toMatchObject({ status: 412, current: { title: 'Mine again' } })
  const fresh = await tagOf(client, made)
  expect((await client.json('GET', path, undefined, { 'If-None-Match': fresh })).status).toBe(304)
})

test('a default that does not exist matches no version', async () => {
  const admin = await newAdmin()
  const app = somePackage('new')
  const made = { path: `/api/v1/admin/apps/${app}`, body: { label: 'New', is_whitelisted: true } }
  for (const tag of ['*', '"1"']) expect((await write(admin, 'PUT', made, tag)).status).toBe(412)
  await dropApps(app)
})
