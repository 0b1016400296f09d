import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { filesIn } from '../../../test/support/files'
import { randomDocument } from '../../../test/support/rows/random-document'
import { dump } from '../../../test/support/table-dump'
import { undoPath } from '../../lib/http/path-to'
import { Preferences } from '../../lib/preferences'
import { makeBackup } from '../backups/make'
import { finishJob } from '../jobs/testing'
import { dropOldStates } from './purge'
import { exportOf, idOf, restore, stateOf } from './testing'

const sent = (client: Client, query: string, body: BodyInit, more: Record<string, string> = {}) =>
  request(`/api/v1/restore?${query}`, {
    method: 'POST',
    headers: { Cookie: client.cookie, Origin: origin, 'Content-Type': 'application/json', ...more },
    body,
  })

const finish = async (client: Client) => {
  const userId = await idOf(client)
  await finishJob({ ...client, userId })
}

const archiveOf = async (client: Client) => {
  const id = await idOf(client)
  const user = { id, preferences: Preferences.parse({}) }
  const outcome = await makeBackup(env, user, { id: 'exports/20260101-000000', kind: 'manual' })
  if (!outcome) throw new Error('no backup was made')
  const object = await env.BACKUPS.get(outcome.key)
  return new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer())
}

test('an export moves to another account through the API, previewed, and nothing of it is lost', async () => {
  const [from, to] = [await signedIn(), await signedIn()]
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", to.userId)
  const roleOf = async (id: string) => (await rows('SELECT role FROM users WHERE id = ?', id))[0]
  await restore(from, randomDocument(11), 'replace')
  const document = JSON.stringify(await exportOf(from))
  const state = await stateOf(await idOf(from))
  const before = await stateOf(to.userId)

  const refused = await sent(to, 'mode=replace', document)
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('belongs to another account')])
  await rows('DELETE FROM users WHERE id = ?', await idOf(from))

  const dry = await sent(to, 'mode=replace&dry_run=true', document)
  expect(dry.status).toBe(200)
  const { counts, job } = await dry.json<{ counts: Record<string, { added: number }>; job: null }>()
  expect(job).toBeNull()
  expect(await stateOf(to.userId)).toEqual(before)
  const live = await rows('SELECT 1 FROM sessions WHERE user_id = ?', to.userId)
  expect([live, (counts.goals?.added ?? 0) > 0]).toEqual([[], true])

  const again = { 'Idempotency-Key': 'once' }
  const started = await sent(to, 'mode=replace', document, again)
  expect([started.status, started.headers.get('Location')]).toEqual([202, expect.stringMatching(/^\/api\/v1\/jobs\//)])
  await finish(to)
  expect(await stateOf(await idOf(to))).toEqual(state)
  const repeated = await sent(to, 'mode=replace', document, again)
  expect([repeated.status, await repeated.text()]).toEqual([202, await started.text()])
  const me = await to.json('GET', '/api/v1/me')
  expect(await me.json()).toMatchObject({ email: `${to.userId}@example.com` })
  expect([await roleOf(await idOf(to)), await roleOf(to.userId)]).toEqual([{ role: 'admin' }, { role: 'user' }])
  expect(await rows('SELECT kind FROM backups WHERE user_id = ?', await idOf(to))).toEqual([{ kind: 'restore' }])
  expect(await (await to.get('/settings/backups')).text()).not.toContain('Made by you')

  const page = await (await to.get('/settings/backups/restore')).text()
  const undo = /action="([^"]*backup\.restore~[^"]*)"/.exec(page)?.[1] ?? ''
  expect((await to.post(undo)).status).toBe(303)
  expect(await idOf(to)).toBe(to.userId)
  expect(await roleOf(to.userId)).toEqual({ role: 'admin' })
  expect(await stateOf(to.userId)).toEqual(before)
  expect((await to.post(undo)).status).toBe(409)
})

test('a backup comes back, and one that is damaged, cut off or somebody else’s changes nothing', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  await restore(client, randomDocument(12), 'replace')
  const id = await idOf(client)
  const state = await stateOf(id)
  const archive = await archiveOf(client)
  const before = await dump(id)
  const flipped = archive.slice()
  flipped[Math.floor(archive.length / 2)] = (archive[Math.floor(archive.length / 2)] ?? 0) ^ 1
  for (const bytes of [flipped, archive.slice(0, -20), archive.slice(0, 100)]) {
    const answer = await sent(client, 'mode=merge', bytes, { 'Content-Type': 'application/gzip' })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('damaged')])
  }
  const zip = new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])
  for (const type of ['application/gzip', 'application/json']) {
    for (const [bytes, reason] of [
      [new Uint8Array(), 'The file is empty'],
      [zip, 'This zip of CSV tables can’t be restored'],
    ] as const) {
      const answer = await sent(client, 'mode=merge&dry_run=true', bytes, { 'Content-Type': type })
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(reason)])
    }
  }
  expect((await sent(client, 'mode=merge', 'text', { 'Content-Type': 'text/plain' })).status).toBe(415)
  expect((await sent(client, '', '{}')).status).toBe(422)
  const theirs = await sent(other, 'mode=merge', archive, { 'Content-Type': 'application/gzip' })
  expect([theirs.status, await theirs.text()]).toEqual([422, expect.stringContaining('another account')])
  expect(await dump(id)).toBe(before)
  expect((await env.BACKUPS.list({ prefix: `restores/${id}` })).objects).toEqual([])
  await client.post('/goals', { title: 'Later' })
  expect((await sent(client, 'mode=replace', archive, { 'Content-Type': 'application/gzip' })).status).toBe(202)
  await finish(client)
  expect(await stateOf(await idOf(client))).toEqual(state)
})

