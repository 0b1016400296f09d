import { env } from 'cloudflare:workers'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { cost, signedIn } from '../../../test/client'
import { newSession, put, putAll } from '../../sessions/testing'
import { setRules } from '../rules/write'
import { dropApps, putApps, putRule, somePackage } from '../testing'

const [known, locked, closed] = [somePackage(), somePackage('locked'), somePackage('closed')]
await putApps(
  { package_name: known, label: 'Known', category: 'Work' },
  { package_name: locked, is_whitelisted: 0, is_locked: 1 },
  { package_name: closed, is_whitelisted: 0 },
)
afterAll(() => dropApps(known, locked, closed))

const path = '/api/v1/whitelist/check'
const asked = (packageName: string) => `${path}?${new URLSearchParams({ package_name: packageName })}`

test('of an app is said whether it is allowed and who decides, and nothing more', async () => {
  const { json, userId } = await signedIn()
  const [admins, unknown] = [somePackage('admins'), somePackage('unknown')]
  await putRule(userId, admins, { is_whitelisted: 1, after: null }, userId)
  await putRule(userId, closed, { is_whitelisted: 1, after: null })
  await putRule(userId, locked, { is_whitelisted: 1, after: null })
  for (const [package_name, is_whitelisted, source] of [
    [known, true, 'default'],
    [locked, false, 'locked'],
    [closed, true, 'user'],
    [admins, true, 'admin'],
    [unknown, false, 'unlisted'],
    [known.toUpperCase(), false, 'unlisted'],
  ] as const) {
    const answer = await json('GET', asked(package_name))
    expect([answer.status, await answer.json()]).toEqual([200, { package_name, is_whitelisted, source }])
    expect([answer.headers.get('Cache-Control'), answer.headers.get('ETag')]).toEqual(['no-store', null])
  }
  await json('PATCH', '/api/v1/me', { preferences: { unlisted_apps: 'allow' } })
  expect(await (await json('GET', asked(unknown))).json()).toMatchObject({ is_whitelisted: true, source: 'unlisted' })
})

test('a package name is missing, or none', async () => {
  const { json } = await signedIn()
  for (const search of ['', '?package_name=', '?package_name=a%20b', `?package_name=${'x'.repeat(256)}`, '?name=a']) {
    const answer = await json('GET', path + search)
    expect([search, answer.status, await answer.json()]).toEqual([
      search,
      422,
      expect.objectContaining({ errors: [{ path: 'package_name', message: expect.any(String) }] }),
    ])
  }
})

test('it costs two statements and six rows in all, with 10,000 apps and 1,000 rules, whatever decides', {
  timeout: 20_000,
}, async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({ package_name: `bulk.${index}`, words: '[]' }))
  await putApps(...many)
  try {
    const { json, userId } = await signedIn()
    const own = many
      .slice(0, 1000)
      .map(({ package_name }) => ({ package_name, rule: { is_whitelisted: 0, after: null } as const }))
    expect(await setRules(env.DB, { id: userId }, own, 1)).toMatchObject({ changed: 1000, refused: [] })
    await putRule(
      userId,
      'bulk.0',
      { is_whitelisted: 1, after: { subject: 'all', seconds: 3600, period: 'week' } },
      userId,
    )
    await putRule(userId, 'bulk.5000', { is_whitelisted: 1, after: { subject: 'all', seconds: null, period: 'day' } })
    await json('GET', '/api/v1/me')
    for (const [package_name, source] of [
      ['bulk.0', 'admin'],
      ['bulk.1', 'user'],
      ['bulk.5000', 'user'],
      ['bulk.9999', 'default'],
      ['bulk.10000', 'unlisted'],
    ]) {
      const answer = await json('GET', asked(package_name ?? ''))
      expect(await answer.json()).toMatchObject({ package_name, source })
      const { statements, read, written } = cost(answer)
      expect([package_name, statements <= 2, read <= 6, written]).toEqual([package_name, true, true, 0])
    }
  } finally {
    await dropApps(...many.map(({ package_name }) => package_name))
  }
})

test('an earned app says what is missing, opens with the second in which that is tracked, and closes as that goes', async () => {
  const noon = new Date().setUTCHours(12, 0, 0, 0)
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  vi.setSystemTime(noon)
  const client = await signedIn()
  const app = somePackage('earned')
  await putRule(client.userId, app, { is_whitelisted: 1, after: { subject: 'all', seconds: 3600, period: 'day' } })
  const check = async () => (await client.json('GET', asked(app))).json<Record<string, unknown>>()
  const unlock = { subject: 'all', period: 'day', needed_seconds: 3600, tracked_seconds: 0 }
  const until = new Date(noon + 12 * 3_600_000).toISOString()
  const waits = { package_name: app, is_whitelisted: false, source: 'user', unlocks_in_seconds: 3600 }
  expect(await check()).toEqual({ ...waits, unlock: { ...unlock, until } })

  await put(client, new Date(noon - 4 * 3_600_000).toISOString(), 59)
  expect(await check()).toMatchObject({ is_whitelisted: false, unlocks_in_seconds: 60 })
  const last = newSession(noon - 3_600_000, 1)
  await putAll(client, [last])
  const open = { ...waits, is_whitelisted: true, unlocks_in_seconds: 0 }
  expect(await check()).toEqual({ ...open, unlock: { ...unlock, tracked_seconds: 3600, until } })

  await client.json('DELETE', `/api/v1/sessions/${last.id}`)
  expect(await check()).toMatchObject({ is_whitelisted: false, unlocks_in_seconds: 60 })
  await client.json('PUT', `/api/v1/days-off/${new Date(noon).toISOString().slice(0, 10)}`, {})
  expect(await check()).toMatchObject({ is_whitelisted: false })
  await client.json('PUT', `/api/v1/whitelist/apps/${app}`, {
    is_whitelisted: true,
    after: { subject: 'all', seconds: null, period: 'day' },
  })
  expect(await check()).toMatchObject({ is_whitelisted: true, unlock: { needed_seconds: 0 } })
  vi.setSystemTime(noon + 12 * 3_600_000)
  expect(await check()).toMatchObject({ is_whitelisted: false, unlocks_in_seconds: 7200 })
})
