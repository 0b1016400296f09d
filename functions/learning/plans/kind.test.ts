import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn, text } from '../../../test/support/client'
import { subjectTotals } from '../../../test/support/models/sums'
import { commit } from '../../lib/db/sql'
import { deleteRow, restoreRow } from '../../lib/resource/row-writes'
import { importPlan, knotsText } from './testing'

const titles = async (client: Client, q: string) => {
  const answer = await client.json('GET', `/api/v1/search?q=${encodeURIComponent(q)}`)
  const { items } = await answer.json<{ items: { kind: string; href: string; title: { text: string }[] }[] }>()
  return items.map(({ kind, href, title }) => [kind, href, title.map((piece) => piece.text).join('')])
}

const write = (client: Client, make: ReturnType<typeof deleteRow>, id: string) =>
  commit(env.DB, client.userId, [], make(env.DB, client.userId, id, Date.now()).statements)

test('a plan is found by its title, its tags, and the titles and objectives of its chunks', async () => {
  const client = await signedIn()
  const id = await importPlan(client, knotsText('knots'))
  const hit = ['plan', `/api/v1/plans/${id}`, 'Knots']
  for (const q of ['knot', 'rope', 'bowline', 'blindfolded']) expect([q, await titles(client, q)]).toEqual([q, [hit]])
  expect(await titles(client, 'introduction')).toEqual([])
  const html = await text(client.get('/search?q=bowl'))
  expect(html).toMatch(/href="\/plans\/knots"><bdi>Knots<\/bdi>/)
  expect(html).toContain('<mark>Bowline</mark> · Sheet bend')
  expect(html).toContain('in progress')
  expect(await text(client.get('/search?q=rope'))).toContain('#<mark>rope</mark>')
  expect(await titles(await signedIn(), 'bowline')).toEqual([])
})

test('a search still finds a plan when only the status of a chunk changed, without indexing it again', async () => {
  const client = await signedIn()
  await importPlan(client, knotsText('knots'))
  const number = () => rows('SELECT number FROM search_documents WHERE user_id = ?', client.userId)
  const before = await number()
  await rows("UPDATE plans SET completed_count = 2, content = content || ' ' WHERE user_id = ?", client.userId)
  expect(await number()).toEqual(before)
})

test('control characters in a plan’s texts reach neither the search nor the lists', async () => {
  const client = await signedIn()
  await importPlan(client, knotsText('knots', { title: '"Kn\\u0001ots"', chunk: 'Bow\u0002line' }))
  expect(await titles(client, 'bowline')).toEqual([['plan', '/api/v1/plans/knots', 'Knots']])
})

test('a deleted plan keeps its sessions and their time, and comes back as it was', async () => {
  const client = await signedIn()
  const id = await importPlan(client, knotsText('knots'))
  await client.post('/sessions', { title: 'Tying', date: '2026-03-03', started_at: '09:00', duration: '1h' })
  await rows("UPDATE sessions SET plan_id = ?, chunk_id = 'chunk-001' WHERE user_id = ?", id, client.userId)
  const time = () =>
    rows<{ total_seconds: number }>(
      `SELECT total_seconds FROM ${subjectTotals} WHERE user_id = ? AND subject IN ('all', 'plan:knots')`,
      client.userId,
    )
  const before = await rows('SELECT * FROM plans WHERE user_id = ?', client.userId)
  expect(await time()).toEqual([{ total_seconds: 3600 }, { total_seconds: 3600 }])
  expect(await write(client, deleteRow('plans'), id)).toBe(true)
  expect(await time()).toEqual([{ total_seconds: 3600 }, { total_seconds: 3600 }])
  const sessions = await rows('SELECT plan_id, deleted_at FROM sessions WHERE user_id = ?', client.userId)
  expect(sessions).toEqual([{ plan_id: id, deleted_at: null }])
  expect(await titles(client, 'knots')).toEqual([])
  const html = await text(client.get('/deleted'))
  expect(html).toContain('action="/plans/knots/restore"')
  expect(html).toContain('Plan')
  expect(await write(client, restoreRow('plans'), id)).toBe(true)
  const kept = before.map((row) => ({ ...row, seq: expect.any(Number) }))
  expect(await rows('SELECT * FROM plans WHERE user_id = ?', client.userId)).toEqual(kept)
  expect(await titles(client, 'knots')).toHaveLength(1)
})

test('an account with plans of its goals and projects is deleted with all of them', async () => {
  const client = await signedIn()
  await client.post('/goals', { title: 'Sail' })
  await client.post('/projects', { name: 'Boat' })
  const [goal] = await rows<{ id: string }>('SELECT id FROM goals WHERE user_id = ?', client.userId)
  const [project] = await rows<{ id: string }>('SELECT id FROM projects WHERE user_id = ?', client.userId)
  await importPlan(client, knotsText('knots'), { goal_id: goal?.id ?? null, project_id: project?.id ?? null })
  expect(await text(client.get('/settings/account'))).toContain(', 1\u00a0plan')
  await client.post('/settings/account/delete', { confirm: `${client.userId}@example.com` })
  for (const table of ['plans', 'plan_chunks', 'search_documents']) {
    expect([table, await rows(`SELECT * FROM ${table} WHERE user_id = ?`, client.userId)]).toEqual([table, []])
  }
})

test('undoing an import keeps a project that a plan belongs to', async () => {
  const client = await signedIn()
  const csv = `User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration
A,a@example.com,,Boat,Tying,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00`
  await client.json('POST', '/api/v1/sessions/import?time_zone=UTC', csv, { 'Content-Type': 'text/csv' })
  const [imported] = await rows<{ id: string }>('SELECT id FROM imports WHERE user_id = ?', client.userId)
  const [project] = await rows<{ id: string }>('SELECT id FROM projects WHERE user_id = ?', client.userId)
  await importPlan(client, knotsText('knots'), { project_id: project?.id ?? null })
  expect((await client.json('DELETE', `/api/v1/imports/${imported?.id}`)).status).toBe(204)
  expect(await rows('SELECT id FROM projects WHERE user_id = ?', client.userId)).toEqual([project])
  expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
})
