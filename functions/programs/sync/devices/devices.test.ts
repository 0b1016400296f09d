import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../../test/support/client'
import { makeApiToken } from '../../../account/auth/programs/issue'
import { anotherProgram, bindings } from '../../../account/settings/sign-in/testing'
import { words } from '../../../time/sessions/testing'
import { countDeviceLag } from './queries'
import { lagText, nameOfDevice } from './schema'
import { putDevice } from './testing'

/** Time stands still, as midnight may be near. */
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

const page = '/settings/devices'
const api = '/api/v1/devices'

const shown = async (client: Client) => words(await (await client.get('/settings/sign-in')).text())

type Listed = { id: string; changes_behind: number | null; open_conflicts: number; revoked_at: string | null }

const listed = async (client: Client) => (await (await client.json('GET', api)).json<{ items: Listed[] }>()).items

const tokenOf = async (client: Client, scopes: ('read' | 'write')[] = ['read', 'write']) =>
  makeApiToken(env, client.userId, { name: 'Laptop', scopes, expiresAt: null }, Date.now())

const me = (bearer: string) => request('/api/v1/me', { headers: { Authorization: `Bearer ${bearer}` } }, bindings)

const putConflict = ({ userId }: Client, lost_by: string | null, kept_by: string | null) =>
  rows(
    `INSERT INTO sync_conflicts (user_id, id, type, row_id, reason, title, data, lost_by, kept_by, updated_at, created_at)
     VALUES (?, ?, 'card', 'card', 'edit', 'A card', NULL, ?, ?, 1, 1)`,
    userId,
    crypto.randomUUID(),
    lost_by,
    kept_by,
  )

const addCards = async (client: Client, count: number) => {
  for (let n = 0; n < count; n += 1) await client.post('/cards', { question: `Question ${n}`, answer: 'Answer' })
}

const seqOf = async (client: Client) => (await client.heads())?.seq ?? 0

describe('the list', () => {
  test('tells how to connect the command line while there is no device', async () => {
    const client = await signedIn()
    const text = await shown(client)
    expect(text).toContain('works offline, and syncs later')
    expect(text).toContain(`daymark login --server ${origin} ${client.userId}@example.com`)
  })

  test('shows each device with its last sync, what it has not fetched and its conflicts', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    await addCards(client, 1)
    const before = await seqOf(client)
    await addCards(client, 2)
    await client.post('/goals', { title: 'A goal, which does not sync' })
    const agent = 'daymark/1.0.0 (Ada’s laptop; linux)'
    const id = await putDevice(client, { agent, remote_version: before, last_sync_at: Date.now() - 60_000 })
    const current = await putDevice(client, { remote_version: await seqOf(client) })
    await putConflict(client, id, null)
    await putConflict(client, null, id)
    const text = await shown(client)
    expect(text).toMatch(/Ada’s laptop 2 changes behind · synced [\w ,:]+ · 2 conflicts/)
    expect(text).toContain(`${current} Up to date`)
    expect(await listed(client)).toMatchObject([
      { id: current, changes_behind: 0, open_conflicts: 0 },
      { id, changes_behind: 2, open_conflicts: 2 },
    ])
  })

  test('counts at most 100 changes', async () => {
    const client = await signedIn()
    await putDevice(client)
    await rows(
      `INSERT INTO sync_tombstones (user_id, type, id, seq, deleted_at)
       SELECT ?1, 'session', value, value, 1
       FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 300) SELECT value FROM n)`,
      client.userId,
    )
    expect(await shown(client)).toContain('More than 100 changes behind')
  })
})

describe('how far a device is behind', () => {
  const now = Date.UTC(2026, 2, 3)
  const device = { epoch: 1, remote_version: 5.25, full_version: null, last_sync_at: now }

  test.each([
    ['a position in the midst of a change', device, 1, 2],
    ['another epoch', { ...device, epoch: 2 }, 1, null],
    ['everything that is being sent anew', { ...device, full_version: 3 }, 1, null],
    ['180 days away', { ...device, last_sync_at: now - 180 * 86_400_000 }, 1, null],
  ])('%s', (_, given, epoch, behind) => {
    expect(countDeviceLag(given, [3, 5, 6, 7], epoch, now)).toBe(behind)
  })

  test('in words', () => {
    expect([null, 0, 1, 12, 101].map((behind) => lagText({ behind }))).toEqual([
      'Fetches everything at its next sync',
      'Up to date',
      '1 change behind',
      '12 changes behind',
      'More than 100 changes behind',
    ])
  })

  test.each([
    ['daymark/1.0.0 (laptop; linux)', 'laptop'],
    ['curl/8.5.0', 'curl'],
    ['tracker 2', 'tracker 2'],
    ['', 'the-id'],
  ])('the name of %s', (agent, name) => {
    expect(nameOfDevice({ agent, id: 'the-id' })).toBe(name)
  })
})

