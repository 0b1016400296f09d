import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../test/client'
import { putUnfinished } from '../timer/unfinished/testing'
import { putRule } from '../whitelists/testing'
import { addSessions } from './queries'
import { rowsOfSession, sessionRows } from './rows-limit'
import type { NewSession } from './schema'
import { newSession, putAll, putGoal, putProject } from './testing'

const utc = { time_zone: 'Etc/UTC', day_start_minute: 0 }
const many = (count: number) => Array.from({ length: count }, (_, n) => `tag ${n} ${'x'.repeat(30)}`)

const person = async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  const links = { project_id: await putProject(client, 'Thesis'), goal_id: await putGoal(client, 'Write') }
  return { client, links }
}

/** Rows that the database says it wrote, with the one of the version that each write advances. */
const writtenFor = async (userId: string, session: NewSession) => {
  const [result] = await env.DB.batch(addSessions(env.DB, userId, [session], Date.now()))
  return 1 + (result?.meta.rows_written ?? Number.NaN)
}

/** Starts before changes of the clock in each zone, also where days begin late or hours are halves. */
const zones: [time_zone: string, day_start_minute: number, start: string][] = [
  ['Etc/UTC', 0, '2026-01-30T09:30:10Z'],
  ['Etc/UTC', 1439, '2025-12-30T23:58:59Z'],
  ['Europe/Lisbon', 210, '2026-03-28T00:59:59Z'],
  ['Europe/Lisbon', 0, '2025-10-24T23:30:00Z'],
  ['America/New_York', 90, '2026-03-06T07:00:01Z'],
  ['Australia/Lord_Howe', 0, '2026-04-03T15:10:00Z'],
  ['Asia/Kathmandu', 15, '2026-02-26T18:14:59Z'],
  ['Pacific/Apia', 0, '2011-12-28T12:30:00Z'],
  ['Africa/Casablanca', 0, '2026-02-13T23:59:59Z'],
  ['Antarctica/Troll', 1, '2026-03-27T10:31:00Z'],
]

const addImport = ({ userId }: Client) =>
  rows(
    `INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq,
       created_at)
     VALUES (?, 'i', 'a', 'b', 'UTC', 0, 0, 0, 0, 1, 1)`,
    userId,
  )

describe('the rows of a session', () => {
  test.each(zones)(
    'in %s, whose days begin at minute %i, are never more than estimated',
    async (zone, minute, start) => {
      const { client, links } = await person()
      for (const subject of ['all', `project:${links.project_id}`, `tag:#${many(1)[0]}`]) {
        const after = { subject, seconds: 60, period: 'day' as const }
        await putRule(client.userId, `app.${subject}`, { is_whitelisted: 1, after })
      }
      const heads = 'SELECT earned FROM change_heads WHERE user_id = ?'
      const [{ earned } = { earned: null }] = await rows<{ earned: string | null }>(heads, client.userId)
      await addImport(client)
      const where = { time_zone: zone, day_start_minute: minute }
      for (const tags of [0, 1, 2, 20]) {
        const more = { ...where, ...links, tags: many(tags), title: 'Ёлка 日本語 + #', notes: 'そして #1 +2' }
        const repo = { repo_owner: 'acme', repo_name: 'web', pr_number: 7, plan_id: 'sql', chunk_id: 'one' }
        const imported = { import_id: 'i', import_key: uuid(), ...repo }
        for (const session of [newSession(start, 4320, { ...more, ...imported }), newSession(start, 4320, more)]) {
          const written = await writtenFor(client.userId, session)
          const estimated = rowsOfSession(session, earned)
          expect(written).toBeGreaterThan(100)
          expect(estimated, `${tags} tags`).toBeGreaterThanOrEqual(written)
          expect(estimated).toBeLessThanOrEqual(written * 1.35 + 20)
        }
      }
    },
  )
})

