import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/client'
import { runs } from '../../../test/runs'
import { finishJob } from '../../jobs/testing'
import { limitRows } from '../../lib/jobs/batches'
import { commit, sql } from '../../lib/sql'
import { doBatch } from '../bulk/testing'
import { addSessions } from '../queries'
import { confirmImport } from './confirm'
import { previewImport } from './preview'
import { removeImport } from './removal'
import { dump, importText, sums, userOf } from './testing'

const header = 'User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags'

const log = (project: string, ...hours: number[]) =>
  [
    header,
    ...hours.map((hour) => `,,,${project},Work,2026-03-02,${hour}:00:00,2026-03-02,${hour}:30:00,00:30:00,`),
  ].join('\n')

const projectOf = async (client: Client) =>
  (await rows<{ id: string }>('SELECT id FROM projects WHERE user_id = ?', client.userId))[0]?.id ?? null

const sessionIn = (client: Client, project: string | null) =>
  commit(
    env.DB,
    client.userId,
    ['stats'],
    addSessions(
      env.DB,
      client.userId,
      [
        {
          id: 'by-hand',
          source: 'manual',
          project_id: project,
          goal_id: null,
          title: 'By hand',
          notes: '',
          tags: [],
          started_at: 0,
          ended_at: 60_000,
          duration_seconds: 60,
          time_zone: 'UTC',
          day_start_minute: 0,
          import_id: null,
          import_key: null,
        },
      ],
      Date.now(),
    ),
  )

describe('undoing an import', () => {
  test('is asked about on a page of its own, which changes nothing', async () => {
    const client = await signedIn()
    const { id } = await importText(client, log('Thesis', 10, 11))
    const before = await dump(client.userId)
    const response = await client.get(`/sessions/import/${id}/undo`)
    expect(response.status).toBe(200)
    const page = await response.text()
    for (const shown of ['2 sessions', 'log.csv', `action="/sessions/import/${id}/undo"`]) expect(page).toContain(shown)
    expect(await dump(client.userId)).toEqual(before)
  })

  test('removes sessions that were edited or deleted since, too', async () => {
    const client = await signedIn()
    const before = await dump(client.userId)
    const { id } = await importText(client, log('Thesis', 10, 11, 12))
    await commit(
      env.DB,
      client.userId,
      ['stats'],
      [
        sql(env.DB)`UPDATE sessions SET deleted_at = 1 WHERE user_id = ${client.userId} AND started_at % 7200000 = 0`,
        sql(env.DB)`UPDATE sessions SET title = 'Else', project_id = NULL WHERE user_id = ${client.userId}`,
      ],
    )
    expect((await client.post(`/sessions/import/${id}/undo`)).status).toBe(303)
    expect(await dump(client.userId)).toEqual(before)
  })

  test('leaves a project that it made when another session uses it', async () => {
    const client = await signedIn()
    const { id } = await importText(client, log('Thesis', 10))
    const project = await projectOf(client)
    await sessionIn(client, project)
    await client.post(`/sessions/import/${id}/undo`)
    expect(await projectOf(client)).toBe(project)
    expect((await sums(client.userId)).byProject).toEqual({ sessions: 1, seconds: 60 })
  })

  test('leaves a project that it made when sessions go back to it with a change undone since', async () => {
    const client = await signedIn()
    const { id } = await importText(client, log('Thesis', 10))
    const project = await projectOf(client)
    await sessionIn(client, project)
    const undoEdit = await doBatch(client, '/sessions/bulk', { ids: 'by-hand', project_id: 'none' })
    await client.post(`/sessions/import/${id}/undo`)
    expect(await projectOf(client)).toBe(project)
    expect((await client.post(undoEdit ?? '')).status).toBe(303)
    expect((await sums(client.userId)).byProject).toEqual({ sessions: 1, seconds: 60 })
  })

  test('removes a project that it made when only its own sessions would go back to it', async () => {
    const client = await signedIn()
    const before = await dump(client.userId)
    const { id } = await importText(client, log('Thesis', 10))
    const undoEdit = await doBatch(client, '/sessions/bulk', { all: 'yes', project_id: 'none' })
    await client.post(`/sessions/import/${id}/undo`)
    expect(await dump(client.userId)).toEqual(before)
    expect((await client.post(undoEdit ?? '')).status).toBe(303)
    expect(await dump(client.userId)).toEqual(before)
  })

  test('leaves what other imports brought, and projects that it only found', async () => {
    const client = await signedIn()
    await importText(client, log('Thesis', 10))
    const before = await dump(client.userId)
    const second = await importText(client, log('Thesis', 10, 11))
    await client.post(`/sessions/import/${second.id}/undo`)
    expect(await dump(client.userId)).toEqual(before)
  })

  test('works once; then it is 404', async () => {
    const client = await signedIn()
    const { id } = await importText(client, log('Thesis', 10))
    const both = await Promise.all([1, 2].map(() => client.post(`/sessions/import/${id}/undo`)))
    expect(both.map(({ status }) => status).sort()).toEqual([303, 404])
    expect((await client.get(`/sessions/import/${id}/undo`)).status).toBe(404)
    expect((await client.post(`/sessions/import/${id}/undo`)).status).toBe(404)
  })

  test('as a part answers a toast and the list', async () => {
    const client = await signedIn()
    const { id } = await importText(client, log('Thesis', 10))
    const part = await client.post(`/sessions/import/${id}/undo`, {}, { part: true, page: '/sessions/import' })
    expect(part.status).toBe(200)
    const text = await part.text()
    expect(text).toContain('Import undone, 1 session, 30m removed')
    expect(text).toMatch(/<hx-partial hx-target="#imports" hx-swap="outerHTML"><section class="section" id="imports"/)
    expect(text).not.toContain('<html')
  })

  test('lets the same file be imported again', async () => {
    const client = await signedIn()
    const first = await importText(client, log('Thesis', 10))
    await client.post(`/sessions/import/${first.id}/undo`)
    await importText(client, log('Thesis', 10))
    expect((await sums(client.userId)).ledger).toEqual({ sessions: 1, seconds: 1800 })
  })
})

