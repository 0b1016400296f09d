import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/client'
import { newAdmin } from '../admin/testing'

const lock = async (client: Client, by: string | null) =>
  rows('UPDATE users SET unlisted_locked_at = 1, unlisted_locked_by = ? WHERE id = ?', by, client.userId)

const stored = async ({ userId }: Client) =>
  (
    await rows<{ username: string; unlisted: string | null }>(
      "SELECT username, preferences ->> '$.unlisted_apps' AS unlisted FROM users WHERE id = ?",
      userId,
    )
  )[0]

describe('what an admin has locked for apps on no list', () => {
  test('shows as it is held, by whom, and stays with all else that is saved', async () => {
    const client = await signedIn({ unlisted_apps: 'allow' })
    expect(await (await client.get('/settings')).text()).not.toContain('Locked by')
    await lock(client, (await newAdmin()).userId)
    const html = await (await client.get('/settings')).text()
    expect(html).toContain('Locked by <bdi>Robin</bdi> since <time')
    expect(html).toMatch(/id="unlisted_apps-allow"[^>]*checked=""[^>]*disabled=""/)
    expect(html).toMatch(/id="unlisted_apps-block"[^>]*disabled=""/)
    // A browser sends nothing for a disabled field.
    expect((await client.post('/settings', { username: 'Ana', theme: 'dark' })).status).toBe(303)
    expect(await stored(client)).toEqual({ username: 'Ana', unlisted: 'allow' })
    expect((await client.post('/settings', { unlisted_apps: 'allow', username: 'Bo' })).status).toBe(303)
    expect(await stored(client)).toEqual({ username: 'Bo', unlisted: 'allow' })
  })

  test.each([false, true])('cannot be changed by a form (part: %j), which keeps what was typed', async (part) => {
    const client = await signedIn()
    await lock(client, null)
    const before = await client.heads()
    const answer = await client.post('/settings', { unlisted_apps: 'allow', username: 'Typed' }, { part })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('An admin has locked the setting for unlisted apps. Nothing was changed.')
    expect(html).toContain('Locked by an admin since')
    expect(html).toContain('value="Typed"')
    expect(html).toMatch(/id="unlisted_apps-block"[^>]*checked=""/)
    expect([await stored(client), await client.heads()]).toEqual([{ username: 'Robin', unlisted: null }, before])
  })

  test('cannot be changed by a program, which reads that it is locked', async () => {
    const client = await signedIn()
    const me = async () => (await client.json('GET', '/api/v1/me')).json<object>()
    expect(await me()).toMatchObject({ unlisted_apps_locked: false })
    await lock(client, null)
    expect(await me()).toMatchObject({ unlisted_apps_locked: true })
    const refused = await client.json('PATCH', '/api/v1/me', { username: 'X', preferences: { unlisted_apps: 'allow' } })
    expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ code: 'locked' })])
    expect(await stored(client)).toEqual({ username: 'Robin', unlisted: null })
    const same = { username: 'X', preferences: { unlisted_apps: 'block', theme: 'dark' } }
    expect((await client.json('PATCH', '/api/v1/me', same)).status).toBe(200)
    expect((await stored(client))?.username).toBe('X')
  })
})
