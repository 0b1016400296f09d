import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { useMachineClock } from '../../../test/support/clock'
import { hour } from '../../../test/support/times'
import { newSession, putAll, putProject } from '../../time/sessions/testing'
import { newAdmin } from '../admin/testing'
import { putAppsForTest, putRule, somePackage } from '../whitelists/testing'
import { check, report, someLimit, storedLimits } from './testing'

useMachineClock()

const noon = Date.parse('2027-03-24T12:00:00Z')
const zone = { time_zone: 'UTC', day_start_minute: 240 }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon })
})

const person = () => signedIn(zone)

const allow = async ({ json }: Client, name: string, limit: object | null) => {
  const answer = await json('PUT', `/api/v1/whitelist/apps/${name}`, { is_whitelisted: true, limit })
  expect(answer.status).toBe(200)
}

const list = async ({ json }: Client, etag = '') => {
  const answer = await json('GET', '/api/v1/whitelist', undefined, { 'If-None-Match': etag })
  return { status: answer.status, etag: answer.headers.get('ETag') ?? '' }
}

const extend = ({ json }: Client, name: string, body: object = { seconds: 300, reason: 'One more' }) =>
  json('POST', `/api/v1/whitelist/apps/${name}/extensions`, body)

test('an app is allowed until its limit is used, then blocked until the person’s next day', async () => {
  const client = await person()
  const app = somePackage()
  await allow(client, app, { seconds: 1800, period: 'day' })
  const until = '2027-03-25T04:00:00.000Z'
  const limit = { seconds: 1800, used_seconds: 0, left_seconds: 1800, period: 'day', scope: `app:${app}`, until }
  expect(await check(client, app)).toEqual({ package_name: app, is_whitelisted: true, source: 'user', limit })
  await report(client.userId, app, noon, 29, zone)
  const open = await list(client)
  expect(await check(client, app)).toMatchObject({ is_whitelisted: true, limit: { left_seconds: 60 } })
  await report(client.userId, somePackage('other'), noon, 5, zone)
  expect((await list(client, open.etag)).status).toBe(304)
  await report(client.userId, app, noon, 1, zone)
  const closed = await list(client, open.etag)
  expect(closed.status).toBe(200)
  expect(await check(client, app)).toEqual({
    package_name: app,
    is_whitelisted: false,
    source: 'user',
    limit: { ...limit, used_seconds: 1800, left_seconds: 0 },
    blocked_by: 'limit',
  })
  vi.setSystemTime(Date.parse(until) - 1)
  expect((await check(client, app)).is_whitelisted).toBe(false)
  vi.setSystemTime(Date.parse(until))
  expect(await check(client, app)).toMatchObject({ is_whitelisted: true, limit: { used_seconds: 0 } })
  expect((await list(client, closed.etag)).status).toBe(200)
})

test('a late report counts on its own day, and a repeated one not at all', async () => {
  const client = await person()
  const app = somePackage()
  await allow(client, app, { seconds: 1800, period: 'day' })
  await report(client.userId, app, noon - 24 * hour, 60, zone)
  expect(await check(client, app)).toMatchObject({ is_whitelisted: true, limit: { used_seconds: 0 } })
})

test('of several limits the one with the least left is said, and any that is used up blocks', async () => {
  const client = await person()
  const [video, film] = [somePackage('video'), somePackage('film')]
  await putAppsForTest({ package_name: video, category: 'Video' }, { package_name: film, category: 'Video' })
  await allow(client, video, { seconds: 3600, period: 'week' })
  const put = (scope: string, seconds: number) =>
    client.json('PUT', `/api/v1/whitelist/limits/${encodeURIComponent(scope)}`, { seconds, period: 'day' })
  expect(await (await put('category:Video', 1800)).json()).toMatchObject({
    limit: { scope: 'category:Video', seconds: 1800, used_seconds: 0, left_seconds: 1800 },
  })
  await put('all', 7200)
  await report(client.userId, film, noon, 20, zone)
  expect((await check(client, video)).limit).toMatchObject({ scope: 'category:Video', left_seconds: 600 })
  expect((await check(client, somePackage('none'))).limit).toBe(undefined)
  await report(client.userId, video, noon, 10, zone)
  for (const name of [video, film]) {
    expect(await check(client, name)).toMatchObject({ is_whitelisted: false, blocked_by: 'limit' })
  }
  const whole = await (await client.json('GET', '/api/v1/whitelist')).json<{ limits: { scope: string }[] }>()
  expect(whole.limits.map(({ scope }) => scope)).toEqual(['all', 'category:Video'])
  expect((await client.json('DELETE', '/api/v1/whitelist/limits/category:Video')).status).toBe(204)
  expect((await client.json('DELETE', '/api/v1/whitelist/limits/category:Video')).status).toBe(404)
  expect(await check(client, film)).toMatchObject({ is_whitelisted: true, limit: { scope: 'all' } })
})

