import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { randomDocument } from '../../../test/support/rows/random-document'
import { runs } from '../../../test/support/runs'
import { exportOf, idOf, restore, stateOf } from './testing'

type Json = Record<string, unknown>

const versioned = [
  ...['organizations', 'people', 'goals', 'projects', 'plans', 'cards', 'meetings', 'tasks', 'skills', 'learnings'],
  ...['feedback', 'energy_checkins', 'reviews', 'views', 'evidence_drafts', 'reports', 'goal_milestones', 'sessions'],
]

const facts: [table: string, key: string[]][] = [
  ['card_reviews', ['id']],
  ['skill_progress', ['skill_id', 'id']],
  ['task_carries', ['from_date', 'task_id']],
  ['days_off', ['date']],
  ['inactive_tags', ['tag']],
  ['imports', ['id']],
  ['app_usage', ['id']],
]

/** Columns by which a merge keeps apart what only one row can have, or that follow from several rows. */
const settled = [
  ...['seq', 'number', 'name', 'import_key', 'repeats', 'deleted_at', 'position', 'parent_id', 'status', 'ended_at'],
  ...['duration_seconds', 'days', 'client', 'hours', 'confidence_level', 'former_level', 'level_on', 'completed_at'],
  ...['completed_on', 'title', 'tags', 'chunks', 'total_hours'],
]

/** A column that a document lacks is null. */
const plain = (row: Json) =>
  Object.fromEntries(Object.entries(row).filter(([name, value]) => value !== null && !settled.includes(name)))

const merged = async (client: Client, document: object) => {
  await restore(client, document, 'merge')
  return stateOf(await idOf(client))
}

test('a merge keeps the newer of two and loses nothing; a second one changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), async (one, other) => {
      const client = await signedIn()
      await restore(client, randomDocument(one, 7), 'replace')
      const mine = await exportOf(client)
      const theirs = randomDocument(other, 7)
      const state = await merged(client, theirs)
      const both = await exportOf(client)
      for (const table of versioned) {
        const rowsById = (document: Record<string, Json[]>) =>
          new Map((document[table] ?? []).map((row) => [String(row.id), row]))
        const [a, b, found] = [rowsById(mine), rowsById(theirs), rowsById(both)]
        expect([...found.keys()].sort(), table).toEqual([...new Set([...a.keys(), ...b.keys()])].sort())
        for (const [id, row] of found) {
          const [present, file] = [a.get(id), b.get(id)]
          const newer = present && (!file || String(present.updated_at) >= String(file.updated_at)) ? present : file
          expect(plain(row), `${table} ${id}`).toEqual(plain(newer ?? {}))
        }
      }
      for (const [table, key] of facts) {
        const keys = (document: Record<string, Json[]>) =>
          (document[table] ?? []).map((row) => key.map((column) => row[column]).join())
        expect(keys(both).sort(), table).toEqual([...new Set([...keys(mine), ...keys(theirs)])].sort())
      }
      expect(await wrongSums(await idOf(client))).toEqual([])
      expect(await merged(client, theirs)).toEqual(state)
    }),
    { numRuns: runs(10), endOnFailure: true },
  )
})

const at = '2026-03-08T09:00:00.000Z'
const row = { seq: 1, created_at: at, updated_at: at, deleted_at: null }
const user = { id: 'other', username: 'Other', preferences: { theme: 'dark' }, created_at: at, updated_at: at }
const document = (more: object) => ({ format: 'daymark', version: 2, user, ...more })

test('a project stays with its organization, whatever a merge calls that', async () => {
  const names = ['Acme', 'Acme (2)', 'Café', 'x'.repeat(100)]
  for (const name of names) {
    const client = await signedIn()
    await client.json('POST', '/api/v1/organizations', { name })
    const theirs = document({
      organizations: [{ ...row, id: 'theirs', name }],
      projects: [{ ...row, id: 'p', name: 'Website', client: name, organization_id: 'theirs' }],
    })
    await merged(client, theirs)
    const id = await idOf(client)
    const projects = 'SELECT organization_id FROM projects WHERE user_id = ?'
    const organizations = 'SELECT count(*) AS count FROM organizations WHERE user_id = ?'
    expect([name, await rows(projects, id), await rows(organizations, id)]).toEqual([
      name,
      [{ organization_id: 'theirs' }],
      [{ count: 2 }],
    ])
  }
})

