import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { askFor, post } from '../../../account/auth/magic-link/testing'
import { refreshProgram } from '../../../account/auth/programs/issue'
import { asked, bindings, extension, personal, program } from '../../../account/auth/programs/testing'
import { commit } from '../../../lib/db/sql'
import { adminIds, auditOf, newAdmin, onlyAdmin } from '../testing'
import type { AccessChange } from './queries'
import { person } from './queries'
import { setAccess } from './writes'

let admin: Client
beforeEach(async () => {
  admin = await onlyAdmin()
})

const row = async (id: string) => (await rows('SELECT role, suspended_at FROM users WHERE id = ?', id))[0]

const act = (by: Client, id: string, what: string, part = false) =>
  by.post(`/admin/users/${id}/${what}`, { sure: what }, { part })

/** Everything that lets a person in. */
const everyAccess = async (client: Client) => {
  const { access_token, refresh_token } = await program(client.userId)
  const bearers = [access_token, (await extension(client.userId)).token, await personal(client.userId, ['read'])]
  const { token: link } = await askFor(`${client.userId}@example.com`)
  return {
    link,
    refresh: () => refreshProgram(bindings, refresh_token, Date.now()),
    ask: async () => [
      (await client.get('/api/v1/me')).status,
      ...(await Promise.all(bearers.map(async (bearer) => (await asked('GET', '/api/stats', bearer)).status))),
    ],
  }
}

const verify = (token: string) => post('/auth/verify', { token })

test('before anything is done the question says whose account it is, for names can be taken by anybody', async () => {
  const { userId } = await signedIn()
  await rows("UPDATE users SET username = 'admin', github_username = 'octo-admin' WHERE id = ?", userId)
  for (const what of ['suspend', 'make-admin']) {
    for (const part of [true, false]) {
      const html = await (await admin.get(`/admin/users/${userId}/${what}`, { part })).text()
      expect(html).toContain(`${userId}@example.com`)
      expect(html).toContain('octo-admin')
    }
  }
})

describe('suspending', () => {
  test('ends every way in at once and for good, and restoring opens none of them again', async () => {
    const person = await signedIn()
    const ways = await everyAccess(person)
    await env.KV.put(`github-token:${person.userId}`, 'a token')
    expect(await ways.ask()).toEqual([200, 200, 200, 200])
    const done = await act(admin, person.userId, 'suspend')
    expect([done.status, done.headers.get('Location')]).toEqual([303, `/admin/users/${person.userId}`])

    expect(await ways.ask()).toEqual([401, 401, 401, 401])
    expect((await verify(ways.link)).status).toBeGreaterThanOrEqual(400)
    expect(await ways.refresh()).toBeNull()
    expect(await env.KV.get(`github-token:${person.userId}`)).toBeNull()
    for (const table of ['web_sessions', 'program_sessions', 'api_tokens']) {
      expect([table, await rows(`SELECT 1 FROM ${table} WHERE user_id = ?`, person.userId)]).toEqual([table, []])
    }
    // Left by a sign-in that was under way.
    await rows(
      `INSERT INTO web_sessions (id_hash, user_id, created_at, last_seen_at, expires_at)
       VALUES ('left', ?, 1, 1, 9e15)`,
      person.userId,
    )

    expect((await act(admin, person.userId, 'restore')).status).toBe(303)
    expect(await ways.ask()).toEqual([401, 401, 401, 401])
    expect(await rows('SELECT 1 FROM web_sessions WHERE user_id = ?', person.userId)).toEqual([])
    const again = await everyAccess(person)
    expect((await verify(again.link)).status).toBe(303)
  })

  test('touches nobody else, and nothing that the person keeps', async () => {
    const [person, other] = [await signedIn(), await signedIn()]
    await person.post('/goals', { title: 'Stays' })
    const ways = await everyAccess(other)
    await act(admin, person.userId, 'suspend')
    expect(await ways.ask()).toEqual([200, 200, 200, 200])
    expect(await rows('SELECT title FROM goals WHERE user_id = ?', person.userId)).toEqual([{ title: 'Stays' }])
  })

  test('works for somebody without an address, and leaves the links of others', async () => {
    const [person, other] = [await signedIn(), await signedIn()]
    const { link } = await everyAccess(other)
    await rows('UPDATE users SET email = NULL WHERE id = ?', person.userId)
    await act(admin, person.userId, 'suspend')
    expect((await row(person.userId))?.suspended_at).not.toBeNull()
    expect((await verify(link)).status).toBe(303)
  })
})

describe('what is so already', () => {
  const twice = ['make-admin', 'make-admin', 'remove-admin', 'remove-admin']
  test.each([
    [
      ['suspend', 'suspend', 'restore', 'restore'],
      ['suspend', 'restore'],
    ],
    [twice, ['role', 'role']],
    [['restore', 'remove-admin'], []],
  ])('%j is answered as done and noted as %j', async (acts, noted) => {
    const { userId } = await signedIn()
    for (const what of acts) expect((await act(admin, userId, what)).status).toBe(303)
    expect((await auditOf(userId)).map(({ action }) => action)).toEqual(noted)
  })
})

