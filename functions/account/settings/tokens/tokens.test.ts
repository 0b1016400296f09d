import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Client, request, rows, signedIn } from '../../../../test/support/client'
import { apiTokenLimit } from '../../auth/programs/issue'
import { asked, bindings, personal } from '../../auth/programs/testing'

const path = '/settings/tokens'

const filledIn = { name: 'Backup script', scopes: ['read'], expiry: '90' }

const shown = (html: string) => /daymark_pat_[0-9a-f]{64}/.exec(html)?.[0] ?? ''

const kept = (client: Client) =>
  rows<{ id: string; name: string; scopes: string; ending: string; expires_at: number | null; created_at: number }>(
    'SELECT * FROM api_tokens WHERE user_id = ? ORDER BY id',
    client.userId,
  )

describe('the page', () => {
  test('says what tokens are for where there are none, with an example', async () => {
    const html = await (await (await signedIn()).get(path)).text()
    expect(html).toContain('No tokens yet')
    expect(html).toContain('http://localhost/api/v1/me')
  })

  test('ticks what a link to it asks for', async () => {
    const { get } = await signedIn()
    const ticked = async (query: string) =>
      [...(await (await get(`${path}${query}`)).text()).matchAll(/<input[^>]*name="scopes"[^>]*>/g)]
        .filter(([box]) => /\schecked/.test(box))
        .map(([box]) => /value="(\w+)"/.exec(box)?.[1])
    expect(await ticked('')).toEqual(['read'])
    expect(await ticked('?scopes=usage')).toEqual(['usage'])
    expect(await ticked('?scopes=<b>')).toEqual(['read'])
  })

  test.each([false, true])('shows a new token once, on the page that answers; htmx: %s', async (part) => {
    const client = await signedIn()
    const answer = await client.post(path, { ...filledIn, scopes: ['read', 'write'] }, { part, page: path })
    expect([answer.status, answer.headers.get('Location'), answer.headers.get('Cache-Control')]).toEqual([
      201,
      null,
      'no-store',
    ])
    const html = await answer.text()
    const token = shown(html)
    expect(html.includes('<html')).toBe(!part)
    expect(JSON.stringify([...answer.headers])).not.toContain(token)
    expect(await (await asked('GET', '/api/v1/me', token)).json()).toMatchObject({ id: client.userId })
    expect((await asked('POST', '/api/v1/goals', token, { title: 'By a program' })).status).toBe(201)
    const [row] = await kept(client)
    expect(row).toMatchObject({ name: 'Backup script', scopes: '["read","write"]', ending: token.slice(-4) })
    expect(JSON.stringify(row)).not.toContain(token.slice(0, -4).slice(-20))
    const later = await (await client.get(path)).text()
    expect(shown(later)).toBe('')
    expect(later).toContain(`…${token.slice(-4)}`)
    expect(later).toContain('read, write')
    expect(later).toContain('in the last hour')
  })

  test('makes one token of a form that is sent again, as by a reload of its answer', async () => {
    const client = await signedIn()
    const form_id = /name="form_id" value="([^"]+)"/.exec(await (await client.get(path)).text())?.[1] ?? ''
    const sent = async (name: string) => shown(await (await client.post(path, { ...filledIn, name, form_id })).text())
    const both = await Promise.all([sent('Backup'), sent('Backup')])
    const later = await sent('Backup')
    expect(both).toEqual([later, later])
    expect(later).not.toBe('')
    expect(await kept(client)).toHaveLength(1)
    expect(await sent('Another')).not.toBe(later)
    expect(await kept(client)).toHaveLength(2)
  })

  test('makes one of some days, one that never ends, and one whose last day is a day of the person', async () => {
    const client = await signedIn({ time_zone: 'America/New_York', day_start_minute: 240 })
    await client.post(path, { ...filledIn, expiry: '365' })
    await client.post(path, { ...filledIn, expiry: 'never', expires_on: 'whatever' })
    await client.post(path, { ...filledIn, expiry: 'date', expires_on: '2199-03-08' })
    const [year, never, dated] = await kept(client)
    expect((year?.expires_at ?? 0) - (year?.created_at ?? 0)).toBe(365 * 24 * 60 * 60 * 1000)
    expect(never?.expires_at).toBeNull()
    expect(new Date(dated?.expires_at ?? 0).toISOString()).toBe('2199-03-09T09:00:00.000Z')
    expect(await (await client.get(path)).text()).toContain('8 March 2199')
  })

  test('of an admin alone has the scope admin, which is never ticked', async () => {
    const client = await signedIn()
    const asked = { ...filledIn, scopes: ['read', 'admin'] }
    expect(await (await client.get(path)).text()).not.toContain('value="admin"')
    const refused = await client.post(path, asked)
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Only an admin’s token')])
    expect((await client.json('POST', '/api/v1/me/tokens', { name: 'A', scopes: ['admin'] })).status).toBe(422)
    await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
    expect(await (await client.get(path)).text()).toMatch(/<input(?![^>]*checked)[^>]*value="admin"/)
    expect((await client.post(path, asked)).status).toBe(201)
    expect((await kept(client))[0]?.scopes).toBe('["read","admin"]')
  })

  test('to sync may read and write, which syncing needs', async () => {
    const client = await signedIn()
    await client.post(path, { ...filledIn, scopes: ['sync'] })
    expect((await kept(client))[0]?.scopes).toBe('["read","write","sync"]')
  })

  test.each([
    [{ name: '' }, 'Enter a name for the token'],
    [{ name: 'x'.repeat(101) }, 'A name has at most 100 characters'],
    [{ scopes: [] }, 'Choose what the token may do'],
    [{ scopes: ['read', 'root'] }, 'Unknown scope'],
    [{ expiry: '31' }, 'Choose when the token expires'],
    [{ expiry: 'date', expires_on: '' }, 'Enter the last day'],
    [{ expiry: 'date', expires_on: '2026-02-30' }, 'Enter a date that exists'],
    [{ expiry: 'date', expires_on: '2020-01-01' }, 'This day is in the past'],
  ])('brings the form again for %j', async (wrong, message) => {
    const client = await signedIn()
    for (const part of [false, true]) {
      const answer = await client.post(path, { ...filledIn, ...wrong }, { part, page: path })
      const html = await answer.text()
      expect([answer.status, html.includes(message), html.includes('aria-invalid="true"')]).toEqual([422, true, true])
      if (!('name' in wrong)) expect(html).toContain('value="Backup script"')
    }
    expect(await kept(client)).toEqual([])
  })

  test(`takes no more than ${apiTokenLimit} tokens, however many are asked for at once`, async () => {
    const client = await signedIn()
    for (let made = 0; made < apiTokenLimit - 2; made += 1) await personal(client.userId, ['read'])
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.post(path, filledIn)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 422, 422, 422, 422, 422, 422])
    expect(await kept(client)).toHaveLength(apiTokenLimit)
    expect(await (await client.get(path)).text()).toContain('tokens, the maximum')
    const refused = await client.json('POST', '/api/v1/me/tokens', { name: 'One more', scopes: ['read'] })
    expect([refused.status, await refused.json()]).toEqual([422, expect.objectContaining({ code: 'too_many_tokens' })])
  })

  test('shows a token that has expired as such, to be removed', async () => {
    const client = await signedIn()
    await personal(client.userId, ['read'], Date.now() - 1)
    const html = await (await client.get(path)).text()
    expect(html).toContain('Expired')
    const [row] = await kept(client)
    expect(await (await client.get(`${path}/${row?.id}/revoke`)).text()).toContain('Remove token')
    expect((await client.post(`${path}/${row?.id}/revoke`)).status).toBe(303)
    expect(await kept(client)).toEqual([])
  })
})