test('by hand: the preview counts, the choice is needed, and rules of an admin stay as they are', async () => {
  const client = await signedIn()
  const rule = (id: string, app: string) =>
    rows(
      `INSERT INTO user_apps (user_id, id, package_name, set_by, admin_id, is_whitelisted, seq, created_at, updated_at)
       VALUES (?, ?, ?, 'admin', 'admin', 0, 1, 1, 1)`,
      client.userId,
      id,
      app,
    )
  await rule('rule-13-com.a', 'com.z')
  const file = new File([JSON.stringify(randomDocument(13))], 'daymark.json')
  const sentFile = await client.post('/settings/backups/restore', { file })
  const path = sentFile.headers.get('Location') ?? ''
  const html = await (await client.get(path)).text()
  expect(html).toContain('daymark.json')
  expect(html).toMatch(/Replace what you have with the file: [\d,]+ added/)
  expect(html).toMatch(/Recent changes<\/a> is empty afterwards/)
  const unchosen = await client.post(`${path}/confirm`, {})
  expect([unchosen.status, await unchosen.text()]).toEqual([422, expect.stringContaining('Choose how to restore')])
  const done = await client.post(`${path}/confirm`, { mode: 'replace' })
  expect(done.status).toBe(303)
  await finish(client)
  const id = await idOf(client)
  expect(id).not.toBe(client.userId)
  expect(await rows("SELECT id, package_name FROM user_apps WHERE user_id = ? AND set_by = 'admin'", id)).toEqual([
    { id: 'rule-13-com.a', package_name: 'com.z' },
  ])
  expect(await rows("SELECT package_name FROM user_apps WHERE user_id = ? AND set_by = 'user'", id)).toEqual([
    { package_name: 'com.b' },
  ])
  expect((await client.get(path)).status).toBe(404)
  const wrong = await client.post('/settings/backups/restore', { file: new File(['{"a":1}'], 'a.json') })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('a is unknown')])
  expect(await (await client.post('/settings/backups/restore', {})).text()).toContain('Choose a backup')
})