describe('a session of too many rows', () => {
  const message = /^A session of 72 hours can have at most \d+ tags?\. Remove some tags or split it\.$/

  test('is refused at its tags in the form and the API, and with fewer tags it is added', async () => {
    const { client } = await person()
    const times = { date: '2026-05-04', started_at: '9:30', duration: '72h', time_zone: 'Etc/UTC' }
    const form = await client.post('/sessions', { ...times, tags: many(20).join(', ') })
    expect(await form.text()).toMatch(/A session of 72 hours can have at most \d+ tags?\./)
    const body = { started_at: '2026-05-04T09:30:00Z', duration_seconds: 72 * 3600, tags: many(20) }
    const api = await client.json('POST', '/api/v1/sessions', body)
    expect(await api.json()).toMatchObject({ errors: [{ path: 'tags', message: expect.stringMatching(message) }] })
    expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
    const added = await client.json('POST', '/api/v1/sessions', { ...body, tags: many(1) })
    expect(added.status).toBe(201)
    expect(cost(added).written).toBeLessThanOrEqual(sessionRows)
    const { id, seq } = await added.json<{ id: string; seq: number }>()
    const patch = async (more = {}) =>
      (await client.json('PATCH', `/api/v1/sessions/${id}`, { tags: many(20), ...more })).status
    expect(await patch()).toBe(422)
    expect((await client.post(`/sessions/${id}`, { seq, tags: many(20).join(', ') })).status).toBe(422)
    expect(await patch({ duration_seconds: 3600, started_at: body.started_at })).toBe(200)
  })

  test('is refused by its line in an import', async () => {
    const { client } = await person()
    const tags = many(20).join(', ')
    const lines = [
      'started_at,ended_at,title,tags',
      `2026-05-04T09:30:00Z,2026-05-07T09:30:00Z,Long,"${tags}"`,
      `2026-05-08T09:30:00Z,2026-05-08T10:30:00Z,Short,"${tags}"`,
    ]
    const path = '/api/v1/sessions/import?on_error=skip'
    const answer = await client.json('POST', path, lines.join('\n'), { 'Content-Type': 'text/csv' })
    expect(await answer.json()).toMatchObject({
      imported: 1,
      rejected: [{ line: 2, reason: expect.stringMatching(/^Tags: a session of 72 hours can have at most \d+ tags?/) }],
    })
  })

  test('cannot end so: a timer that has run for long says to remove tags, and goes on', async () => {
    const { client } = await person()
    const start = Math.floor(Date.now() / 1000) * 1000 - 70 * 3_600_000
    const id = await putUnfinished(client, start, { answered: Date.now() - 60_000, time_zone: 'Etc/UTC' })
    await rows('UPDATE sessions SET tags = ? WHERE id = ?', JSON.stringify(many(20)), id)
    const open = () => rows('SELECT id FROM sessions WHERE id = ? AND status = ?', id, 'active')
    const stop = () => client.json('POST', '/api/v1/timer/stop', {})
    const tooMany =
      /^A session of 7\d hours can have at most \d+ tags\. Remove some tags from the timer, then stop it\.$/
    expect(await (await stop()).json()).toMatchObject({
      status: 422,
      errors: [{ path: 'tags', message: expect.stringMatching(tooMany) }],
    })
    const page = await client.post('/timer/stop', {}, { part: true })
    expect(await page.text()).toContain('Remove some tags from the timer, then stop it.')
    const started = await client.json('POST', '/api/v1/timer/start', {})
    expect(await started.text()).toContain('Remove some tags from the running timer first.')
    expect(await open()).toHaveLength(1)
    expect((await client.json('PATCH', `/api/v1/sessions/${id}`, { tags: many(2) })).status).toBe(200)
    expect((await stop()).status).toBe(200)
    expect(await open()).toEqual([])
  })

  test('cannot end so: an unfinished session says to choose an earlier end, and stays', async () => {
    const { client } = await person()
    const start = Date.parse('2026-05-04T09:30:00Z')
    const id = await putUnfinished(client, start, { time_zone: 'Etc/UTC' })
    await rows(
      "UPDATE sessions SET status = 'abandoned', ended_at = ?, duration_seconds = 0, tags = ? WHERE id = ?",
      ...[start, JSON.stringify(many(20)), id],
    )
    const end = (ended_at: string) => client.post(`/timer/forgotten/${id}/settle`, { ended_at, seq: 1 })
    const refused = await end('2026-05-07T09:00:00Z')
    expect(await refused.text()).toMatch(/A session of 72 hours can have at most \d+ tags\. Choose an earlier end/)
    expect(await rows('SELECT status FROM sessions WHERE id = ?', id)).toEqual([{ status: 'abandoned' }])
    expect((await end('2026-05-04T19:00:00Z')).status).toBe(303)
  })

  test('from before the limit keeps its tags when it is edited', async () => {
    const { client } = await person()
    const old = newSession('2026-02-01T09:00:00Z', 19 * 1440, { ...utc, tags: many(20) })
    await putAll(client, [old])
    expect((await client.json('PATCH', `/api/v1/sessions/${old.id}`, { title: 'Renamed' })).status).toBe(200)
  })
})
