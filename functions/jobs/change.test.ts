import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/client'
import { share } from '../../test/runs'
import { subjectTotals, wrongSums } from '../../test/sums'
import { limitRows } from '../lib/jobs/batches'
import { runStep } from '../lib/jobs/run'
import { confirmation, preview } from '../sessions/bulk/testing'
import { newSession, putAll, putProject } from '../sessions/testing'
import { jobKind } from './kinds'
import { differences, finishJob, finishThoughKilled, mostRows, runningJob, state } from './testing'

const start = Date.UTC(2020, 0, 1)

/** A tenth of the real limits, so that a tenth of the sessions takes as many steps. */
beforeEach(() => limitRows(200, 700))
afterEach(() => limitRows())

/** Many sessions of a project with tags. */
const many = async (client: Client, count: number) => {
  const project = await putProject(client, 'Old')
  await putAll(
    client,
    Array.from({ length: count }, (_, n) =>
      newSession(start + n * 5 * 3_600_000, 150, {
        project_id: project,
        title: `Work ${n}`,
        tags: ['one', 'two', 'three'].slice(0, n % 4),
      }),
    ),
  )
  return project
}

/** Begins an edit of all sessions, without any of its steps. */
const begin = async (client: Client, fields: Record<string, string>) => {
  const { html, confirm } = await preview(client, '/sessions/bulk', { all: 'yes', ...fields })
  expect(confirmation(html).seen).toBeTruthy()
  const done = await client.post('/sessions/bulk/confirm', confirm)
  expect(done.status).toBe(303)
  return (await runningJob(client)) ?? ''
}

const undoOf = async (client: Client) => {
  const [change] = await rows<{ id: string }>(
    'SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC',
    client.userId,
  )
  await client.post(`/changes/${change?.id}/undo`)
  return (await runningJob(client)) ?? ''
}

test('an edit in steps, killed twenty times, is exact; undone in steps, killed too, all is as before', async () => {
  const client = await signedIn()
  await many(client, 90)
  const into = await putProject(client, 'New')
  const before = await state(client)
  const id = await begin(client, { project_id: into, add_tags: 'late', shift: '+1h' })
  expect(await finishThoughKilled(client, id, 20)).toBeGreaterThan(5)
  const moved = await rows<{ project_id: string; tags: string; started_at: number; hours: string }>(
    'SELECT project_id, tags, started_at, hours FROM sessions WHERE user_id = ? ORDER BY number',
    client.userId,
  )
  expect(moved.every(({ project_id, tags }) => project_id === into && tags.endsWith('"late"]'))).toBe(true)
  expect(moved.map(({ started_at }) => started_at)).toEqual(moved.map((_, n) => start + n * 5 * 3_600_000 + 3_600_000))
  expect(await wrongSums(client.userId)).toEqual([])
  expect(await finishThoughKilled(client, await undoOf(client), 20)).toBeGreaterThan(5)
  expect(differences(await state(client), before, { journal: false })).toEqual([])
})

test('a session that changes before its step is left alone and counted; the others are changed', async () => {
  const client = await signedIn()
  await many(client, 90)
  const id = await begin(client, { add_tags: 'late' })
  const open = await rows<{ id: string; seq: number }>(
    "SELECT id, seq FROM sessions WHERE user_id = ? AND tags NOT LIKE '%late%' ORDER BY number LIMIT 2",
    client.userId,
  )
  const [edited, deleted] = open
  const answer = await client.json('PATCH', `/api/v1/sessions/${edited?.id}`, { title: 'Mine' })
  expect(answer.status).toBe(200)
  await client.post(`/sessions/${deleted?.id}/delete`)
  await finishJob(client)
  expect(
    await rows("SELECT id FROM sessions WHERE user_id = ? AND tags NOT LIKE '%late%'", client.userId),
  ).toHaveLength(2)
  expect(await rows('SELECT position, total, skipped FROM jobs WHERE id = ?', id)).toEqual([
    { position: 90, total: 90, skipped: 2 },
  ])
  expect(await (await client.get('/changes')).text()).toContain('Edited 90 sessions (2 skipped)')
  expect(await wrongSums(client.userId)).toEqual([])
})

test('it can be stopped and undone at any point', async () => {
  const client = await signedIn()
  await many(client, 90)
  const before = await state(client)
  for (const stops of [true, false]) {
    const id = await begin(client, { remove: 'yes' })
    await runStep(env.DB, client.userId, id, jobKind)
    if (stops) {
      expect((await client.post(`/jobs/${id}/cancel`)).status).toBe(303)
      expect(await (await client.get('/changes')).text()).toMatch(/Deleted 90 sessions \(stopped after \d+\)/)
    }
    expect(await wrongSums(client.userId)).toEqual([])
    await undoOf(client)
    await finishJob(client)
    expect(differences(await state(client), before, { journal: false })).toEqual([])
  }
})