test('a locked default has no limit, and an admin’s rule has its own', async () => {
  const client = await person()
  const [locked, theirs] = [somePackage('locked'), somePackage('theirs')]
  await putAppsForTest({ package_name: locked, is_locked: 1 })
  await client.json('PUT', '/api/v1/whitelist/limits/all', { seconds: 60, period: 'day' })
  await report(client.userId, locked, noon, 5, zone)
  expect(await check(client, locked)).toEqual({ package_name: locked, is_whitelisted: true, source: 'locked' })
  await client.json('DELETE', '/api/v1/whitelist/limits/all')
  await allow(client, theirs, { seconds: 60, period: 'day' })
  await putRule(client.userId, theirs, { is_whitelisted: 1, after: null, limit: someLimit() }, client.userId)
  expect((await check(client, theirs)).limit).toMatchObject({ seconds: 1800 })
})

test('work lengthens a limit by whole units, up to its most', async () => {
  const client = await person()
  const app = somePackage()
  const thesis = await putProject(client, 'Thesis')
  const earns = { seconds: 600, per_seconds: 3600, subject: `project:${thesis}`, at_most: 1200 }
  await allow(client, app, { seconds: 600, period: 'day', earns })
  await report(client.userId, app, noon, 15, zone)
  expect(await check(client, app)).toMatchObject({ is_whitelisted: false, limit: { earned_seconds: 0 } })
  const work = (end: number, minutes: number) =>
    putAll(client, [newSession(end - minutes * 60_000, minutes, { project_id: thesis, ...zone })])
  await work(noon, 119)
  expect(await check(client, app)).toMatchObject({
    is_whitelisted: true,
    limit: { seconds: 600, earned_seconds: 600, left_seconds: 300 },
  })
  await work(noon - 3 * hour, 240)
  expect(await check(client, app)).toMatchObject({ limit: { earned_seconds: 1200, left_seconds: 900 } })
})

test('what lengthens a limit follows a merge of projects, and its Undo', async () => {
  const client = await person()
  const app = somePackage()
  const [from, into] = [await putProject(client, 'Old'), await putProject(client, 'New')]
  const earns = { seconds: 600, per_seconds: 600, subject: `project:${from}`, at_most: 600 }
  await allow(client, app, { seconds: 600, period: 'day', earns })
  await client.json('PUT', '/api/v1/whitelist/limits/all', { seconds: 600, period: 'day', earns })
  await putAll(client, [newSession(noon - hour, 10, { project_id: from, ...zone })])
  const subjects = async () =>
    (
      await rows<{ subject: string }>(
        `SELECT time_limit ->> '$.earns.subject' AS subject FROM user_apps WHERE user_id = ?1
         UNION ALL SELECT time_limit ->> '$.earns.subject' FROM app_limits WHERE user_id = ?1`,
        client.userId,
      )
    ).map(({ subject }) => subject)
  expect((await client.post(`/projects/${from}/merge`, { into })).status).toBe(303)
  expect(await subjects()).toEqual([`project:${into}`, `project:${into}`])
  expect((await check(client, app)).limit?.earned_seconds).toBe(600)
  const [change] = await rows<{ id: string }>(
    'SELECT id FROM changes WHERE user_id = ? ORDER BY created_at DESC, id DESC LIMIT 1',
    client.userId,
  )
  expect((await client.post(`/changes/${change?.id}/undo`)).status).toBe(303)
  expect(await subjects()).toEqual([`project:${from}`, `project:${from}`])
  expect((await check(client, app)).limit?.earned_seconds).toBe(600)
})

test('an extension gives its whole time, is counted with its reason, and ends with the day', async () => {
  const client = await person()
  const app = somePackage()
  await allow(client, app, { seconds: 1800, period: 'day' })
  await report(client.userId, app, noon, 50, zone)
  const made = await extend(client, app)
  expect([made.status, await made.json()]).toEqual([
    201,
    {
      id: expect.any(String),
      scope: `app:${app}`,
      package_name: app,
      date: '2027-03-24',
      seconds: 300,
      reason: 'One more',
      created_at: '2027-03-24T12:00:00.000Z',
    },
  ])
  expect(await check(client, app)).toMatchObject({
    is_whitelisted: true,
    limit: { seconds: 1800, extended_seconds: 1500, left_seconds: 300 },
  })
  vi.setSystemTime(noon + 24 * hour)
  expect((await check(client, app)).limit?.extended_seconds).toBe(undefined)
})

test('an extension needs a limit that allows it, 1 to 30 minutes and a reason', async () => {
  const client = await person()
  const [free, strict] = [somePackage('free'), somePackage('strict')]
  await allow(client, free, null)
  await allow(client, strict, { seconds: 1800, period: 'day', extensions: false })
  expect(await (await extend(client, free)).json()).toMatchObject({ status: 409, code: 'no_limit' })
  expect(await (await extend(client, strict)).json()).toMatchObject({ status: 403, code: 'locked' })
  for (const [body, path] of [
    [{ seconds: 59, reason: 'x' }, 'seconds'],
    [{ seconds: 1801, reason: 'x' }, 'seconds'],
    [{ seconds: 300, reason: ' ' }, 'reason'],
  ] as const) {
    expect(await (await extend(client, strict, body)).json()).toMatchObject({ status: 422, errors: [{ path }] })
  }
})