test('the list of imports is paged and its cost does not grow with what they hold', async () => {
  const client = await signedIn()
  await importText(client, log('Thesis', ...Array.from({ length: 14 }, (_, hour) => hour + 10)))
  const few = cost(await client.get('/sessions/import'))
  expect(few.read).toBeLessThan(15)
  const older = Array.from(
    { length: 51 },
    (_, index) => sql(env.DB)`
      INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq,
        created_at)
      VALUES (${client.userId}, ${`00000000-${100 + index}`}, ${`old ${index}.csv`}, 'daymark', 'UTC', 0, 0, 0, 0, 1, 0)`,
  )
  await env.DB.batch(older)
  const first = await (await client.get('/sessions/import')).text()
  expect(first.match(/<tr id="import-/g)).toHaveLength(50)
  const next = /href="(\/sessions\/import\?before=[^"]+)"/.exec(first)?.[1] ?? ''
  const second = await (await client.get(next)).text()
  expect(second.match(/<tr id="import-/g)).toHaveLength(2)
  expect(second).not.toContain('Earlier imports')
})

test('rows that are too many for one step come in and go again, each at a cost of its own', async () => {
  limitRows(400, 2_000)
  onTestFinished(() => limitRows())
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  const start = Date.parse('2016-01-01T08:00:00Z')
  const wall = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ',')
  const many = Array.from({ length: 100 }, (_, index) => {
    const at = start + index * 5 * 3_600_000
    return `,,Client ${index % 3},Project ${index % 7},Work ${index},${wall(at)},${wall(at + 3_600_000)},01:00:00,`
  })
  const before = await dump(client.userId)
  const { id, status } = await importText(client, [header, ...many].join('\n'), { time_zone: 'Europe/Lisbon' })
  expect(status).toBe(303)
  const whole = { sessions: 100, seconds: 100 * 3600 }
  expect(await sums(client.userId)).toEqual({ sessions: whole, ledger: whole, byProject: whole, daily: whole })

  const [first] = await rows<{ id: string }>('SELECT id FROM sessions WHERE user_id = ? LIMIT 1', client.userId)
  const deletion = sql(env.DB)`
    UPDATE sessions SET deleted_at = 1 WHERE user_id = ${client.userId} AND id = ${first?.id ?? ''}`
  expect((await deletion.run()).meta.rows_read).toBeLessThan(60)

  const undone = await client.post(`/sessions/import/${id}/undo`)
  expect(cost(undone).read).toBeLessThan(100 * 60)
  expect(await finishJob(client)).toBeTruthy()
  expect(await dump(client.userId)).toEqual(before)
})

/** A row somewhere around the hours that clocks of New York skip and repeat, of one of two people, or broken. */
const anyRow = fc
  .record({
    person: fc.constantFrom('Robin,robin@example.com', 'Kim,kim@example.com'),
    project: fc.constantFrom(',', ',Thesis', 'Clinic,Site', 'clinic,SITE', 'Press,Site'),
    title: fc.constantFrom('', 'Work', '"a, ""b"""', '=1+1'),
    day: fc.constantFrom('2026-03-08', '2026-11-01', '2026-02-30', '2026-06-30'),
    minute: fc.integer({ min: 0, max: 239 }),
    length: fc.integer({ min: 0, max: 300 }),
    less: fc.integer({ min: -1, max: 1 }),
    tags: fc.constantFrom('', 'deep', '"deep, late"'),
  })
  .map(({ person, project, title, day, minute, length, less, tags }) => {
    const clock = (minutes: number) => new Date(minutes * 60_000).toISOString().slice(11, 19)
    const seconds = new Date(Math.max(0, length * 60 - less) * 1000).toISOString().slice(11, 19)
    return `${person},${project},${title},${day},${clock(minute)},${day},${clock(minute + length)},${seconds},${tags}`
  })

const anyLog = fc.array(anyRow, { minLength: 1, maxLength: 12 }).map((lines) => [header, ...lines].join('\n'))

test('any import: its ledger sums to its durations, the rollups to the ledger; undone, all is as before', async () => {
  const choice = { time_zone: 'America/New_York', member: 'robin@example.com' }
  await fc.assert(
    fc.asyncProperty(anyLog, anyLog, fc.constantFrom(0, 120, 240), async (first, second, day_start_minute) => {
      const user = userOf(await signedIn(), { day_start_minute })
      const uploads = [first, second].map((text) => ({ id: uuid(), file_name: 'log.csv', time_zone: 'UTC', text }))
      let before = await dump(user.id)
      let id = ''
      for (const file of uploads) {
        before = await dump(user.id)
        await confirmImport(env.DB, user, file, { ...choice, on_error: 'skip' })
        id = file.id
        const again = await previewImport(env.DB, user, file, choice)
        expect(again).toHaveProperty('plan.sessions', [])
      }

      const { sessions, ledger, daily } = await sums(user.id)
      expect(ledger).toEqual(sessions)
      expect(daily).toEqual(sessions)
      const uneven = await rows(
        `SELECT id FROM sessions WHERE user_id = ? AND duration_seconds <>
           (SELECT total(seconds) FROM session_days
            WHERE user_id = sessions.user_id AND session_id = sessions.id AND subject = 'all')`,
        user.id,
      )
      expect(uneven).toEqual([])

      const wrote = (await dump(user.id)).imports?.length !== before.imports?.length
      expect(await commit(env.DB, user.id, ['stats'], removeImport(env.DB, user.id, id))).toBe(wrote)
      expect(await dump(user.id)).toEqual(before)
    }),
    { numRuns: runs(100) },
  )
})