describe('revoking', () => {
  test('ends the token of the device, and keeps the device to allow it again', async () => {
    const client = await signedIn()
    const { id: tokenId, token } = await tokenOf(client)
    const id = await putDevice(client, { agent: 'daymark/1.0.0 (laptop)', credential: `token:${tokenId}` })
    expect(await (await client.get(`${page}/${id}/revoke`)).text()).toContain('Its API token ends, too.')
    const answer = await client.post(`${page}/${id}/revoke`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/settings/sign-in#synced'])
    expect((await me(token)).status).toBe(401)
    expect(await shown(client)).toMatch(/Revoked 1 laptop revoked today/)
    expect((await client.post(`${page}/${id}/allow`)).status).toBe(303)
    expect(await listed(client)).toMatchObject([{ id, revoked_at: null }])
  })

  test('ends the session of a program', async () => {
    const client = await signedIn()
    const session = await anotherProgram(client.userId)
    const id = await putDevice(client, { credential: `program:${session.id}` })
    expect((await me(session.jwt)).status).toBe(200)
    expect((await client.json('DELETE', `${api}/${id}`)).status).toBe(204)
    expect((await me(session.jwt)).status).toBe(401)
  })

  test('leaves a credential alone that another device uses, until that one is revoked, too', async () => {
    const client = await signedIn()
    const { id: tokenId, token } = await tokenOf(client)
    const [one, two] = [
      await putDevice(client, { credential: `token:${tokenId}` }),
      await putDevice(client, { credential: `token:${tokenId}` }),
    ]
    expect(await (await client.get(`${page}/${one}/revoke`)).text()).toContain('Another device syncs with the same API')
    await client.post(`${page}/${one}/revoke`)
    expect((await me(token)).status).toBe(200)
    await client.post(`${page}/${two}/revoke`)
    expect((await me(token)).status).toBe(401)
  })

  test('lets a device be removed for good, unless it could sync again', async () => {
    const client = await signedIn()
    const { id: tokenId } = await tokenOf(client)
    const id = await putDevice(client, { credential: `token:${tokenId}` })
    const other = await putDevice(client, { credential: `token:${tokenId}` })
    const noted = () =>
      rows(
        "INSERT INTO sync_writes (user_id, device_id, type, id, updated_at, digest, local_version) VALUES (?, ?, 'card', 'a', 1, '', 1)",
        ...[client.userId, id],
      )
    await noted()
    const remove = async () => (await client.post(`${page}/${id}/remove`)).status
    expect(await remove()).toBe(409)
    await client.post(`${page}/${id}/revoke`)
    expect(await remove()).toBe(409)
    await client.post(`${page}/${other}/revoke`)
    expect([await remove(), await remove()]).toEqual([303, 404])
    expect(await listed(client)).toMatchObject([{ id: other }])
    expect(await rows('SELECT 1 FROM sync_writes WHERE user_id = ?', client.userId)).toEqual([])
  })

  test('of many at once ends a shared credential', async () => {
    const client = await signedIn()
    const { id: tokenId, token } = await tokenOf(client)
    const ids = await Promise.all([1, 2, 3, 4].map(() => putDevice(client, { credential: `token:${tokenId}` })))
    const answers = await Promise.all([...ids, ...ids].map((id) => client.json('DELETE', `${api}/${id}`)))
    expect(answers.map(({ status }) => status)).toEqual(ids.flatMap(() => [204, 204]))
    expect((await me(token)).status).toBe(401)
  })

  test('does not touch somebody else’s token', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const { id: tokenId, token } = await tokenOf(other)
    const mine = await putDevice(client, { credential: `token:${tokenId}` })
    await client.post(`${page}/${mine}/revoke`)
    expect((await me(token)).status).toBe(200)
  })

  test.each(['a/b', '%2e%2e', '?x=1', '100%', 'conflicts', '"'])('takes %s as the id of a device', async (id) => {
    const client = await signedIn()
    await putDevice(client, { id })
    const path = encodeURIComponent(id)
    expect((await client.get(`${page}/${path}/revoke`)).status).toBe(200)
    expect((await client.json('DELETE', `${api}/${path}`)).status).toBe(204)
    expect((await client.post(`${page}/${path}/allow`)).status).toBe(303)
    expect(await listed(client)).toMatchObject([{ id, revoked_at: null }])
  })

  test('no token may do it, but read the list', async () => {
    const client = await signedIn()
    const { token } = await tokenOf(client)
    const id = await putDevice(client)
    const headers = { Authorization: `Bearer ${token}` }
    expect((await request(api, { headers })).status).toBe(200)
    const answer = await request(`${api}/${id}`, { method: 'DELETE', headers })
    expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: 'insufficient_scope' })])
    expect(await listed(client)).toMatchObject([{ revoked_at: null }])
  })
})