test('on days without the limit there is none, and grace lets the use go on', async () => {
  const client = await person()
  const [weekend, graced] = [somePackage('weekend'), somePackage('graced')]
  await allow(client, weekend, { seconds: 60, period: 'week', weekdays: [6, 7] })
  await allow(client, graced, { seconds: 600, period: 'day', grace_seconds: 300 })
  await report(client.userId, weekend, noon, 5, zone)
  await report(client.userId, graced, noon, 14, zone)
  expect((await check(client, weekend)).limit).toBe(undefined)
  expect(await check(client, graced)).toMatchObject({ is_whitelisted: true, limit: { left_seconds: 0 } })
  await report(client.userId, graced, noon, 1, zone)
  expect((await check(client, graced)).blocked_by).toBe('limit')
  vi.setSystemTime(noon + 3 * 24 * hour)
  expect((await check(client, weekend)).limit).toMatchObject({ used_seconds: 0, until: '2027-03-29T04:00:00.000Z' })
})

test('a limit is refused of a blocked app, and with another’s project', async () => {
  const client = await person()
  const other = await putProject(await person(), 'Theirs')
  const limit = { seconds: 600, period: 'day' }
  const path = `/api/v1/whitelist/apps/${somePackage()}`
  const wrong = async (to: string, body: object) => {
    const answer = await client.json('PUT', to, body)
    return [answer.status, (await answer.json<{ errors?: { path: string }[] }>()).errors?.map((one) => one.path)]
  }
  expect(await wrong(path, { is_whitelisted: false, limit })).toEqual([422, ['limit']])
  const earns = { seconds: 600, per_seconds: 3600, subject: `project:${other}`, at_most: 600 }
  expect(await wrong(path, { is_whitelisted: true, limit: { ...limit, earns } })).toEqual([
    422,
    ['limit.earns.subject'],
  ])
  expect(await wrong('/api/v1/whitelist/limits/all', { ...limit, earns })).toEqual([422, ['earns.subject']])
  expect(await wrong('/api/v1/whitelist/limits/app:x', limit)).toEqual([422, ['scope']])
})

test('Undo brings back what a limit was, unless it has changed since', async () => {
  const client = await person()
  const put = async (seconds: number) =>
    (await client.json('PUT', '/api/v1/whitelist/limits/all', { seconds, period: 'day' })).json<{ change_id: string }>()
  const undo = async (id: string) => (await client.json('POST', `/api/v1/changes/${id}/undo`)).status
  const [first, second] = [await put(600), await put(1200)]
  expect(await undo(first.change_id)).toBe(409)
  expect(await undo(second.change_id)).toBe(200)
  expect(await storedLimits(client.userId)).toEqual([['all', someLimit({ seconds: 600 })]])
  expect(await undo(second.change_id)).toBe(404)
  expect(await undo(first.change_id)).toBe(200)
  expect(await storedLimits(client.userId)).toEqual([])
  expect((await put(600)).change_id).not.toBe(null)
  expect((await put(600)).change_id).toBe(null)
})

test('an admin limits an app for a person, who cannot change it', async () => {
  const [client, admin] = [await person(), await newAdmin()]
  const app = somePackage()
  const path = `/api/v1/admin/users/${client.userId}/apps/${app}`
  const limit = { seconds: 600, period: 'day', extensions: false }
  const made = await admin.json('PUT', path, { is_whitelisted: true, limit })
  expect([made.status, (await made.json<{ limit: object }>()).limit]).toEqual([201, someLimit(limit)])
  await report(client.userId, app, noon, 10, zone)
  expect(await check(client, app)).toMatchObject({ source: 'admin', blocked_by: 'limit' })
  const own = await client.json('PUT', `/api/v1/whitelist/apps/${app}`, { is_whitelisted: true })
  expect(own.status).toBe(403)
  expect((await extend(client, app)).status).toBe(403)
  const earns = { seconds: 600, per_seconds: 3600, subject: 'project:x', at_most: 600 }
  expect((await admin.json('PUT', path, { is_whitelisted: true, limit: { ...limit, earns } })).status).toBe(422)
})

test('the check reads at most six rows, however many limits and uses there are', async () => {
  const client = await person()
  const app = somePackage()
  await putAppsForTest({ package_name: app, category: 'Video' })
  await allow(client, app, { seconds: 1800, period: 'week' })
  for (const scope of ['all', 'category:Video', 'category:Games'])
    await client.json('PUT', `/api/v1/whitelist/limits/${scope}`, { seconds: 3600, period: 'week' })
  for (let day = 0; day < 5; day += 1) {
    for (const name of [app, 'org.example.a', 'org.example.b'])
      await report(client.userId, name, noon - day * 24 * hour, 5, zone)
  }
  const answer = await client.json('GET', `/api/v1/whitelist/check?package_name=${app}`)
  const { statements, read, written } = cost(answer)
  expect([statements <= 2, read <= 6, written]).toEqual([true, true, 0])
  expect((await answer.json<{ limit: object }>()).limit).toMatchObject({ used_seconds: 900, scope: `app:${app}` })
})
