import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, request, rows, signedIn } from '../../../test/support/client'
import { randomDocument } from '../../../test/support/rows/random-document'
import { developmentSecret } from '../../lib/http/security'
import { Preferences } from '../../lib/preferences'
import { makeBackup } from '../backups/make'
import { entryOf, tableNames } from '../export/read/tables'

const hostile = [
  '../admin/users/x/make-admin?',
  '..',
  'a/b',
  '//evil.example',
  'x" onclick="',
  'a?b',
  'a#b',
  '%2e%2e',
  '',
]

const columns = tableNames.flatMap((table) =>
  Object.entries(entryOf(table).columns)
    .filter(([column]) => /^(id|.*_id)$/.test(column) && column !== 'client_id')
    .map(([column, type]) => ({ name: `${table}.${column}`, type })),
)

test.each(hostile)('no row of a file has %j as id, nor names such a row, whatever the kind', async (id) => {
  expect(columns.length).toBeGreaterThan(50)
  expect(columns.filter(({ type }) => type.safeParse(id).success).map(({ name }) => name)).toEqual([])
  const client = await signedIn()
  const document = structuredClone(randomDocument(3)) as unknown as { tasks: { id: string }[] }
  if (document.tasks[0]) document.tasks[0].id = id
  const answer = await client.json('POST', '/api/v1/restore?mode=merge', document)
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('letters, digits and')])
  expect(await rows('SELECT 1 FROM jobs WHERE user_id = ?', client.userId)).toEqual([])
})

test('the preview of a file from elsewhere says so, and of one’s own does not', async () => {
  const client = await signedIn()
  const preview = async (document: object) => {
    const file = new File([JSON.stringify(document)], 'export.json')
    const answer = await client.post('/settings/backups/restore', { file })
    return (await client.get(answer.headers.get('Location') ?? '')).text()
  }
  expect(await preview(randomDocument(4))).toContain('may come from another installation')
  const own = await (await client.get('/api/v1/exports/json')).json<object>()
  expect(await preview(own)).not.toContain('another installation')
})

type Document = { user: { id: string }; exported_at: string; seal?: string }

const exported = async (client: Client) => (await client.get('/api/v1/exports/json')).json<Document>()

/** `is_own` of the preview of a file. */
const isOwn = async ({ cookie }: Client, document: object, bindings: object = env) => {
  const headers = { Cookie: cookie, Origin: 'http://localhost', 'Content-Type': 'application/json' }
  const body = JSON.stringify(document)
  const path = '/api/v1/restore?mode=merge&dry_run=true'
  const answer = await request(path, { method: 'POST', headers, body }, bindings)
  return answer.status === 200 ? (await answer.json<{ is_own: boolean }>()).is_own : answer.status
}

const newSecret = 'another secret of 32 characters or so'

test('only the seal of this account’s export makes a file one’s own', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const [own, theirs] = [await exported(client), await exported(other)]
  const { seal, ...unsealed } = own
  expect(seal).toMatch(/^[0-9a-f]{64}$/)
  expect(await isOwn(client, own)).toBe(true)
  expect(await isOwn(client, Object.fromEntries(Object.entries(own).reverse()))).toBe(true)
  for (const forged of [
    unsealed,
    { ...own, seal: '' },
    { ...own, seal: theirs.seal },
    { ...own, seal: seal?.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    { ...own, exported_at: '2026-01-05T09:00:00.000Z' },
    { ...own, user: { ...own.user, id: crypto.randomUUID() } },
  ])
    expect([forged, await isOwn(client, forged)]).toEqual([forged, false])
  expect(await isOwn(client, { ...own, user: { ...own.user, id: other.userId } })).toBe(422)
  expect(await isOwn(client, { ...own, seal: 5 })).toBe(422)
})

test('the seal holds while the secret is changed, and no longer', async () => {
  const client = await signedIn()
  const own = await exported(client)
  const changed = { ...env, JWT_SECRET: newSecret, JWT_SECRET_PREVIOUS: developmentSecret }
  expect(await isOwn(client, own, changed)).toBe(true)
  const later = await request('/api/v1/exports/json', { headers: { Cookie: client.cookie } }, changed)
  const made = await later.json<Document>()
  expect([await isOwn(client, made, changed), await isOwn(client, made)]).toEqual([true, false])
})

test('a backup that never left Daymark needs no seal', async () => {
  const client = await signedIn()
  await client.json('POST', '/api/v1/tasks', { title: 'Read' })
  const user = { id: client.userId, preferences: Preferences.parse({}) }
  const made = await makeBackup({ ...env, JWT_SECRET: newSecret }, user, { id: 'exports/a', kind: 'manual' })
  const previewed = await client.post('/settings/backups/restore', { backup: 'exports/a' })
  const html = await (await client.get(previewed.headers.get('Location') ?? '')).text()
  expect(html).toContain('Your current data is backed up first')
  expect(html).not.toContain('another installation')
  const file = new File([await ((await env.BACKUPS.get(made?.key ?? '')) ?? new Response()).arrayBuffer()], 'a.tar.gz')
  const uploaded = await client.post('/settings/backups/restore', { file })
  expect(await (await client.get(uploaded.headers.get('Location') ?? '')).text()).toContain('another installation')
})

test('acts that matter most want the field of their own form', async () => {
  const [client, admin] = [await signedIn(), await signedIn()]
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", admin.userId)
  for (const path of [`/admin/users/${client.userId}/make-admin`, '/settings/sign-in/devices/end-others']) {
    const answer = await admin.post(path, { done: 'yes' })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('That needs its own page')])
  }
  expect(await rows('SELECT role FROM users WHERE id = ?', client.userId)).toEqual([{ role: 'user' }])
})
