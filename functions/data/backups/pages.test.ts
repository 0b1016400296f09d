import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { request, rows, signedIn } from '../../../test/support/client'
import { keysOf } from './testing'

type Backups = { items: { id: string; kind: string; state: string; bytes: number; error: string | null }[] }

/** Somebody with a goal and a backup of it. */
const person = async () => {
  const client = await signedIn()
  await client.json('POST', '/api/v1/goals', { title: 'Thesis' })
  const made = await client.json('POST', '/api/v1/backups')
  expect(made.status).toBe(201)
  const { id, state } = await made.json<{ id: string; state: string }>()
  expect(state).toBe('being_made')
  expect(made.headers.get('Location')).toBe(`/api/v1/backups/${id}`)
  return { ...client, id, key: `${client.userId}/${id}.tar.gz` }
}

const list = async (client: Awaited<ReturnType<typeof signedIn>>) =>
  (await (await client.json('GET', '/api/v1/backups')).json<Backups>()).items

test('a backup that is made is listed, and downloaded as it is in the bucket, which no cache keeps', async () => {
  const client = await person()
  expect(await list(client)).toEqual([
    expect.objectContaining({
      id: client.id,
      kind: 'manual',
      state: 'ready',
      error: null,
      counts: expect.objectContaining({ goals: 1 }),
    }),
  ])
  const stored = await (await env.BACKUPS.get(client.key))?.arrayBuffer()
  for (const path of [
    `/api/v1/backups/${client.id}`,
    `/backup/${client.id}`,
    '/backup/latest',
    `/settings/backups/${client.id}`,
  ]) {
    const answer = await client.get(path)
    expect([path, answer.status, answer.headers.get('Cache-Control')]).toEqual([path, 200, 'no-store'])
    expect(answer.headers.get('Content-Type')).toBe('application/gzip')
    expect(await answer.arrayBuffer()).toEqual(stored)
  }
  const html = await (await client.get('/settings/backups')).text()
  expect(html).toContain('1 goal')
  expect(html).toContain('KB · checked')
})

test('one of an account without data says so', async () => {
  const client = await signedIn()
  await client.json('POST', '/api/v1/backups')
  expect(await (await client.get('/settings/backups')).text()).toContain('<li>Only your account and settings</li>')
})

test('a page without one says when the first is made, which is as soon as something was added', async () => {
  const client = await signedIn()
  await rows('UPDATE users SET backup_day = NULL WHERE id = ?', client.userId)
  const page = async () => (await client.get('/settings/backups')).text()
  const empty = await page()
  expect(empty).toContain('The first one follows as soon as you add something.')
  expect(empty).not.toContain('hx-get="/settings/backups"')
  await client.json('POST', '/api/v1/goals', { title: 'Thesis' })
  await rows('UPDATE users SET backup_day = NULL WHERE id = ?', client.userId)
  await rows('DELETE FROM backups WHERE user_id = ?', client.userId)
  const due = await page()
  expect(due).toContain('Your backup is being made. It takes a few seconds.')
  expect(due).toContain('hx-get="/settings/backups"')
  expect(await page()).toContain('Automatic')
})

test('a second one is refused while one is being made', async () => {
  const client = await signedIn()
  await rows(
    `INSERT INTO backup_work (user_id, id, kind, claim, claimed_until) VALUES (?, 'exports/20261122-100000-aaaa', 'manual', 'x', ?)`,
    client.userId,
    Date.now() + 60_000,
  )
  const refused = await client.json('POST', '/api/v1/backups')
  expect([refused.status, (await refused.json<{ code: string }>()).code]).toEqual([409, 'busy'])
  expect((await client.post('/settings/backups')).status).toBe(409)
  expect(await (await client.get('/settings/backups')).text()).toContain('Your backup is being made')
  expect(await list(client)).toEqual([expect.objectContaining({ state: 'being_made' })])
})

