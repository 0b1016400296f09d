import { env } from 'cloudflare:workers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { request, signedIn } from '../../../test/support/client'
import { newSession, put, putAll } from '../../time/sessions/testing'
import { dropApps, putApps, putRule, somePackage } from '../whitelists/testing'

/** Returns the version of the list, on which the list and its ETag must agree. */
const versionFor =
  ({ json }: Awaited<ReturnType<typeof signedIn>>) =>
  async () => {
    const answer = await json('GET', '/api/v1/whitelist')
    const { version } = await answer.json<{ version: string }>()
    expect(answer.headers.get('ETag')).toBe(`"${version}"`)
    return version
  }

test('the version moves when a rule does, a default or the preference, and by nothing else', {
  timeout: 20_000,
}, async () => {
  const client = await signedIn()
  const { json, userId } = client
  const other = await signedIn()
  const version = versionFor(client)
  const [app, added] = [somePackage(), somePackage('added')]
  const rule = `/api/v1/whitelist/apps/${app}`
  const preferences = (changed: object) => json('PATCH', '/api/v1/me', { preferences: changed })
  const at = (ago: number) => new Date(Date.now() - ago).toISOString()
  const use = { id: crypto.randomUUID(), package_name: app, started_at: at(60_000), ended_at: at(30_000) }
  onTestFinished(async () => void (await dropApps(added)))

  const steps: [what: string, moves: boolean, step: () => Promise<unknown>][] = [
    ['a rule', true, () => json('PUT', rule, { is_whitelisted: true })],
    ['the same again', false, () => json('PUT', rule, { is_whitelisted: true })],
    ['another rule', true, () => json('PUT', rule, { is_whitelisted: false })],
    ['a label', true, () => json('PUT', rule, { is_whitelisted: false, label: 'Mine' })],
    ['a report of use', false, () => json('POST', '/api/v1/usage', { events: [use] })],
    ['a timer', false, () => json('POST', '/api/v1/timer/start', { title: 'Work' })],
    ['its end', false, () => json('POST', '/api/v1/timer/stop', {})],
    ['a session', false, () => put(client, at(7_200_000), 30)],
    ['a goal', false, () => json('POST', '/api/v1/goals', { title: 'Thesis' })],
    ['the look', false, () => preferences({ theme: 'dark' })],
    ['a check', false, () => json('GET', `/api/v1/whitelist/check?package_name=${app}`)],
    ['somebody else’s rule', false, () => other.json('PUT', rule, { is_whitelisted: true })],
    ['the preference', true, () => preferences({ unlisted_apps: 'allow' })],
    ['the same preference', false, () => preferences({ unlisted_apps: 'allow' })],
    ['a rule deleted', true, () => json('DELETE', rule)],
    ['what is not there deleted', false, () => json('DELETE', rule)],
    ['a rule that is refused', false, () => json('PUT', rule, { is_whitelisted: 'yes' })],
    ['a default', true, () => putApps({ package_name: added })],
    ['an admin’s rule', true, () => putRule(userId, added, { is_whitelisted: 0, after: null }, userId)],
    ['a rule under it', false, () => json('PUT', `/api/v1/whitelist/apps/${added}`, { is_whitelisted: true })],
    ['a default gone', true, () => dropApps(added)],
  ]
  for (const [what, moves, step] of steps) {
    const before = await version()
    await step()
    expect([what, (await version()) !== before]).toEqual([what, moves])
  }
})

test('the version moves when an earned app opens or closes, and not on the way there', async () => {
  const noon = new Date().setUTCHours(12, 0, 0, 0)
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(noon)
  const client = await signedIn()
  const version = versionFor(client)
  const after = { subject: 'all', seconds: 3600, period: 'day' } as const
  await putRule(client.userId, somePackage(), { is_whitelisted: 1, after })
  const last = newSession(noon - 3_600_000, 1)
  const [yesterday, other] = [newSession(noon - 86_400_000, 90), newSession(noon - 3_000_000, 10)]
  const shut = await version()

  await putAll(client, [yesterday])
  await put(client, new Date(noon - 4 * 3_600_000).toISOString(), 59)
  expect(await version()).toBe(shut)
  await putAll(client, [last])
  const open = await version()
  expect(open).not.toBe(shut)
  await putAll(client, [other])
  expect(await version()).toBe(open)
  await client.json('DELETE', `/api/v1/sessions/${other.id}`)
  expect(await version()).toBe(open)
  await client.json('DELETE', `/api/v1/sessions/${last.id}`)
  expect(await version()).toBe(shut)
  await putAll(client, [newSession(noon - 1_800_000, 1)])
  expect(await version()).toBe(open)
  vi.setSystemTime(noon + 12 * 3_600_000 - 1)
  expect(await version()).toBe(open)
  vi.setSystemTime(noon + 12 * 3_600_000)
  expect(await version()).toBe(shut)
})

/** Wraps the database so that `work` is done before a statement with these words. */
const before = (words: string, work: () => Promise<unknown>) =>
  new Proxy(env.DB, {
    get: (db, name) => {
      if (name !== 'prepare') return Reflect.get(db, name)
      return (query: string) => {
        const statement = db.prepare(query)
        if (!query.includes(words)) return statement
        return new Proxy(statement, {
          get:
            () =>
            (...values: unknown[]) => {
              const bound = statement.bind(...values)
              return new Proxy(bound, { get: () => async () => (await work()) && bound.all() })
            },
        })
      }
    },
  })

test('the list has the preference that its version is of, when that changes after the sign-in', async () => {
  const client = await signedIn()
  const allow = () => client.json('PATCH', '/api/v1/me', { preferences: { unlisted_apps: 'allow' } })
  const bindings = { ...env, DB: before('catalogue_seq', allow) }
  const headers = { Cookie: client.cookie }
  const answer = await request('/api/v1/whitelist', { headers }, bindings)
  const { version, unlisted } = await answer.json<{ version: string; unlisted: string }>()
  expect([unlisted, version]).toEqual(['allow', await versionFor(client)()])
})
