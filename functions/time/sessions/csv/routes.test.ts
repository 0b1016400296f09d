import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import realLog from '../../../../test/data/toggl-2017-08.csv?raw'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { clientOf } from '../../../lib/org'
import { dump, importText } from '../import/testing'
import type { NewSession } from '../schema'
import { newSession, putAll, putGoal } from '../testing'

const session = (start: string, minutes: number, more: Partial<NewSession> = {}) =>
  newSession(start, minutes, { title: start, time_zone: 'UTC', ...more })

const add = (client: Client, ...sessions: NewSession[]) => putAll(client, sessions)

const titles = async (client: Client, query = '') => {
  const text = await (await client.get(`/sessions.csv${query}`)).text()
  const [header, ...lines] = text.trim().split('\r\n')
  const column = header?.split(',').indexOf('title') ?? -1
  return lines.map((line) => line.split(',')[column])
}

/** A session without its account. */
const content = (client: Client) =>
  rows(
    `SELECT sessions.id, started_at, ended_at, duration_seconds, days, time_zone, day_start_minute, sessions.title, notes, tags,
       projects.name AS project, ${clientOf()} AS client, goals.title AS goal
     FROM sessions
       LEFT JOIN projects ON projects.user_id = sessions.user_id AND projects.id = project_id
       LEFT JOIN goals ON goals.user_id = sessions.user_id AND goals.id = goal_id
     WHERE sessions.user_id = ? AND sessions.deleted_at IS NULL
     ORDER BY started_at, sessions.id`,
    client.userId,
  )

describe('the sessions as CSV', () => {
  test('are a download that no cache keeps, named by its days', async () => {
    const client = await signedIn()
    const response = await client.get('/sessions.csv?from=2026-03-01&to=2026-03-31')
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(response.headers.get('Content-Disposition')).toBe(
      'attachment; filename="daymark-sessions-2026-03-01-to-2026-03-31.csv"',
    )
    expect((await client.get('/sessions.csv')).headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="daymark-sessions-\d{4}-\d{2}-\d{2}\.csv"$/,
    )
    expect(await titles(client)).toEqual([])
  })

  test('hold each session with time in the range once, also over midnight and with no time at all; none deleted or of others', async () => {
    const [client, stranger] = [await signedIn(), await signedIn()]
    await add(stranger, session('2026-03-02T09:00Z', 30))
    await add(
      client,
      session('2026-03-02T11:00Z', 30, { title: 'Gone' }),
      session('2026-02-28T10:00Z', 30),
      session('2026-02-28T23:00Z', 3000),
      session('2026-03-02T10:00Z', 0),
      session('2026-03-03T23:30Z', 60),
      session('2026-03-04T10:00Z', 30),
    )
    await rows("UPDATE sessions SET deleted_at = 1 WHERE user_id = ? AND title = 'Gone'", client.userId)
    expect(await titles(client, '?from=2026-03-01&to=2026-03-03')).toEqual([
      '2026-02-28T23:00Z',
      '2026-03-02T10:00Z',
      '2026-03-03T23:30Z',
    ])
    expect(await titles(client, '?from=2026-03-04')).toEqual(['2026-03-03T23:30Z', '2026-03-04T10:00Z'])
    expect(await titles(client, '?to=2026-02-28')).toEqual(['2026-02-28T10:00Z', '2026-02-28T23:00Z'])
    expect(await titles(client)).toHaveLength(5)
  })

  test('are all there and in order where there are more than a page of them, many on one day', async () => {
    const client = await signedIn()
    const start = Date.parse('2026-03-01T00:00Z')
    const many = Array.from({ length: 1201 }, (_, index) =>
      session(new Date(start + ((index % 7) * 1440 + index) * 60_000).toISOString(), index % 5),
    )
    await add(client, ...many.toReversed())
    expect(await titles(client)).toEqual(many.toSorted((a, b) => a.started_at - b.started_at).map(({ title }) => title))
  })
})

describe('what was exported is imported again', () => {
  test('into an empty account as the same sessions, days, projects, goals and tags', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    await importText(client, realLog, { time_zone: 'America/New_York' })
    const [project] = await rows<{ id: string }>('SELECT id FROM projects WHERE user_id = ?', client.userId)
    const [goal_id] = [await putGoal(client, 'Write, "daily"'), await putGoal(other, 'Write, "daily"')]
    const newYork = { time_zone: 'America/New_York' }
    await add(
      client,
      session('2026-03-08T06:30Z', 120, { ...newYork, duration_seconds: 61, title: '=SUM(A1)' }),
      session('2026-11-01T05:30Z', 60, { ...newYork, tags: ['deep', 'läßt'], goal_id }),
      session('2026-11-01T06:30Z', 0, { ...newYork, title: '', notes: 'two\nlines, "quoted"' }),
      session('2025-12-31T23:30Z', 61, {
        time_zone: 'Asia/Kolkata',
        title: 'שלום 🎉',
        project_id: project?.id ?? null,
      }),
      session('2025-12-31T23:30:00.250Z', 1),
      // A late night, which counts on the day before.
      session('2025-12-31T01:30Z', 30, { day_start_minute: 240 }),
    )
    const exported = await (await client.get('/sessions.csv')).text()

    await importText(other, exported)
    expect(await content(other)).toEqual(await content(client))
    const names = `SELECT name, ${clientOf()} AS client FROM projects WHERE user_id = ? ORDER BY name_key, client`
    expect(await rows(names, other.userId)).toEqual(await rows(names, client.userId))
  })

  test('into the same account as nothing, even what was edited or deleted since', async () => {
    const client = await signedIn()
    await importText(client, realLog, { time_zone: 'America/New_York' })
    await add(client, session('2026-03-02T10:00Z', 30))
    const exported = await (await client.get('/sessions.csv')).text()
    await rows("UPDATE sessions SET title = 'Else' WHERE user_id = ?", client.userId)
    await rows("UPDATE sessions SET deleted_at = 1 WHERE user_id = ? AND source = 'manual'", client.userId)
    const before = await dump(client.userId)
    await importText(client, exported, { time_zone: 'Asia/Kolkata' })
    expect(await dump(client.userId)).toEqual(before)
  })

  test('with ids that are none, or twice the same, as sessions of their own', async () => {
    const client = await signedIn()
    const id = uuid()
    const line = (one: string, hour: number) => `2026-03-02T0${hour}:00:00Z,2026-03-02T0${hour}:30:00Z,${one}`
    const lines = ['started_at,ended_at,id', ...[id, id, 'x', '../../y', ''].map(line)]
    await importText(client, lines.join('\n'))
    const ids = await rows('SELECT id FROM sessions WHERE user_id = ? ORDER BY started_at', client.userId)
    expect(ids).toHaveLength(5)
    expect(ids[0]).toEqual({ id })
    for (const one of ids) expect(one.id).toMatch(/^[0-9a-f-]{36}$/)
    const before = await dump(client.userId)
    await importText(client, lines.join('\n'))
    expect(await dump(client.userId)).toEqual(before)
  })
})