test('one whose object was changed or is gone is found damaged, says why, and is right again when it is back', async () => {
  const client = await person()
  const stored = (await (await env.BACKUPS.get(client.key))?.arrayBuffer()) ?? new ArrayBuffer()
  const flipped = new Uint8Array(stored.slice(0))
  flipped[200] = (flipped[200] ?? 0) ^ 1
  const check = () => client.post(`/settings/backups/${client.id}/check`)
  for (const [content, reason] of [
    [flipped, /damaged/],
    [null, /missing/],
  ] as const) {
    await (content ? env.BACKUPS.put(client.key, content) : env.BACKUPS.delete(client.key))
    expect((await check()).status).toBe(303)
    expect(await list(client)).toEqual([
      expect.objectContaining({ state: 'damaged', error: expect.stringMatching(reason) }),
    ])
    expect(await (await client.get('/settings/backups')).text()).toMatch(reason)
  }
  expect((await client.get(`/settings/backups/${client.id}`)).status).toBe(404)
  await env.BACKUPS.put(client.key, stored)
  await check()
  expect(await list(client)).toEqual([expect.objectContaining({ state: 'ready', error: null })])
})

test('a bucket that does not answer says nothing about a backup', async () => {
  const client = await person()
  const silent = { ...env, BACKUPS: { get: () => Promise.reject(new Error('R2 failed')) } }
  const init = { method: 'POST', headers: { Cookie: client.cookie, Origin: 'http://localhost' } }
  const answer = await request(`/settings/backups/${client.id}/check`, init, silent)
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('The storage didn’t answer')])
  expect(await list(client)).toEqual([expect.objectContaining({ state: 'ready', error: null })])
})

test('a bucket that fails while one is made leaves a note and nothing else', async () => {
  const client = await signedIn()
  const failing = new Proxy(env.BACKUPS, {
    get: (bucket, name: keyof R2Bucket) =>
      name === 'put' ? () => Promise.reject(new Error('R2 failed')) : bucket[name].bind(bucket),
  })
  const init = { method: 'POST', headers: { Cookie: client.cookie, Origin: 'http://localhost' } }
  await request('/settings/backups', init, { ...env, BACKUPS: failing })
  expect(await list(client)).toEqual([expect.objectContaining({ state: 'failed', bytes: 0 })])
  expect(await keysOf(client.userId)).toEqual([])
  expect(await (await client.get('/settings/backups')).text()).toContain('It couldn’t be stored and checked.')
})

test('one that cannot be restored names the row on the page, and in the log without text of the person', async () => {
  const client = await signedIn()
  const goal = await (await client.json('POST', '/api/v1/goals', { title: 'Run' })).json<{ id: string }>()
  const path = `/api/v1/goals/${goal.id}/ticks`
  const tick = await (await client.json('POST', path, { note: 'In the rain' })).json<{ id: string }>()
  await rows("UPDATE goal_ticks SET date = 'never' WHERE user_id = ?", client.userId)
  const log = vi.spyOn(console, 'error').mockReturnValue()
  await client.post('/settings/backups')
  const [lines] = [log.mock.calls.map(String)]
  log.mockRestore()
  expect(lines).toEqual([expect.stringContaining(`"row":"goal_ticks ${tick.id}"`)])
  expect(lines.join()).not.toContain('rain')
  const [{ error } = { error: '' }] = await list(client)
  expect(error?.replace(/[\u2066-\u2069]/g, '')).toBe(
    `It couldn’t be stored and checked. Ticks of goals: “In the rain” (id “${tick.id}”) can’t be restored. ` +
      'goal_ticks[0].date should be a date such as 2026-03-08.',
  )
  expect(await (await client.get('/settings/backups')).text()).toContain('Ticks of goals: “')
})

test('deleting the account deletes its backups', async () => {
  const client = await person()
  await client.post('/settings/account/delete', { confirm: `${client.userId}@example.com` })
  expect(await keysOf(client.userId)).toEqual([])
  expect(await rows('SELECT 1 FROM backups WHERE user_id = ?', client.userId)).toEqual([])
})
