import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test } from 'vitest'
import { type Client, cost, origin, request, rows, signedIn } from '../../test/client'
import { seedHistory } from '../../test/history'
import { anotherBrowser, anotherProgram } from '../settings/sign-in/testing'

const page = '/settings/account'
const api = '/api/v1/me'
const emailOf = ({ userId }: Client) => `${userId}@example.com`
const isThere = async ({ userId }: Client) => (await rows('SELECT 1 FROM users WHERE id = ?', userId)).length === 1
const becomeAdmin = ({ userId }: Client) => rows("UPDATE users SET role = 'admin' WHERE id = ?", userId)
const leave = (client: Client, confirm: string, part = false) => client.post(`${page}/delete`, { confirm }, { part })

afterEach(() => rows("UPDATE users SET role = 'user'"))

describe('the page', () => {
  test('says what goes, offers a copy, and asks for the address', async () => {
    const client = await signedIn()
    await client.post('/goals', { title: 'A goal' })
    await client.post('/sessions/entry', { entry: '25m writing @Thesis', create: 'Thesis' })
    await anotherBrowser(client.userId)
    await anotherProgram(client.userId)
    const html = await (await client.get(page)).text()
    expect(html.match(/<h1/g)).toHaveLength(1)
    for (const part of ['1 session<', '1 goal<', '1 project<', '3 signed-in devices<']) expect(html).toContain(part)
    expect(html).not.toContain('API token<')
    expect(html.indexOf('href="/api/v1/export"')).toBeGreaterThan(0)
    expect(html.indexOf('href="/api/v1/export"')).toBeLessThan(html.indexOf('<form action="/settings/account/delete"'))
    expect(html).toContain(`<bdi>${emailOf(client)}</bdi>`)
  })

  test('costs few rows, however long the history', async () => {
    const client = await signedIn()
    await seedHistory(env.DB, client.userId, { years: 1 })
    await rows(
      `INSERT INTO goals (user_id, id, title, seq, created_at, updated_at)
       SELECT ?, 'g' || value, 'G', 1, 0, 0 FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 300) SELECT value FROM n)`,
      client.userId,
    )
    const answer = await client.get(page)
    expect(await answer.text()).toContain('more than 100 goals')
    expect(cost(answer).read).toBeLessThan(600)
  })
})

describe('deleting', () => {
  test.each([false, true])(
    'takes what was asked for, whatever its case, and no other text (part: %s)',
    async (part) => {
      const client = await signedIn()
      for (const wrong of ['', ' ', 'Robin', 'somebody@example.com', `${emailOf(client)}x`, 'x'.repeat(400), '<b>"']) {
        const refused = await leave(client, wrong, part)
        const html = await refused.text()
        expect(refused.status).toBe(422)
        expect(html).toMatch(/aria-invalid="true"/)
        expect(html).not.toContain('<b>"')
        expect(html.includes('<h1')).toBe(!part)
        expect(await isThere(client)).toBe(true)
      }
      const gone = await leave(client, ` ${emailOf(client).toUpperCase()} `, part)
      expect([gone.status, gone.headers.get(part ? 'HX-Redirect' : 'Location')]).toEqual([part ? 204 : 303, '/sign-in'])
      expect(gone.headers.getSetCookie().join()).toMatch(/session=; Max-Age=0.*flash=/)
      expect(await isThere(client)).toBe(false)
      expect((await client.get('/')).headers.get('Location')).toMatch(/^\/sign-in/)
    },
  )

  test('asks those without an address for their name', async () => {
    const client = await signedIn()
    await rows('UPDATE users SET email = NULL WHERE id = ?', client.userId)
    expect(await (await client.get(page)).text()).toContain('Type <bdi>Robin</bdi>')
    expect(await (await leave(client, emailOf(client))).text()).toContain('That isn’t the username of this account')
    expect((await leave(client, 'Robin')).status).toBe(303)
    expect(await isThere(client)).toBe(false)
  })

  test('sent five times at once deletes once, and answers no error', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => leave(client, emailOf(client))))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303])
    expect([await isThere(client), await isThere(other)]).toEqual([false, true])
  })
})

describe('the last admin', () => {
  test('stays while other people are there', async () => {
    const [admin, other] = [await signedIn(), await signedIn()]
    await becomeAdmin(admin)
    await env.BACKUPS.put(`imports/${admin.userId}/a`, 'a file')
    expect(await (await admin.get(page)).text()).toMatch(/You are the only admin.*Make one of them an admin first/)
    for (const part of [false, true]) {
      const refused = await leave(admin, emailOf(admin), part)
      expect(refused.status).toBe(409)
      expect(await refused.text()).toContain('You are the only admin')
    }
    const refused = await admin.json('DELETE', api, { confirm: emailOf(admin) })
    expect([refused.status, (await refused.json<{ code: string }>()).code]).toEqual([409, 'last_admin'])
    expect(await env.BACKUPS.head(`imports/${admin.userId}/a`)).not.toBeNull()
    expect(await isThere(admin)).toBe(true)

    // One who is suspended looks after nobody.
    await becomeAdmin(other)
    await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', other.userId)
    expect((await leave(admin, emailOf(admin))).status).toBe(409)
    await rows('UPDATE users SET suspended_at = NULL WHERE id = ?', other.userId)
    expect((await leave(admin, emailOf(admin))).status).toBe(303)
  })

  test('leaves no count of what they asked the API', async () => {
    const client = await signedIn()
    const counted = () => rows('SELECT key FROM rate_limits WHERE key LIKE ?', `%${client.userId}`)
    const headers = { Cookie: client.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const leaves = (confirm: string) =>
      request(api, { method: 'DELETE', headers, body: JSON.stringify({ confirm }) }, { ...env, RATE_LIMITS: 'on' })
    expect((await leaves('not theirs')).status).toBe(422)
    expect(await counted()).toHaveLength(1)
    expect((await leaves(emailOf(client))).status).toBe(204)
    expect(await counted()).toEqual([])
  })

  test.each([2, 3, 5])('of %i admins who leave at once, one stays', async (count) => {
    await signedIn()
    const admins = await Promise.all(Array.from({ length: count }, () => signedIn()))
    for (const admin of admins) await becomeAdmin(admin)
    const answers = await Promise.all(admins.map((admin) => leave(admin, emailOf(admin))))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(count - 1).fill(303), 409])
    const left = await Promise.all(admins.map(isThere))
    expect(left.filter(Boolean)).toHaveLength(1)
    expect(answers[left.indexOf(true)]?.status).toBe(409)
  })

  test('leaves when nobody else is there', async () => {
    await rows('DELETE FROM users')
    const [one, two] = [await signedIn(), await signedIn()]
    await becomeAdmin(one)
    await becomeAdmin(two)
    expect((await leave(two, emailOf(two))).status).toBe(303)
    expect((await leave(one, emailOf(one))).status).toBe(303)
    expect(await rows('SELECT 1 FROM users')).toEqual([])
  })
})
