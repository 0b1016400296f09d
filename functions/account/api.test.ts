import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/client'
import { dump } from '../../test/dump'
import { seedHistory } from '../../test/history'
import { postJson } from '../auth/magic-link/testing'
import { makeApiToken, signInProgram } from '../auth/programs/issue'
import { bindings } from '../settings/sign-in/testing'

const path = '/api/v1/me'

type Me = { username: string; preferences: Record<string, unknown> }

const read = async (client: Client) => (await client.json('GET', path)).json<Me>()

test('preferences are merged by key, and what is read can be written', async () => {
  const client = await signedIn({ daily_target_minutes: 90 })
  const before = await read(client)
  expect(before).toMatchObject({ username: 'Robin', preferences: { daily_target_minutes: 90, theme: 'system' } })
  const edited = await client.json('PATCH', path, { username: ' Kim ', preferences: { theme: 'dark', week_start: 7 } })
  expect(edited.status).toBe(200)
  const after = await edited.json<Me>()
  expect(after.username).toBe('Kim')
  expect(after.preferences).toEqual({ ...before.preferences, theme: 'dark', week_start: 7 })
  const again = await client.json('PATCH', path, { username: after.username, preferences: after.preferences })
  expect((await again.json<Me>()).preferences).toEqual(after.preferences)
})

test('a time zone is kept in the letters of IANA, and each rest day once', async () => {
  const { json } = await signedIn()
  const preferences = { time_zone: 'europe/lisbon', rest_days: [7, 1, 7, 1, 7, 1, 7] }
  const answer = await json('PATCH', path, { preferences })
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
  const answer = await client.json('PATCH', path, body)
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
    expect((await client.json('DELETE', path, body)).status).toBe(422)
  }
  expect(await remains(client.userId)).toEqual(before)

  const gone = await client.json('DELETE', path, { confirm: email.toUpperCase() })
  expect([gone.status, await gone.text()]).toEqual([204, ''])
  expect(gone.headers.get('Set-Cookie')).toMatch(/^session=; Max-Age=0/)
  expect(await remains(client.userId)).toEqual({})
  expect(await elsewhere(client.userId)).toEqual([])
  expect((await client.json('GET', path)).status).toBe(401)
  expect(await remains(other.client.userId)).toEqual(others)
})
