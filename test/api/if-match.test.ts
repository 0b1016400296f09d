import { describe, expect, test } from 'vitest'
import { newAdmin } from '../../functions/apps/admin/testing'
import { dropApps, somePackage } from '../../functions/apps/whitelists/testing'
import { operationsOf, readDescription } from '../support/api/description'
import { pathFor } from '../support/callers'
import { type Client, origin, request, signedIn } from '../support/client'
import { methodOf, routes } from '../support/routes'
import { isWhole, share } from '../support/runs'
import { validWrite } from '../support/valid-writes'

/** Nothing tells the version of these. */
const versionless = [
  'PUT /api/v1/days-off/:date',
  'DELETE /api/v1/days-off/:date',
  'DELETE /api/v1/goals/:id/ticks/:tick',
  'DELETE /api/v1/goals/:id/skips/:date',
  'DELETE /api/v1/projects/:id/rates/:date',
  'DELETE /api/v1/organizations/:id/rates/:date',
  'DELETE /api/v1/tasks/:id/rates/:date',
  'DELETE /api/v1/jobs/:id',
  'DELETE /api/v1/cards/:id/reviews/last',
  'DELETE /api/v1/me/tokens/:id',
  'DELETE /api/v1/me/feeds/:id',
  'PATCH /api/v1/me/reminders',
  'DELETE /api/v1/me/push',
  'DELETE /api/v1/me/devices',
  'DELETE /api/v1/me/devices/:id',
  'DELETE /api/v1/devices/:id',
  'DELETE /api/v1/me/passkeys/:id',
  'PATCH /api/v1/plans/:id/shares/:share',
  'DELETE /api/v1/plans/:id/shares/:share',
  'DELETE /api/v1/plans/:id/link',
  'DELETE /api/v1/reports/:id/seal',
  'DELETE /api/v1/shares/:id',
  'PATCH /api/v1/admin/users/:id',
  'PATCH /api/v1/admin/users/:id/unlisted-apps',
]

const allWrites = Object.keys(routes).filter((route) => /^(PUT|PATCH|DELETE) \/api\/v1\//.test(route))

/** Routes whose row has a version. */
const versioned = allWrites.filter((route) => !versionless.includes(route))

type Written = Pick<Awaited<ReturnType<typeof validWrite>>, 'path' | 'headers' | 'body'>

const write = (route: string, { path, headers, body }: Written, tag: string) =>
  request(path, { method: methodOf(route), body, headers: { Origin: origin, ...headers, 'If-Match': tag } })

const patch = (client: Client, path: string, title: string, tag: string) =>
  client.json('PATCH', path, { title }, { 'If-Match': tag })

/** The path that answers the version of a row. */
const readOf = (path: string) =>
  path.replace(/\/whitelist\/(apps|limits).*/, '/whitelist').replace(/(\/plans\/[^/]+)\/chunks.*/, '$1')

const tagOf = async (client: Client, path: string) => (await client.json('GET', readOf(path))).headers.get('ETag') ?? ''

test('every write of the API compares If-Match or refuses it, and says so', async () => {
  expect(allWrites).toEqual(expect.arrayContaining(versionless))
  for (const { method, path, operation } of operationsOf(await readDescription())) {
    const route = `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    const takes = (operation.parameters ?? []).some(({ name }) => name === 'If-Match')
    expect([route, takes, '412' in operation.responses]).toEqual([
      route,
      versioned.includes(route),
      versioned.includes(route),
    ])
  }
})

describe.each(versioned.map((route, turn) => [route, turn] as const))('%s', (route, turn) => {
  const prepare = async () => {
    const client = await newAdmin()
    const made = await validWrite(route, client)
    return { made, tag: await tagOf(client, made.path), present: () => tagOf(client, made.path) }
  }

  // An account is deleted once by however many; a rule that is so already needs no write.
  const happensOften = ['DELETE /api/v1/me', 'PUT /api/v1/admin/users/:id/apps/:package_name'].includes(route)

  test('is refused with 412 at another version and writes nothing; the present one is taken once of many, and *', async () => {
    const { made, tag, present } = await prepare()
    expect(tag).toMatch(/^"[^"]+"$/)
    const others = ['"0"', '"nonsense"', `W/${tag}`, '"0", "999999"', '', tag.slice(1, -1)]
    for (const wrong of share(others, 3, turn)) {
      const answer = await write(route, made, wrong)
      expect([wrong, answer.status, await answer.json()]).toEqual([
        wrong,
        412,
        expect.objectContaining({ code: 'precondition_failed' }),
      ])
    }
    expect(await present()).toBe(tag)
    const given = turn % 2 === 0 ? tag : `"0", ${tag}`
    const answers = await Promise.all(Array.from({ length: isWhole ? 6 : 3 }, () => write(route, made, given)))
    const done = answers.filter(({ ok }) => ok)
    const late = answers.filter(({ ok }) => !ok).map(({ status }) => status)
    if (!happensOften) expect(done).toHaveLength(1)
    expect([done.length > 0, late.every((status) => [401, 404, 412].includes(status))]).toEqual([true, true])
    const again = await write(route, made, tag)
    expect([401, 404, 412]).toContain(again.status)
    if (methodOf(route) === 'PATCH') expect(again.status).toBe(412)
    const other = await prepare()
    expect((await write(route, other.made, '*')).ok).toBe(true)
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
  const tag = await tagOf(client, path)
  await client.json('POST', '/api/v1/goals', { title: 'Another' })
  const known = await client.json('GET', path, undefined, { 'If-None-Match': tag })
  expect([known.status, known.headers.get('ETag') === tag]).toEqual([200, false])
  const edited = await patch(client, path, 'Mine', tag)
  expect(edited.status).toBe(200)
  const own = edited.headers.get('ETag') ?? ''
  expect((await patch(client, path, 'Mine again', own)).status).toBe(200)
  expect(await (await patch(client, path, 'Mine', own)).json()).toMatchObject({
    status: 412,
    current: { title: 'Mine again' },
  })
  const fresh = await tagOf(client, path)
  expect((await client.json('GET', path, undefined, { 'If-None-Match': fresh })).status).toBe(304)
})

test('a default that does not exist matches no version', async () => {
  const admin = await newAdmin()
  const app = somePackage('new')
  for (const tag of ['*', '"1"']) {
    const body = { label: 'New', is_whitelisted: true }
    const answer = await admin.json('PUT', `/api/v1/admin/apps/${app}`, body, { 'If-Match': tag })
    expect(answer.status).toBe(412)
  }
  await dropApps(app)
})
