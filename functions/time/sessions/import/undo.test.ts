import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../../test/support/client'
import { wrongSums } from '../../../../test/support/models/sums'
import { seedHistory } from '../../../../test/support/rows/history'
import { runs } from '../../../../test/support/runs'
import { finishJob } from '../../../data/jobs/testing'
import { commit, limitChunks, sql } from '../../../lib/db/sql'
import { editMany } from '../selected/testing'
import { put } from '../testing'
import { confirmImport } from './confirm'
import { previewImport } from './preview'
import { counted, dump, importText, togglHeader, userOf } from './testing'
import { removeImport } from './undo'

const log = (project: string, ...hours: number[]) =>
  [
    togglHeader,
    ...hours.map((hour) => `,,,${project},Work,2026-03-02,${hour}:00:00,2026-03-02,${hour}:30:00,00:30:00,`),
  ].join('\n')

const projectOf = async (client: Client) =>
  (await rows<{ id: string }>('SELECT id FROM projects WHERE user_id = ?', client.userId))[0]?.id ?? null

describe('undoing an import', () => {
  test('is asked about on a page of its own, which changes nothing', async () => {
    const client = await signedIn()
    const { id } = await importText(client, log('Thesis', 10, 11))
    const before = await dump(client.userId)
    const page = await (await client.get(`/sessions/import/${id}/remove`)).text()
    for (const shown of ['2 sessions', 'log.csv', `action="/changes/session.import~${id}/undo"`])
      expect(page).toContain(shown)
    expect(await dump(client.userId)).toEqual(before)
  })

  test('removes sessions that were edited or deleted since, too', async () => {
    const client = await signedIn()
    const before = await dump(client.userId)
    const { id } = await importText(client, log('Thesis', 10, 11, 12))
    await rows('UPDATE sessions SET deleted_at = 1 WHERE user_id = ? AND started_at % 7200000 = 0', client.userId)
    await rows("UPDATE sessions SET title = 'Else', project_id = NULL WHERE user_id = ?", client.userId)
    expect((await client.post(`/changes/session.import~${id}/undo`)).status).toBe(303)
    expect(await dump(client.userId)).toEqual(before)
  })

  test('leaves a project that it made when another session uses it, or goes back to it with a change undone', async () => {
    for (const isRefiled of [false, true]) {
      const client = await signedIn()
      const { id } = await importText(client, log('Thesis', 10))
      const project_id = await projectOf(client)
      const { id: own } = await put(client, '2026-03-01T09:00Z', 1, { project_id })
      const undoEdit = isRefiled && (await editMany(client, { ids: own, project_id: 'none' }))
      await client.post(`/changes/session.import~${id}/undo`)
      expect(await projectOf(client)).toBe(project_id)
      if (undoEdit) expect((await client.post(undoEdit)).status).toBe(303)
      expect(await counted(client.userId)).toEqual({ session_count: 1, total_seconds: 60 })
    }
  })

  test('removes a project that it made when only its own sessions would go back to it', async () => {
    const client = await signedIn()
    const before = await dump(client.userId)
    const { id } = await importText(client, log('Thesis', 10))
    const undoEdit = await editMany(client, { all: 'yes', project_id: 'none' })
    await client.post(`/changes/session.import~${id}/undo`)
    expect(await dump(client.userId)).toEqual(before)
    expect((await client.post(undoEdit ?? '')).status).toBe(303)
    expect(await dump(client.userId)).toEqual(before)
  })

  test('leaves what other imports brought, and projects that it only found', async () => {
    const client = await signedIn()
    await importText(client, log('Thesis', 10))
    const before = await dump(client.userId)
    const second = await importText(client, log('Thesis', 10, 11))
    await client.post(`/changes/session.import~${second.id}/undo`)
    expect(await dump(client.userId)).toEqual(before)
  })

  test('works once, and lets the same file be imported again', async () => {
    const client = await signedIn()
    const { id } = await importText(client, log('Thesis', 10))
    const both = await Promise.all([1, 2].map(() => client.post(`/changes/session.import~${id}/undo`)))
    expect(both.map(({ status }) => status).sort()).toEqual([303, 404])
    expect((await client.get(`/sessions/import/${id}/remove`)).status).toBe(404)
    await importText(client, log('Thesis', 10))
    expect(await counted(client.userId)).toEqual({ session_count: 1, total_seconds: 1800 })
  })

  test('as a part answers a toast and the list', async () => {
    const client = await signedIn()
    const { id } = await importText(client, log('Thesis', 10))
    const part = await client.post(`/changes/session.import~${id}/undo`, {}, { part: true, page: '/sessions/import' })
    const text = await part.text()
    expect(text).toContain('Import undone, 1 session, 30m removed')
    expect(text).toContain('<hx-partial hx-target="#imports" hx-swap="outerHTML"></hx-partial>')
  })
})

test('an import in steps is undone at a bounded cost, and so is a session of it deleted', async () => {
  limitChunks(4_000)
  onTestFinished(() => limitChunks())
  const client = await signedIn({ time_zone: 'UTC' })
  const wall = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ',')
  const many = Array.from({ length: 100 }, (_, index) => {
    const at = Date.UTC(2016, 0, 1, 8 + index * 5)
    return `,,Client ${index % 3},Project ${index % 7},Work ${index},${wall(at)},${wall(at + 3_600_000)},01:00:00,`
  })
  const { id } = await importText(client, [togglHeader, ...many].join('\n'))
  expect(await counted(client.userId)).toEqual({ session_count: 100, total_seconds: 100 * 3600 })

  const deletion = sql(env.DB)`
    UPDATE sessions SET deleted_at = 1
    WHERE user_id = ${client.userId} AND id = (SELECT min(id) FROM sessions WHERE user_id = ${client.userId})`
  expect((await deletion.run()).meta.rows_read).toBeLessThan(60)

  const begun = await client.json('POST', `/api/v1/changes/session.import~${id}/undo`)
  expect([begun.status, begun.headers.get('Location'), cost(begun).read < 100 * 60]).toEqual([
    202,
    expect.stringContaining('/api/v1/jobs/'),
    true,
  ])
  expect(await finishJob(client)).toBeTruthy()
  expect((await dump(client.userId)).sessions).toEqual([])
})

test('undoing a small import reads no more in an account with many sessions', async () => {
  const reads = async (years: number) => {
    const client = await signedIn({ time_zone: 'UTC' })
    if (years > 0) await seedHistory(env.DB, client.userId, { years })
    const { id } = await importText(client, log('Only imported', 10, 11))
    const undone = await client.post(`/changes/session.import~${id}/undo`)
    expect(await rows('SELECT id FROM projects WHERE user_id = ? AND import_id IS NOT NULL', client.userId)).toEqual([])
    return cost(undone).read
  }
  expect((await reads(0.5)) - (await reads(0))).toBeLessThan(200)
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

const anyLog = fc.array(anyRow, { minLength: 1, maxLength: 12 }).map((lines) => [togglHeader, ...lines].join('\n'))

test('any import: its ledger sums to its durations, the day totals to the ledger; undone, all is as before', async () => {
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

      expect(await wrongSums(user.id)).toEqual([])
      const wrote = (await dump(user.id)).imports?.length !== before.imports?.length
      expect(await commit(env.DB, user.id, ['stats'], removeImport(env.DB, user.id, id))).toBe(wrote)
      expect(await dump(user.id)).toEqual(before)
    }),
    { numRuns: runs(100) },
  )
})
