import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, request, rows, signedIn } from '../../../test/support/client'
import { ofKind } from '../../../test/support/routes'
import { actOn } from '../../data/changes/testing'
import { onlyAdmin } from './testing'

const marker = 'PrivateMatter'

/** Columns of `users` that an admin may see. */
const known = [
  ...['id', 'email', 'username', 'github_username', 'role'],
  ...['created_at', 'updated_at', 'last_active_at', 'suspended_at'],
]

/** Creates rows of the person in every table, with the marker in each text. */
const marked = async (client: Client) => {
  await client.post('/sessions/entry', { entry: `25m ${marker} @${marker} #${marker}`, create: marker })
  await client.post('/goals', { title: marker, description: marker })
  await rows("INSERT INTO days_off (user_id, date, label, seq) VALUES (?, '2026-12-24', ?, 1)", client.userId, marker)
  await actOn(client, '/tags', 'archive', [marker])
  const [goal] = await rows<{ id: string }>('SELECT id FROM goals WHERE user_id = ?', client.userId)
  await client.post(`/goals/${goal?.id}/milestones`, { description: marker })
  await rows(
    `UPDATE users SET avatar_url = ?1, github_user_id = 471100815007,
       preferences = json_set(preferences, '$.time_zone', ?1) WHERE id = ?2`,
    marker,
    client.userId,
  )
  for (const table of ['web_sessions', 'program_sessions']) {
    await rows(`UPDATE ${table} SET device = ? WHERE user_id = ?`, marker, client.userId)
  }
}

/** App of the catalogue that the person has rules about, which admins may see. */
const knownApp = 'org.example.known'

/** Tables that no admin may read: the person's use of apps, and their reasons. */
const markedApps = async (client: Client) => {
  const start = Date.now() - 7_200_000
  const event = { id: 'a', started_at: new Date(start).toISOString(), ended_at: new Date(start + 60_000).toISOString() }
  const events = [
    { ...event, package_name: `${marker}.unlisted` },
    { ...event, id: 'b', package_name: knownApp },
  ]
  expect((await client.json('POST', '/api/v1/usage', { events })).status).toBe(200)
  for (const name of [knownApp, 'org.example.own']) {
    const after = { subject: `tag:#${marker}`, seconds: 60, period: 'day' }
    const rule = { is_whitelisted: true, after, label: marker }
    expect((await client.json('PUT', `/api/v1/whitelist/apps/${name}`, rule)).status).toBe(200)
  }
}

/** Path about the person, with an app where it needs one. */
const addressOf = (path: string, userId: string) =>
  `${path.replace(':id', userId).replace(':package_name', knownApp)}?package_name=${knownApp}`

/** Names of the tables that contain the marker, and how many rows of each do. */
const markedTables = async (userId: string) => {
  const tables = await rows<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '% user_id TEXT %' ORDER BY name",
  )
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const all = await rows(`SELECT * FROM "${name}" WHERE user_id = ?`, userId)
      return JSON.stringify(all).includes(marker) ? [name] : []
    }),
  )
  return found.flat()
}

test('an admin sees of what people keep here nothing, on no page, in no part, through no API, in no log', async () => {
  const [admin, person] = [await onlyAdmin(), await signedIn()]
  await marked(person)
  await markedApps(person)
  const app = { label: 'Known', is_whitelisted: false }
  expect((await admin.json('PUT', `/api/v1/admin/apps/${knownApp}`, app)).status).toBe(201)
  const rulePath = `/api/v1/admin/users/${person.userId}/apps/${knownApp}`
  const rule = await admin.json('PUT', rulePath, { is_whitelisted: true })
  expect(rule.status).toBe(201)
  const ofApps = ['app_usage', 'daily_usage', 'used_apps', 'user_apps']
  expect(await markedTables(person.userId)).toEqual(expect.arrayContaining(ofApps))
  const tables = ['change_parts', 'days_off', 'goal_milestones', 'goals', 'inactive_tags', 'projects', 'sessions']
  expect(await markedTables(person.userId)).toEqual(expect.arrayContaining([...tables, 'session_tags', 'web_sessions']))

  const seen: string[] = []
  const note = async (answer: Response) => {
    expect(answer.status).toBeLessThan(400)
    seen.push(await answer.text(), JSON.stringify([...answer.headers]))
  }
  const read = async () => {
    for (const route of ofKind('admin').filter((one) => one.startsWith('GET '))) {
      const path = addressOf(route.slice('GET '.length), person.userId)
      await note(await admin.get(path))
      await note(await admin.get(path, { part: true }))
    }
  }
  await read()
  for (const act of ['suspend', 'restore', 'make-admin', 'remove-admin']) {
    await note(await admin.post(`/admin/users/${person.userId}/${act}`, { sure: act }, { part: true }))
  }
  await note(await admin.json('PATCH', `/api/v1/admin/users/${person.userId}`, { suspended: true }))
  await read()
  seen.push(JSON.stringify(await rows('SELECT * FROM admin_audit')))
  const all = seen.join('\n')
  for (const text of ['after 1m of tracked time today', 'org.example.own', person.userId]) {
    expect(all).toContain(text)
  }
  for (const text of [marker, '471100815007']) expect(all.includes(text)).toBe(false)

  const entries = await rows('SELECT before, after FROM admin_audit WHERE subject = ?', person.userId)
  expect(JSON.stringify(entries)).not.toContain('@example.com')
  const list = await admin.json('GET', `/api/v1/admin/users?q=${person.userId}`)
  const { items } = await list.json<{ items: object[] }>()
  expect(known).toEqual(expect.arrayContaining(Object.keys(items[0] ?? {})))
})