test('an Undo that is stopped leaves the rest to undo later', async () => {
  const client = await signedIn()
  await many(client, 90)
  const before = await state(client)
  await begin(client, { add_tags: 'late' })
  await finishJob(client)
  const undo = await undoOf(client)
  await runStep(env.DB, client.userId, undo, jobKind)
  await client.post(`/jobs/${undo}/cancel`)
  const left = await rows("SELECT id FROM sessions WHERE user_id = ? AND tags LIKE '%late%'", client.userId)
  expect(left.length).toBeGreaterThan(0)
  expect(left.length).toBeLessThan(90)
  await undoOf(client)
  await finishJob(client)
  expect(differences(await state(client), before, { journal: false })).toEqual([])
})

/** A state of projects, tags and sessions that is made in steps, as `path` with `fields` begins it. */
const writers = {
  'a merge of projects': async (client: Client, old: string) => {
    await client.post(`/projects/${old}/merge`, { into: await putProject(client, 'New') })
  },
  'a new name for tags': async (client: Client) => {
    await client.post('/tags/deactivate', { tag: ['one'] })
    await client.post('/tags/rename', { tag: ['one'], name: 'first' })
  },
  'tags that become another': async (client: Client) => {
    await client.post('/tags/rename', { tag: ['one', 'three'], name: 'two' })
  },
  'the deletion of tags': async (client: Client) => {
    await client.post('/tags/delete', { tag: ['one', 'two'] })
  },
  'a client that becomes another': async (client: Client, old: string) => {
    await rows(
      "UPDATE projects SET client = 'A', name_key = 'old' || char(31) || 'a' WHERE user_id = ? AND id = ?",
      client.userId,
      old,
    )
    await putProject(client, 'Old', 'B')
    await putProject(client, 'Alone', 'A')
    await client.post('/clients/rename', { client: 'A', name: 'B' })
  },
}

const totals = (client: Client) =>
  rows<{ subject: string; session_count: number }>(
    `SELECT subject, session_count FROM ${subjectTotals} WHERE user_id = ? AND subject NOT LIKE 'hour:%' ORDER BY subject`,
    client.userId,
  )

test.each(share(Object.entries(writers), 5))(
  '%s in steps, killed twenty times, is exact; undone, killed too, all is as before',
  async (name, write) => {
    const client = await signedIn()
    const old = await many(client, 120)
    const [gone] = await rows<{ id: string }>(
      'SELECT id FROM sessions WHERE user_id = ? ORDER BY number DESC LIMIT 1',
      client.userId,
    )
    await client.post(`/sessions/${gone?.id}/delete`)
    await write(client, old)
    const id = (await runningJob(client)) ?? ''
    expect(id).not.toBe('')
    await finishThoughKilled(client, id, 20)
    expect(await wrongSums(client.userId)).toEqual([])
    const counted = Object.fromEntries((await totals(client)).map((row) => [row.subject, row.session_count]))
    expect(counted.all).toBe(119)
    const projects = await rows<{ name: string; client: string; sessions: number; is_there: number }>(
      `SELECT name, client, deleted_at IS NULL AS is_there,
         (SELECT count(*) FROM sessions WHERE user_id = projects.user_id AND project_id = projects.id) AS sessions
       FROM projects WHERE user_id = ? ORDER BY name, client`,
      client.userId,
    )
    if (name.includes('merge'))
      expect(projects).toMatchObject([
        { name: 'New', sessions: 120, is_there: 1 },
        { name: 'Old', sessions: 0, is_there: 0 },
      ])
    if (name.includes('client'))
      expect(projects).toMatchObject([
        { name: 'Alone', client: 'B', is_there: 1 },
        { name: 'Old', client: 'A', sessions: 0, is_there: 0 },
        { name: 'Old', client: 'B', sessions: 120, is_there: 1 },
      ])
    const tags = await rows(
      `SELECT substr(subject, 6) AS tag, session_count FROM ${subjectTotals}
       WHERE user_id = ? AND subject LIKE 'tag:#%' ORDER BY 1`,
      client.userId,
    )
    const inactive = await rows('SELECT tag FROM inactive_tags WHERE user_id = ?', client.userId)
    if (name.includes('new name')) {
      expect([tags.map(({ tag }) => tag), inactive]).toEqual([['first', 'three', 'two'], [{ tag: 'first' }]])
      expect(await rows("SELECT id FROM sessions WHERE user_id = ? AND tags LIKE '%one%'", client.userId)).toEqual([])
    }
    if (name.includes('become another') && name.includes('tags'))
      expect(tags).toEqual([{ tag: 'two', session_count: 89 }])
    if (name.includes('deletion')) expect(tags.map(({ tag }) => tag)).toEqual(['three'])
    expect(await mostRows(client, await undoOf(client))).toBeLessThan(2_000)
    expect(await rows('SELECT id FROM sessions WHERE user_id = ? AND project_id <> ?', client.userId, old)).toEqual([])
    expect(
      (await rows<{ tags: string }>('SELECT tags FROM sessions WHERE user_id = ? ORDER BY number', client.userId)).map(
        (row) => row.tags,
      ),
    ).toEqual(Array.from({ length: 120 }, (_, n) => JSON.stringify(['one', 'two', 'three'].slice(0, n % 4))))
    expect(await wrongSums(client.userId)).toEqual([])
  },
)
