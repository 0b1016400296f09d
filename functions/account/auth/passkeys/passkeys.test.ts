import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../../test/support/client'
import { exportOf, idOf, restore } from '../../../data/restore/testing'
import { asked, personal } from '../programs/testing'
import { softwarePasskey } from './testing'

type Options = { challenge: string }
const api = '/api/v1/me/passkeys'
const settings = '/settings/sign-in/passkeys'

const creation = async (client: Client) => (await client.json('POST', `${api}/options`)).json<Options>()

const added = async (client: Client) => {
  const passkey = await softwarePasskey()
  const made = JSON.stringify(await passkey.create(await creation(client)))
  const answer = await client.post(settings, { name: ' My phone ', passkey: made })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/settings/sign-in#passkeys'])
  return passkey
}

const post = (path: string, fields: Record<string, string>, Cookie = '', bindings: object = env) =>
  request(path, { method: 'POST', headers: { Origin: origin, Cookie }, body: new URLSearchParams(fields) }, bindings)

const challenge = async () => (await post('/auth/passkey/options', {})).json<Options>()

const enters = async (passkey: { get: (options: Options) => Promise<object> }, next = '/') =>
  post('/auth/passkey', { passkey: JSON.stringify(await passkey.get(await challenge())), next })

const cookieOf = (answer: Response) => /session=[^;]+/.exec(answer.headers.getSetCookie().join('; '))?.[0] ?? ''

const meOf = async (cookie: string) => {
  const answer = await request('/api/v1/me', { headers: { Cookie: cookie } })
  return (await answer.json<{ id?: string }>()).id
}

const age = ({ userId }: Client) =>
  rows('UPDATE web_sessions SET created_at = created_at - 660000 WHERE user_id = ?', userId)

describe('a passkey', () => {
  test('is added in the settings, signs in, is listed with its last use, and removed', async () => {
    const client = await signedIn()
    const passkey = await added(client)
    expect(await (await client.get('/settings/sign-in')).text()).toMatch(/My phone[\s\S]*never used/)
    const entered = await enters(passkey, '/tasks')
    expect([entered.status, entered.headers.get('Location')]).toEqual([303, '/tasks'])
    expect(await meOf(cookieOf(entered))).toBe(client.userId)
    expect((await enters(passkey, '//evil.example')).headers.get('Location')).toBe('/')
    const { items } = await (await client.json('GET', api)).json<{ items: { id: string; last_used_at: string }[] }>()
    expect(items).toMatchObject([{ name: 'My phone', last_used_at: expect.any(String) }])
    expect((await client.post(`${settings}/${items[0]?.id}/remove`)).status).toBe(303)
    expect((await enters(passkey)).status).toBe(401)
  })

  test('is added and removed by the API, once', async () => {
    const client = await signedIn()
    const passkey = await softwarePasskey()
    const made = await passkey.create(await creation(client))
    const add = () => client.json('POST', api, { name: 'Key', passkey: made })
    const answer = await add()
    expect(answer.status).toBe(201)
    expect((await add()).status).toBe(422)
    const { id } = await answer.json<{ id: string }>()
    expect((await (await signedIn()).json('DELETE', `${api}/${id}`)).status).toBe(404)
    expect((await client.json('DELETE', `${api}/${id}`)).status).toBe(204)
    expect((await client.json('DELETE', `${api}/${id}`)).status).toBe(404)
  })

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another host', { rpId: 'evil.example' }],
    ['an owner who was not verified', { flags: 0x01 }],
    ['a challenge of nobody', { challenge: 'bm9ib2R5' }],
  ])('of %s is refused', async (_, says) => {
    const client = await signedIn()
    const passkey = await added(client)
    const shown = JSON.stringify(await passkey.get(await challenge(), says))
    expect((await post('/auth/passkey', { passkey: shown })).status).toBe(401)
    const made = await (await softwarePasskey()).create(await creation(client), {
      ...says,
      ...('flags' in says && { flags: 0x41 }),
    })
    expect((await client.json('POST', api, { name: 'Key', passkey: made })).status).toBe(422)
  })

  test('answers a challenge once, of its person, for five minutes, and with a signature of its own', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const passkey = await added(client)
    const shown = JSON.stringify(await passkey.get(await challenge()))
    const tries = await Promise.all([1, 2, 3].map(() => post('/auth/passkey', { passkey: shown })))
    expect(tries.map(({ status }) => status).sort()).toEqual([303, 401, 401])

    const made = await (await softwarePasskey()).create(await creation(client))
    expect((await other.json('POST', api, { name: 'Key', passkey: made })).status).toBe(422)

    const late = JSON.stringify(await passkey.get(await challenge()))
    await rows('UPDATE passkey_challenges SET expires_at = 1')
    expect((await post('/auth/passkey', { passkey: late })).status).toBe(401)

    const stranger = await softwarePasskey()
    const forged = { ...(await stranger.get(await challenge())), id: passkey.id, rawId: passkey.id }
    for (const text of [JSON.stringify(forged), '', '{}', '[]', 'null', '{"id":1}', `{"id":"${passkey.id}"}`]) {
      expect((await post('/auth/passkey', { passkey: text })).status).toBe(401)
    }
  })

  test('lets nobody in who is suspended, goes with the account, and belongs to no token', async () => {
    const client = await signedIn()
    const passkey = await added(client)
    expect((await asked('GET', api, await personal(client.userId, ['read', 'write']))).status).toBe(403)
    await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', client.userId)
    expect((await enters(passkey)).status).toBe(403)
    await rows('UPDATE users SET suspended_at = NULL WHERE id = ?', client.userId)
    await client.json('DELETE', '/api/v1/me', { confirm: `${client.userId}@example.com` })
    expect(await rows('SELECT 1 FROM passkeys WHERE credential_id = ?', passkey.id)).toEqual([])
  })

  test('follows the person through a restore, and is in no export', async () => {
    const client = await signedIn()
    const passkey = await added(client)
    const document = await exportOf(client)
    expect(JSON.stringify(document)).not.toContain(passkey.id)
    await restore(client, document, 'replace')
    expect(await idOf(client)).not.toBe(client.userId)
    expect(await meOf(cookieOf(await enters(passkey)))).toBe(await idOf(client))
  })

  test('is a fresh proof, of its own person', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const [passkey, theirs] = [await added(client), await added(other)]
    await age(client)
    expect((await client.get(settings)).headers.get('Location')).toBe(
      `/auth/proof?next=${encodeURIComponent(settings)}`,
    )
    const token = { name: 'A', scopes: 'read', expiry: '90' }
    const step = await (await client.post('/settings/tokens', token)).text()
    expect(step).toContain('Use a passkey')
    // Who has a passkey is mailed a code only when asked for.
    expect(await rows('SELECT 1 FROM outbox WHERE recipient = ?', `${client.userId}@example.com`)).toEqual([])
    const proves = async (one: typeof passkey) =>
      client.post('/settings/tokens', { ...token, proof_passkey: JSON.stringify(await one.get(await challenge())) })
    expect((await proves(theirs)).status).toBe(422)
    expect((await proves(passkey)).status).toBe(201)
  })
})

