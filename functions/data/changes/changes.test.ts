import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { dump } from '../../../test/support/table-dump'
import type { TouchedKeys } from '../../changes/queries'
import { storeUndoable } from '../../changes/writes'
import { commit, sql } from '../../lib/db/sql'
import { put, putProject } from '../../time/sessions/testing'
import { state } from './testing'

const write = async (client: Client, touched: TouchedKeys, writes: D1PreparedStatement[]) => {
  const change = { id: uuid(), kind: 'edit' as const, summary: 'Edited' }
  const done = await commit(
    env.DB,
    client.userId,
    ['stats'],
    storeUndoable(env.DB, client.userId, change, touched, writes, Date.now()),
  )
  expect(done).toBe(true)
  return change.id
}

const undo = async (client: Client, id: string, how = {}) => client.post(`/changes/${id}/undo`, {}, how)

const retag = (client: Client, id: string, tags: string[], now = 5) =>
  sql(env.DB)`
    UPDATE sessions SET tags = ${JSON.stringify(tags)}, updated_at = ${now}
    WHERE user_id = ${client.userId} AND id = ${id}`

test('a change is undone once', async () => {
  const client = await signedIn()
  const project = await putProject(client, 'Acme')
  const id = await write(client, { projects: [project] }, [])
  expect((await undo(client, id)).status).toBe(303)
  const again = await undo(client, id, { part: true })
  expect([again.status, await again.text()]).toEqual([404, expect.stringContaining('It was already undone')])
})

test('what was edited since stays, the rest goes back, and the message says so', async () => {
  const client = await signedIn()
  const [a, b] = [await putProject(client, 'A'), await putProject(client, 'B')]
  const session = await put(client, '2026-03-03T09:00Z', 60, { project_id: a, tags: ['old'] })
  const id = await write(client, { sessions: [session.id] }, [
    sql(env.DB)`UPDATE sessions SET project_id = ${b}, tags = '["new"]' WHERE user_id = ${client.userId}`,
  ])
  await env.DB.batch([retag(client, session.id, ['newer'])])
  const answer = await undo(client, id, { part: true, page: '/sessions' })
  expect([answer.status, answer.headers.get('HX-Redirect')]).toEqual([204, '/sessions'])
  expect(decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')).toContain('Kept 1 later edit')
  const [row] = await rows('SELECT project_id, tags FROM sessions WHERE user_id = ?', client.userId)
  expect(row).toEqual({ project_id: a, tags: '["newer"]' })
})

test('what a change deleted comes back with its time; what was restored by hand since stays as it is', async () => {
  const client = await signedIn()
  const [one, other] = [await put(client, '2026-03-03T09:00Z', 60), await put(client, '2026-03-03T11:00Z', 30)]
  const before = await state(client)
  const remove = () =>
    write(client, { sessions: [one.id, other.id] }, [
      sql(env.DB)`UPDATE sessions SET deleted_at = 9, updated_at = 9 WHERE user_id = ${client.userId}`,
    ])
  expect((await undo(client, await remove())).status).toBe(303)
  expect(await state(client)).toBe(before)
  await env.DB.prepare('UPDATE sessions SET deleted_at = 3 WHERE id = ?').bind(other.id).run()
  const id = await remove()
  await env.DB.prepare('UPDATE sessions SET deleted_at = NULL WHERE id = ?').bind(one.id).run()
  await undo(client, id)
  expect(await rows('SELECT deleted_at FROM sessions WHERE user_id = ? ORDER BY number', client.userId)).toEqual([
    { deleted_at: null },
    { deleted_at: 3 },
  ])
})

test('a name that was given away meanwhile is said, and nothing is undone', async () => {
  const client = await signedIn()
  const project = await putProject(client, 'Acme')
  const id = await write(client, { projects: [project] }, [
    sql(env.DB)`UPDATE projects SET name = 'New', name_key = 'new' WHERE user_id = ${client.userId}`,
  ])
  await putProject(client, 'Acme')
  const before = await dump(client.userId)
  expect((await undo(client, id)).status).toBe(409)
  const part = await undo(client, id, { part: true })
  expect([part.status, await part.text()]).toEqual([409, expect.stringContaining('Name already taken')])
  expect(await dump(client.userId)).toBe(before)
})

test('the page lists changes, newest first, and those of 30 days only', async () => {
  const client = await signedIn()
  const project = await putProject(client, 'Acme')
  await write(client, { projects: [project] }, [])
  expect(await (await client.get('/changes')).text()).toContain('Edited')
  await env.DB.prepare('UPDATE changes SET created_at = 1 WHERE user_id = ?').bind(client.userId).run()
  expect(await (await client.get('/changes')).text()).toContain('No recent changes')
})
