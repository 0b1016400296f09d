import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { seedHistory } from '../../../test/support/rows/history'
import { dump } from '../../../test/support/table-dump'
import { postJson } from '../auth/magic-link/testing'
import { makeApiToken, signInProgram } from '../auth/programs/issue'
import { anotherBrowser, anotherProgram, bindings } from '../settings/sign-in/testing'

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
    expect(html).toContain('<p>1\u00a0session, 1\u00a0goal, 1\u00a0project, 3\u00a0devices</p>')
    expect(html.indexOf('href="/api/v1/export"')).toBeGreaterThan(0)
    expect(html.indexOf('href="/api/v1/export"')).toBeLessThan(html.indexOf('<form action="/settings/account/delete"'))
    expect(html).toContain('settings, passkeys, and deleted items')
    expect(html).toContain(`<bdi>${emailOf(client)}</bdi>`)
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
    const seldom = 'INSERT INTO rate_limits (key, count, resets_at) VALUES (?, 60, ?)'
    await rows(seldom, `api:${client.userId}`, Date.now() + 60_000)
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

type Me = { username: string; preferences: Record<string, unknown> }

const read = async (client: Client) => (await client.json('GET', api)).json<Me>()

test('preferences are merged by key, and what is read can be written', async () => {
  const client = await signedIn({ daily_target_minutes: 90 })
  const before = await read(client)
  expect(before).toMatchObject({ username: 'Robin', preferences: { daily_target_minutes: 90, theme: 'system' } })
  const edited = await client.json('PATCH', api, { username: ' Kim ', preferences: { theme: 'dark', week_start: 7 } })
  expect(edited.status).toBe(200)
  const after = await edited.json<Me>()
  expect(after.username).toBe('Kim')
  expect(after.preferences).toEqual({ ...before.preferences, theme: 'dark', week_start: 7 })
  const again = await client.json('PATCH', api, { username: after.username, preferences: after.preferences })
  expect((await again.json<Me>()).preferences).toEqual(after.preferences)
})

test('a time zone is kept in the letters of IANA, and each rest day once', async () => {
  const { json } = await signedIn()
  const preferences = { time_zone: 'europe/lisbon', rest_days: [7, 1, 7, 1, 7, 1, 7] }
  const answer = await json('PATCH', api, { preferences })
  expect(await answer.json()).toMatchObject({ preferences: { time_zone: 'Europe/Lisbon', rest_days: [1, 7] } })
})

test.each([
  [{ username: '' }, 'username', 'Enter a name'],
  [{ email: 'other@example.com' }, 'email', 'Unknown field'],
  [{ preferences: { color: 'red' } }, 'preferences.color', 'Unknown field'],
  [{ preferences: { time_zone: 'Mars/Phobos' } }, 'preferences.time_zone', 'Choose a time zone from the list'],
  [
    { preferences: { day_start_minute: 1440 } },
    'preferences.day_start_minute',
    'Enter a minute of the day, from 0 to 1439',
  ],
  [{ preferences: { clock: 13 } }, 'preferences.clock', 'Choose 24 or 12'],
  [{ preferences: { theme: null } }, 'preferences.theme', 'Choose a theme from the list'],
])('%j is refused at %s', async (body, at, message) => {
  const client = await signedIn()
  const before = await dump(client.userId)
  const answer = await client.json('PATCH', api, body)
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({ errors: [{ path: at, message }] })
  expect(await dump(client.userId)).toBe(before)
})

/**
 * In which tables a user's id, which is part of their address too, still stands somewhere, and in how many rows. What
 * admins did stays: it says who did what to whom, and nothing of what anybody has.
 */
const remains = async (userId: string) => {
  const columns = await rows<{ name: string; columns: string }>(
    `SELECT tables.name, group_concat(columns.name) AS columns
     FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
     WHERE tables.type = 'table' AND columns.type = 'TEXT' AND tables.name NOT IN ('admin_audit', 'd1_migrations')
       AND tables.sql NOT LIKE 'CREATE VIRTUAL%' AND tables.name NOT LIKE '_cf_%'
     GROUP BY tables.name`,
  )
  const found: Record<string, number> = {}
  for (const { name, columns: names } of columns) {
    const [{ count = 0 } = {}] = await rows<{ count: number }>(
      `SELECT count(*) AS count FROM "${name}" WHERE instr(lower(concat_ws(' ', ${names})), ?)`,
      userId,
    )
    if (count > 0) found[name] = count
  }
  return found
}