describe('an admin', () => {
  const required = { ...env, ADMIN_PASSKEY: 'required' }
  const becomeAdmin = ({ userId }: Client) => rows("UPDATE users SET role = 'admin' WHERE id = ?", userId)

  test('is asked for one on Today, which can be put off', async () => {
    const client = await signedIn()
    expect(await (await client.get('/')).text()).not.toContain('You’re an admin')
    await becomeAdmin(client)
    expect(await (await client.get('/')).text()).toContain('You’re an admin')
    const later = (await client.post(`${settings}/later`)).headers.getSetCookie().join()
    expect(later).toContain('passkey-later=1')
    const Cookie = `${client.cookie}; passkey-later=1`
    expect(await (await client.get('/', { headers: { Cookie } })).text()).not.toContain('You’re an admin')
    await added(client)
    expect(await (await client.get('/')).text()).not.toContain('You’re an admin')
  })

  test('reaches nothing of admins without one where it is required', async () => {
    const client = await signedIn()
    await becomeAdmin(client)
    const token = await personal(client.userId, ['admin'])
    const statuses = async (cookie: string) =>
      Promise.all(
        ['/admin/users', '/admin/whitelists', '/api/v1/admin/users'].map(
          async (path) => (await request(path, { headers: { Cookie: cookie } }, required)).status,
        ),
      )
    expect(await statuses(client.cookie)).toEqual([403, 403, 403])
    expect((await asked('GET', '/api/v1/admin/users', token, undefined, {}, required)).status).toBe(403)
    const refused = await request('/admin/users', { headers: { Cookie: client.cookie } }, required)
    expect(await refused.text()).toContain('/settings/sign-in#passkeys')
    const passkey = await added(client)
    expect(await statuses(client.cookie)).toEqual([200, 200, 200])
    // A sign-in by mail is one without a passkey.
    await rows('UPDATE web_sessions SET has_passkey = 0 WHERE user_id = ?', client.userId)
    expect(await statuses(client.cookie)).toEqual([403, 403, 403])
    expect(await statuses(cookieOf(await enters(passkey)))).toEqual([200, 200, 200])
  })
})