test('versions of what admins set for a person do not count what the person writes', async () => {
  const [admin, person] = [await onlyAdmin(), await signedIn()]
  const path = `/api/v1/admin/users/${person.userId}/apps/${knownApp}`
  const written = async (busy: boolean) => {
    if (busy) for (const entry of ['1m a', '2m b', '3m c']) await person.post('/sessions/entry', { entry })
    await admin.json('PUT', path, { is_whitelisted: busy })
    const { seq, updated_at } = await (await admin.get(path)).json<{ seq: number; updated_at: string }>()
    const edit = `/admin/users/${person.userId}/whitelist/earned/edit?package_name=${knownApp}`
    const page = await (await admin.get(edit)).text()
    expect(seq).toBe(Date.parse(updated_at))
    expect([...page.matchAll(/name="seq" value="(\d+)"/g)].map(([, value]) => Number(value))).toEqual([seq])
    return seq
  }
  const [first, second] = [await written(false), await written(true)]
  expect(second).toBeGreaterThan(first)
})

test('what admins read comes from the tables of accounts, of rules about apps and of the log alone', async () => {
  const admin = await onlyAdmin()
  const person = await signedIn()
  await admin.post(`/admin/users/${person.userId}/make-admin`, { sure: 'make-admin' })
  const read: string[] = []
  const db = new Proxy(env.DB, {
    get: (target, name) => {
      if (name !== 'prepare') return Reflect.get(target, name)
      return (query: string) => {
        read.push(query)
        return target.prepare(query)
      }
    },
  })

  for (const path of [
    '/admin/users',
    '/admin/audit',
    `/admin/users/${person.userId}`,
    `/admin/users/${person.userId}/suspend`,
    `/admin/users/${person.userId}/whitelist?q=a`,
    `/admin/users/${person.userId}/whitelist?show=unlisted`,
    `/admin/users/${person.userId}/whitelist/add`,
    `/admin/users/${person.userId}/whitelist/suggestions?package_name=org`,
    `/admin/users/${person.userId}/whitelist/earned?package_name=${knownApp}`,
    '/admin/users/rules',
    '/admin/users/rules/suggestions?package_name=org',
    '/admin/whitelists',
    '/admin/whitelists?q=org',
  ]) {
    const headers = { Cookie: admin.cookie, 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
    expect((await request(path, { headers }, { ...env, DB: db })).status).toBe(200)
  }
  const tables = read.flatMap((query) => {
    // A name that the statement defines itself is no table.
    const own = new Set([...query.matchAll(/(\w+) \([^()]*\) AS (?:MATERIALIZED )?\(/g)].map(([, name]) => name))
    return [...query.matchAll(/(?:FROM|JOIN)\s+(\w+)/g)].flatMap(([, name]) => (own.has(name) ? [] : [name]))
  })
  expect([...new Set(tables)].toSorted()).toEqual([
    // Signing in reads the admin's own row of `change_heads`.
    ...['admin_audit', 'app_catalogue', 'apps', 'change_heads', 'json_each'],
    ...['user_apps', 'users', 'web_sessions'],
  ])
})