/** A user's objects outside of the database. */
const elsewhere = async (userId: string) => [
  ...(await env.BACKUPS.list()).objects.map(({ key }) => key).filter((key) => key.includes(userId)),
  ...(await env.KV.list()).keys.map(({ name }) => name).filter((name) => name.includes(userId)),
]

const prepare = async () => {
  const client = await signedIn()
  const email = `${client.userId}@example.com`
  await postJson('/auth/magic-link', { email })
  await seedHistory(env.DB, client.userId, { years: 0.2 })
  await client.post('/sessions/entry', { entry: '25m writing @Thesis #draft', create: 'Thesis' })
  await client.json('POST', '/api/v1/projects', { name: 'Once' }, { 'Idempotency-Key': 'k' })
  const [goal] = await rows<{ id: string }>('SELECT id FROM goals WHERE user_id = ?', client.userId)
  await env.DB.batch([
    env.DB.prepare('INSERT INTO days_off (user_id, date, seq) VALUES (?, ?, 1)').bind(client.userId, '2026-12-24'),
    env.DB.prepare('INSERT INTO inactive_tags (user_id, tag, seq) VALUES (?, ?, 1)').bind(client.userId, 'old'),
    env.DB.prepare("INSERT INTO removed_categories VALUES (?, 'technical', 1)").bind(client.userId),
    env.DB.prepare(
      "INSERT INTO goal_milestones (user_id, id, goal_id, description, position, seq, created_at, updated_at) VALUES (?, 'm', ?, 'Half', 1, 1, 1, 1)",
    ).bind(client.userId, goal?.id),
    env.DB.prepare(
      "INSERT OR IGNORE INTO goal_targets (user_id, goal_id, from_date, kind, week_start) VALUES (?, ?, '2026-01-01', 'open', 1)",
    ).bind(client.userId, goal?.id),
    env.DB.prepare("INSERT INTO goal_former_parents VALUES (?, ?, '2026-01-01', NULL)").bind(client.userId, goal?.id),
    env.DB.prepare(
      "INSERT INTO changes (user_id, id, kind, summary, seq, created_at) VALUES (?, 'c', 'merge', '', 1, 1)",
    ).bind(client.userId),
    env.DB.prepare(
      "INSERT INTO change_parts (user_id, change_id, kind, number, rows) VALUES (?, 'c', 'session', 1, '[]')",
    ).bind(client.userId),
    env.DB.prepare(
      "INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq, created_at) VALUES (?, 'i', 'log.csv', 'toggl', 'UTC', 0, 0, 0, 0, 1, 1)",
    ).bind(client.userId),
  ])
  await signInProgram(bindings, client.userId, 'curl', Date.now())
  await makeApiToken(bindings, client.userId, { name: 'A', scopes: ['read'], expiresAt: null }, Date.now())
  await Promise.all([
    env.BACKUPS.put(`imports/${client.userId}/a`, 'a file'),
    env.KV.put(`github-token:${client.userId}`, 'a token'),
  ])
  return { client, email }
}

test('an account is deleted with everything in it, when its address is given', async () => {
  const { client, email } = await prepare()
  const other = await prepare()
  const before = await remains(client.userId)
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['api_tokens', 'program_sessions', 'sessions', 'users']))
  expect(Object.keys(before).length).toBeGreaterThan(24)
  expect(await elsewhere(client.userId)).toHaveLength(2)
  const others = await remains(other.client.userId)
  for (const body of [{}, { confirm: 'Robin' }, { confirm: '' }, { confirm: email, sure: true }]) {
    expect((await client.json('DELETE', api, body)).status).toBe(422)
  }
  expect(await remains(client.userId)).toEqual(before)

  const gone = await client.json('DELETE', api, { confirm: email.toUpperCase() })
  expect([gone.status, await gone.text()]).toEqual([204, ''])
  expect(gone.headers.get('Set-Cookie')).toMatch(/^session=; Max-Age=0/)
  expect(await remains(client.userId)).toEqual({})
  expect(await elsewhere(client.userId)).toEqual([])
  expect((await client.json('GET', api)).status).toBe(401)
  expect(await remains(other.client.userId)).toEqual(others)
})