test('a token is revoked after a page that names it, and lets nobody in from then on', async () => {
  const client = await signedIn()
  const token = await personal(client.userId, ['read'])
  const [row] = await kept(client)
  const page = await client.get(`${path}/${row?.id}/revoke`)
  const html = await page.text()
  expect([page.status, html.includes(row?.name ?? ''), html.includes('Revoke token')]).toEqual([200, true, true])
  expect((await asked('GET', '/api/v1/me', token)).status).toBe(200)
  const answer = await client.post(`${path}/${row?.id}/revoke`)
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, path])
  expect((await asked('GET', '/api/v1/me', token)).status).toBe(401)
  expect((await client.post(`${path}/${row?.id}/revoke`)).status).toBe(404)
})

type Made = { id: string; token: string; expires_at: string | null; scopes: string[] }

describe('the API of tokens', () => {
  const api = '/api/v1/me/tokens'

  test('makes, lists, reads and revokes them', async () => {
    const client = await signedIn()
    const sent = { name: ' Backup ', scopes: ['write', 'read', 'read'], expires_at: null }
    const answer = await client.json('POST', api, sent)
    const { token, ...made } = await answer.json<Made>()
    expect([answer.status, answer.headers.get('Location')]).toEqual([201, `${api}/${made.id}`])
    const given = { name: 'Backup', scopes: ['read', 'write'], expires_at: null }
    expect(made).toMatchObject({ ...given, ending: token.slice(-4), last_used_at: null })
    expect(await (await client.json('GET', `${api}/${made.id}`)).json()).toEqual(made)
    expect(await (await client.json('GET', api)).json()).toEqual({ items: [made], next_cursor: null })
    expect((await asked('GET', '/api/v1/goals', token)).status).toBe(200)
    expect((await client.json('DELETE', `${api}/${made.id}`)).status).toBe(204)
    expect((await client.json('DELETE', `${api}/${made.id}`)).status).toBe(404)
    expect((await asked('GET', '/api/v1/goals', token)).status).toBe(401)
  })

  test('ends a token at the instant that is given, and in 90 days where none is', async () => {
    const client = await signedIn()
    const make = async (more: object) =>
      (await client.json('POST', api, { name: 'A', scopes: ['read'], ...more })).json<Made>()
    expect((await make({ expires_at: '2199-01-01T00:00:00+02:00' })).expires_at).toBe('2198-12-31T22:00:00.000Z')
    const days = (Date.parse((await make({})).expires_at ?? '') - Date.now()) / (24 * 60 * 60 * 1000)
    expect(Math.round(days)).toBe(90)
  })
})

test('no token stands in what is logged', async () => {
  const client = await signedIn()
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  onTestFinished(() => log.mockRestore())
  const token = shown(await (await client.post(path, filledIn)).text())
  await request('/api/v1/me', { headers: { Authorization: `Bearer ${token}` } }, bindings)
  expect(log.mock.calls).toHaveLength(3)
  expect(log.mock.calls.join()).not.toContain(token.slice(12))
})