describe('the last admin', () => {
  test.each(['suspend', 'remove-admin'])('stays: %s is refused, and says why', async (what) => {
    for (const part of [false, true]) {
      const answer = await act(admin, admin.userId, what, part)
      expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('This is the last admin')])
    }
    expect(await adminIds()).toEqual([admin.userId])
    expect(await auditOf(admin.userId)).toEqual([])
    expect((await admin.get('/admin/users')).status).toBe(200)
    expect(await (await admin.get(`/admin/users/${admin.userId}/${what}`)).text()).toContain('This is the last admin')
  })

  test('is who is left beside one who is suspended', async () => {
    const second = await newAdmin()
    await act(admin, second.userId, 'suspend')
    expect((await act(admin, admin.userId, 'remove-admin')).status).toBe(409)
    expect((await act(admin, second.userId, 'remove-admin')).status).toBe(303)
    expect(await adminIds()).toEqual([admin.userId])
  })

  test('no admin suspends themselves, but one of two can give the role up', async () => {
    await newAdmin()
    const refused = await act(admin, admin.userId, 'suspend')
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('can’t suspend yourself')])
    const done = await act(admin, admin.userId, 'remove-admin', true)
    expect([done.status, done.headers.get('HX-Redirect')]).toEqual([204, '/'])
    expect((await admin.get('/admin/users')).status).toBe(403)
  })

  test.each(['suspend', 'remove-admin'])('is one, whichever of two is first with %s, twenty at once', async (what) => {
    const second = await newAdmin()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 ? act(admin, second.userId, what) : act(second, admin.userId, what),
      ),
    )
    expect(await adminIds()).toHaveLength(1)
    // A late request is signed out, no longer an admin's, or without effect.
    for (const { status } of answers) expect([303, 403, 409]).toContain(status)
    const noted = [...(await auditOf(admin.userId)), ...(await auditOf(second.userId))]
    expect(noted).toHaveLength(1)
  })
})

describe('a write that comes too late is undone as a whole', () => {
  const write = async (by: Client, id: string, access: AccessChange) => {
    const found = await person(env.DB, id)
    return found !== null && commit(env.DB, id, [], setAccess(env.DB, by.userId, found, access, Date.now()))
  }

  test('when the admin has become none', async () => {
    const [second, somebody] = [await newAdmin(), await signedIn()]
    expect(await write(second, somebody.userId, { role: 'admin' })).toBe(true)
    await act(admin, second.userId, 'remove-admin')
    const before = await row(somebody.userId)
    expect(await write(second, somebody.userId, { role: 'user' })).toBe(false)
    expect(await write(second, somebody.userId, { suspended: true })).toBe(false)
    expect(await row(somebody.userId)).toEqual(before)
    expect((await somebody.get('/')).status).toBe(200)
    expect(await auditOf(somebody.userId)).toHaveLength(1)
  })

  test('when it would leave no admin', async () => {
    expect(await write(admin, admin.userId, { role: 'user' })).toBe(false)
    expect(await write(admin, admin.userId, { suspended: true })).toBe(false)
    expect((await admin.get('/admin/users')).status).toBe(200)
    expect(await auditOf(admin.userId)).toEqual([])
  })
})

describe('asking first', () => {
  const names = {
    suspend: 'Suspend Robin',
    restore: 'Restore Robin',
    'make-admin': 'Make Robin an admin',
    'remove-admin': 'Remove Robin as an admin',
  }

  test.each(Object.entries(names))('%s says what it does, and does nothing', async (what, name) => {
    const { userId } = await signedIn()
    if (what === 'restore') await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', userId)
    if (what === 'remove-admin') await rows("UPDATE users SET role = 'admin' WHERE id = ?", userId)
    const before = await row(userId)
    const path = `/admin/users/${userId}/${what}`
    const page = await (await admin.get(path)).text()
    expect(page).toContain(`<h1>${name}</h1>`)
    expect(page).toContain(`action="${path}"`)
    const part = await (await admin.get(path, { part: true })).text()
    expect(part).toMatch(new RegExp(`^<li class="editing" id="person-${userId}"`))
    expect(part).toContain(`hx-post="${path}"`)
    expect(await row(userId)).toEqual(before)
    const done = await (await act(admin, userId, what, true)).text()
    expect(done).toMatch(new RegExp(`^<li id="person-${userId}" class="row"`))
    expect(done).toContain('hx-target="#toasts"')
    expect(await row(userId)).not.toEqual(before)
    expect(await (await admin.get(path)).text()).toContain('already')
  })

  test('says of one of ADMIN_EMAILS that they become admin again', async () => {
    const { userId } = await newAdmin()
    const ask = () => admin.get(`/admin/users/${userId}/remove-admin`).then((answer) => answer.text())
    expect(await ask()).not.toContain('ADMIN_EMAILS')
    await rows("UPDATE users SET email = 'Admin@example.com' WHERE id = ?", userId)
    expect(await ask()).toContain('Their address is in ADMIN_EMAILS')
    await rows('DELETE FROM users WHERE id = ?', userId)
  })
})

test('a role that an admin gives shows in what the person’s programs read, however they ask', async () => {
  const person = await signedIn()
  const first = await person.json('GET', '/api/v1/me')
  expect(await first.json()).toMatchObject({ role: 'user' })
  await act(admin, person.userId, 'make-admin')
  const second = await person.json('GET', '/api/v1/me', undefined, { 'If-None-Match': first.headers.get('ETag') ?? '' })
  expect([second.status, await second.json()]).toEqual([200, expect.objectContaining({ role: 'admin' })])
})
