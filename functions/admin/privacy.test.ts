import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, request, rows, signedIn } from '../../test/client'
import { ofKind } from '../../test/routes'
import { onlyAdmin } from './testing'

const marker = 'PrivateMatter'

/** What an admin may know of a person, and so of `users`; the rest of what they have is theirs. */
const known = [
  'id',
  'email',
  'username',
  'github_username',
  'role',
  'created_at',
  'updated_at',
  'last_active_at',
  'suspended_at',
]

/** Somebody with rows in every table, and the marker in each of their texts. */
const marked = async (client: Client) => {
  await client.post('/sessions/entry', { entry: `25m ${marker} @${marker} #${marker}` })
  await client.post('/goals', { title: marker, description: marker })
  await rows("INSERT INTO days_off (user_id, date, label, seq) VALUES (?, '2026-12-24', ?, 1)", client.userId, marker)
  await client.post('/tags/deactivate', { tag: [marker] })
  const [goal] = await rows<{ id: string }>(
    'SELECT id FROM goals WHERE user_id = ? AND title = ?',
    client.userId,
    marker,
  )
  await client.post(`/goals/${goal?.id}/milestones`, { description: marker })
  await rows('UPDATE users SET avatar_url = ?, github_user_id = 4711 WHERE id = ?', `/${marker}.png`, client.userId)
  await rows(
    "UPDATE users SET preferences = json_set(preferences, '$.time_zone', ?) WHERE id = ?",
    marker,
    client.userId,
  )
  for (const table of ['web_sessions', 'program_sessions']) {
    await rows(`UPDATE ${table} SET device = ? WHERE user_id = ?`, marker, client.userId)
  }
}

/** The tables in which the marker stands, by their rows of text. */
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
  const tables = ['change_parts', 'days_off', 'goal_milestones', 'goals', 'inactive_tags', 'projects', 'sessions']
  expect(await markedTables(person.userId)).toEqual(expect.arrayContaining([...tables, 'tag_stats', 'web_sessions']))

  const seen: string[] = []
  const note = async (answer: Response) => {
    expect(answer.status).toBeLessThan(400)
    seen.push(await answer.text(), JSON.stringify([...answer.headers]))
  }
  const read = async () => {
    for (const route of ofKind('admin').filter((one) => one.startsWith('GET '))) {
      const path = route.slice('GET '.length).replace(':id', person.userId)
      await note(await admin.get(path))
      await note(await admin.get(path, { part: true }))
    }
  }
  await read()
  for (const act of ['suspend', 'restore', 'make-admin', 'remove-admin']) {
    await note(await admin.post(`/admin/users/${person.userId}/${act}`, {}, { part: true }))
  }
  await note(await admin.json('PATCH', `/api/v1/admin/users/${person.userId}`, { suspended: true }))
  await read()
  seen.push(JSON.stringify(await rows('SELECT * FROM admin_audit')))
  expect(seen.join('\n')).toContain(person.userId)
  expect(seen.join('\n').includes(marker)).toBe(false)
  expect(seen.join('\n')).not.toContain('4711')

  const [entry] = await rows<Record<string, string>>(
    'SELECT before, after FROM admin_audit WHERE subject = ?',
    person.userId,
  )
  expect(JSON.stringify(entry)).not.toContain('@example.com')
  const { items } = await (await admin.json('GET', `/api/v1/admin/users?q=${person.userId}`)).json<{
    items: object[]
  }>()
  expect(known).toEqual(expect.arrayContaining(Object.keys(items[0] ?? {})))
}, 20_000)

test('what admins read comes from the tables of accounts and of the log alone', async () => {
  const admin = await onlyAdmin()
  const person = await signedIn()
  await admin.post(`/admin/users/${person.userId}/make-admin`)
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
  ]) {
    const headers = { Cookie: admin.cookie, 'HX-Request': 'true', 'HX-Request-Type': 'partial' }
    expect((await request(path, { headers }, { ...env, DB: db })).status).toBe(200)
  }
  const tables = read.flatMap((query) => [...query.matchAll(/(?:FROM|JOIN)\s+(\w+)/g)].map(([, name]) => name))
  expect([...new Set(tables)].toSorted()).toEqual(['admin_audit', 'json_each', 'users', 'web_sessions'])
})