test('a file that is all here already has nothing to confirm, and its merge writes nothing', async () => {
  const client = await signedIn()
  await restore(client, randomDocument(15), 'replace')
  const file = new File([JSON.stringify(await exportOf(client))], 'exp.json')
  const path = (await client.post('/settings/backups/restore', { file })).headers.get('Location') ?? ''
  const html = await (await client.get(path)).text()
  expect(html).toContain('Nothing to restore: everything in the file is already here.')
  expect(html).not.toContain(`action="${path}/confirm"`)
  const id = await idOf(client)
  const before = await dump(id)
  const done = await client.post(`${path}/confirm`, { mode: 'merge' })
  expect([done.status, done.headers.get('Location')]).toEqual([303, '/settings/backups'])
  expect(await (await client.get('/settings/backups')).text()).not.toContain('Merged exp.json')
  expect([await idOf(client), await dump(id)]).toEqual([id, before])
})

test('a backup has its day as its name, and one made by hand its time', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const add = (kind: string, id: string) =>
    rows(
      `INSERT INTO backups (user_id, id, key, kind, created_at, bytes, rows, counts, digest)
       VALUES (?, ?, ?, ?, ?, 1, 1, '{}', '')`,
      ...[client.userId, id, id, kind, Date.UTC(2026, 10, 25, 14, 3)],
    )
  await add('daily', 'daily/2026-11-25')
  await add('manual', 'exports/20261125-140300-4f1a')
  const start = async (id: string) => (await client.get(`/settings/backups/restore?backup=${id}`)).text()
  expect(await start('daily/2026-11-25')).toContain('Restore the backup of 25 November 2026?')
  expect(await start('exports/20261125-140300-4f1a')).toContain('Restore the backup of 25 November 2026, 14:03?')
  expect(await (await client.get('/settings/backups')).text()).not.toContain('backup of daily/')
})

test.each(['replace', 'merge'] as const)('%s leaves no recent changes, and its Undo brings them back', async (mode) => {
  const client = await signedIn()
  const skill = { text: 'Welding', level: '1', category: 'technical' }
  await client.post('/skills/import/confirm', skill)
  const changes = async () => (await client.get('/changes')).text()
  expect(await changes()).toContain('Imported 1 skill')
  await restore(client, randomDocument(16), mode)
  expect(await changes()).not.toContain('Imported 1 skill')
  expect((await client.post(undoPath('backup.restore', client.userId))).status).toBe(303)
  expect(await changes()).toContain('Imported 1 skill')
})

test('a state is kept for a week, then deleted; one of a restore that was stopped at once', async () => {
  const client = await signedIn()
  await restore(client, randomDocument(14), 'replace')
  const first = await idOf(client)
  await restore(client, randomDocument(15), 'replace')
  const id = await idOf(client)
  const shadows = () => rows<{ id: string }>('SELECT id FROM users WHERE shadow_of = ? ORDER BY id', id)
  expect((await shadows()).map((one) => one.id).sort()).toEqual([client.userId, first].sort())
  const state = await stateOf(id)
  await dropOldStates(env, id, Date.now())
  expect(await shadows()).toEqual([{ id: first }])
  await dropOldStates(env, id, Date.now() + 8 * 86_400_000)
  expect(await shadows()).toEqual([])
  expect(await stateOf(id)).toEqual(state)
  for (const table of ['sessions', 'session_days', 'search_documents', 'day_totals', 'goals', 'plan_chunks']) {
    expect([table, await rows(`SELECT 1 FROM ${table} WHERE user_id = ?`, first)]).toEqual([table, []])
  }
})

type Json = Record<string, unknown>

test.each(Object.entries(await filesIn('test/data/exports')))('%s is restored', async (_, text) => {
  const client = await signedIn()
  await restore(client, text, 'replace')
  const found = await exportOf(client)
  const read: { projects?: Json[] } = JSON.parse(text)
  for (const [table, list] of Object.entries(read)) {
    if (!Array.isArray(list) || list.length === 0 || table === 'changes' || table === 'user_apps') continue
    expect([table, found[table]?.length]).toEqual([table, list.length])
  }
  for (const { id, client: of } of read.projects?.filter((row) => row.client) ?? [])
    expect(found.projects?.find((row) => row.id === id)).toMatchObject({ client: of })
})