test('names, imports, reviews and running timers of both sides get along', async () => {
  const client = await signedIn({ theme: 'light' })
  const write = (query: string) => rows(query, client.userId)
  await write(
    "INSERT INTO projects (user_id, id, name, name_key, seq, created_at, updated_at) VALUES (?, 'mine', 'Thesis', 'thesis' || char(31), 1, 0, 0)",
  )
  await write(
    "INSERT INTO reviews (user_id, id, period, date, title, words, seq, created_at, updated_at) VALUES (?, 'mine', 'week', '2026-03-02', 'W', 'Old', 1, 0, 0)",
  )
  await write(
    "INSERT INTO sessions (user_id, id, source, started_at, status, time_zone, day_start_minute, seq, created_at, updated_at) VALUES (?, 'mine', 'timer', 1772955000000, 'active', 'UTC', 0, 1, 0, 0)",
  )
  await write("INSERT INTO goals (user_id, id, title, seq, created_at, updated_at) VALUES (?, 'a', 'A', 1, 0, 0)")
  await write(
    "INSERT INTO goals (user_id, id, title, parent_id, seq, created_at, updated_at) VALUES (?, 'b', 'B', 'a', 1, 0, 9e12)",
  )
  const session = {
    ...row,
    source: 'timer',
    status: 'active',
    started_at: '2026-03-08T09:30:00.000Z',
    ended_at: null,
    duration_seconds: null,
    time_zone: 'UTC',
    day_start_minute: 0,
  }
  const theirs = document({
    projects: [
      { ...row, id: 'theirs', name: 'thesis' },
      { ...row, id: 'second', name: 'Thesis (2)' },
    ],
    reviews: [{ ...row, id: 'theirs', period: 'week', date: '2026-03-02', title: 'W', words: 'New' }],
    sessions: [{ ...session, id: 'theirs' }],
    goals: [
      { ...row, id: 'a', title: 'A', parent_id: 'b' },
      { ...row, id: 'b', title: 'B' },
    ],
  })
  const state = await merged(client, theirs)
  const id = await idOf(client)
  expect(await rows('SELECT id, name FROM projects WHERE user_id = ? ORDER BY id', id)).toEqual([
    { id: 'mine', name: 'Thesis' },
    { id: 'second', name: 'Thesis (2)' },
    { id: 'theirs', name: 'thesis (3)' },
  ])
  expect(await rows('SELECT id FROM reviews WHERE user_id = ? AND deleted_at IS NULL', id)).toEqual([{ id: 'theirs' }])
  expect(
    await rows('SELECT id, status, ended_at, duration_seconds, days FROM sessions WHERE user_id = ? ORDER BY id', id),
  ).toEqual([
    { id: 'mine', status: 'completed', ended_at: 1772962200000, duration_seconds: 7200, days: '[["2026-03-08",7200]]' },
    { id: 'theirs', status: 'active', ended_at: null, duration_seconds: null, days: '[]' },
  ])
  expect(await rows('SELECT id, parent_id FROM goals WHERE user_id = ? ORDER BY id', id)).toEqual([
    { id: 'a', parent_id: null },
    { id: 'b', parent_id: 'a' },
  ])
  const [me] = await rows<{ username: string; preferences: string }>(
    'SELECT username, preferences FROM users WHERE id = ?',
    id,
  )
  expect([me?.username, JSON.parse(me?.preferences ?? '').theme]).toEqual(['Robin', 'light'])
  expect(await merged(client, theirs)).toEqual(state)
  expect(await wrongSums(await idOf(client))).toEqual([])
  for (const one of [client.userId, id]) {
    expect((await env.BACKUPS.list({ prefix: `restores/${one}` })).objects).toEqual([])
  }
})
