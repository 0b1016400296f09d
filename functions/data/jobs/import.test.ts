import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { commit, limitChunks } from '../../lib/db/sql'
import { runStep } from '../../lib/jobs/run'
import { clientOf } from '../../lib/org'
import { addImport, confirmImport } from '../../time/sessions/import/confirm'
import { previewImport } from '../../time/sessions/import/preview'
import { importText, upload, userOf } from '../../time/sessions/import/testing'
import { undoImport } from '../../time/sessions/import/undo'
import { put, putProject } from '../../time/sessions/testing'
import { jobKind } from './kinds'
import { differences, finishJob, finishThoughKilled, mostRows, runningJob, state } from './testing'

const header =
  'id,started_at,ended_at,duration_seconds,time_zone,project,client,goal,goal_id,title,notes,tags,day_start_minute'

/** Some five sessions a step. */
beforeEach(() => limitChunks(2_500))
afterEach(() => limitChunks())

/** Sessions of three hours on several projects, some with many tags. */
const log = (count: number, from = 0) =>
  [
    header,
    ...Array.from({ length: count }, (_, index) => {
      const n = index + from
      const start = new Date(Date.UTC(2024, 0, 1) + n * 5 * 3_600_000).toISOString()
      const end = new Date(Date.UTC(2024, 0, 1) + n * 5 * 3_600_000 + 10_800_000).toISOString()
      const tags = Array.from({ length: n % 9 }, (_, tag) => `tag ${tag}`).join(', ')
      const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
      return `${id},${start},${end},10800,Europe/Lisbon,Project ${n % 7},Client ${n % 3},,,Work ${n},,"${tags}",0`
    }),
  ].join('\n')

const preview = async (client: Client, text: string) => {
  const file = { id: uuid(), file_name: 'log.csv', time_zone: 'UTC', text }
  const planned = await previewImport(env.DB, userOf(client), file, { member: '' })
  if ('problem' in planned) throw new Error(planned.problem)
  return planned
}

/** Imports a text in one batch, however long it is. */
const importAtOnce = async (client: Client, text: string) => {
  const planned = await preview(client, text)
  await commit(env.DB, client.userId, ['stats'], addImport(env.DB, client.userId, planned, Date.now()))
}

/** Begins an import in steps; returns the id of the job, which is that of the import. */
const begin = async (client: Client, text: string) => {
  const id = uuid()
  const file = { id, file_name: 'log.csv', time_zone: 'UTC', text }
  const outcome = await confirmImport(env.DB, userOf(client), file, { member: '', on_error: 'stop' })
  expect(outcome).toHaveProperty('started')
  return id
}

test('an import in steps, killed twenty times and resumed, equals the import in one batch; undone, all is as before', async () => {
  const [stepped, atOnce] = [await signedIn(), await signedIn()]
  for (const client of [stepped, atOnce]) await putProject(client, 'Project 1', 'Client 1')
  const before = await state(stepped)
  const text = log(90)
  await importAtOnce(atOnce, text)
  const id = await begin(stepped, text)
  expect(await finishThoughKilled(stepped, id, 20)).toBe(20)
  expect(differences(await state(stepped), await state(atOnce))).toEqual([])
  expect(await wrongSums(stepped.userId)).toEqual([])

  const [row] = await rows<never>('SELECT * FROM imports WHERE user_id = ?', stepped.userId)
  const undo = await undoImport(env.DB, stepped.userId, row as never)
  if (!('started' in undo)) throw new Error('not begun as a job')
  await finishThoughKilled(stepped, undo.started.id, 20)
  expect(differences(await state(stepped), before, { journal: false })).toEqual([])
})

test('at the daily limit an import says so, waits, and goes on the next day', async () => {
  const client = await signedIn()
  const id = await begin(client, log(30))
  const step = (limit: string) => {
    const headers = { Cookie: client.cookie, Origin: origin, 'HX-Request-Type': 'partial' }
    return request(`/jobs/${id}/step`, { method: 'POST', headers }, { ...env, DAILY_ROWS_WRITTEN: limit })
  }
  await client.post('/projects', { name: 'Counts' })
  await rows(
    'UPDATE change_heads SET written_on = ?, rows_written = 80 WHERE user_id = ?',
    new Date().toISOString().slice(0, 10),
    client.userId,
  )
  expect(await (await step('100')).text()).toContain('This continues by itself')
  expect(await rows('SELECT position FROM jobs WHERE id = ?', id)).toEqual([{ position: 0 }])
  await rows("UPDATE change_heads SET written_on = '2026-01-01' WHERE user_id = ?", client.userId)
  expect(await (await step('100')).text()).not.toContain('This continues by itself')
})

test('no step writes more than 20,000 rows, whatever it imports', async () => {
  limitChunks()
  const client = await signedIn()
  const tags = 'tag 0, tag 1'
  const long = Array.from({ length: 30 }, (_, n) => {
    const start = new Date(Date.UTC(2024, 0, 1) + n * 7_200_000).toISOString()
    const end = new Date(Date.UTC(2024, 0, 3) + n * 7_200_000).toISOString()
    return `,${start},${end},172800,Europe/Lisbon,Project ${n},Client ${n},,,Long ${n} with words,${'word '.repeat(50)},"${tags}",0`
  })
  const projects = Array.from({ length: 400 }, (_, n) => {
    const start = new Date(Date.UTC(2025, 0, 1) + n * 7_200_000).toISOString()
    return `,${start},${start},0,Europe/Lisbon,Short ${n},Client ${n},,,Short ${n},,"a, b",0`
  })
  const id = await begin(client, [header, ...long, ...projects, ...log(800).split('\n').slice(1)].join('\n'))
  const most = await mostRows(client, id)
  expect(await rows('SELECT imported FROM imports WHERE user_id = ?', client.userId)).toEqual([{ imported: 1230 }])
  expect(most).toBeLessThan(20_000)
  expect(most).toBeGreaterThan(500)
  const [row] = await rows<never>('SELECT * FROM imports WHERE user_id = ?', client.userId)
  const undo = await undoImport(env.DB, client.userId, row as never)
  if (!('started' in undo)) throw new Error('not begun as a job')
  expect(await mostRows(client, undo.started.id)).toBeLessThan(20_000)
  expect(await rows('SELECT id FROM projects WHERE user_id = ?', client.userId)).toEqual([])
})

test('its page tells how far it is, goes on by itself and without script, and leads to what was done', async () => {
  const client = await signedIn()
  const { id } = await upload(client, log(60))
  const started = await client.post(`/sessions/import/${id}/confirm`, {
    time_zone: 'UTC',
    member: '',
    on_error: 'stop',
  })
  expect([started.status, started.headers.get('Location')]).toEqual([303, `/jobs/${id}`])
  const page = await (await client.get(`/jobs/${id}`)).text()
  expect(page).toMatch(/[\d,]+ of 60 sessions imported/)
  for (const part of [
    `hx-post="/jobs/${id}/step"`,
    `action="/jobs/${id}/step"`,
    `action="/jobs/${id}/cancel"`,
    '<progress',
  ])
    expect(page).toContain(part)
  const position = async () =>
    (await rows<{ position: number }>('SELECT position FROM jobs WHERE id = ?', id))[0]?.position ?? 0
  const first = await position()
  const plain = await client.post(`/jobs/${id}/step`)
  expect([plain.status, plain.headers.get('Location')]).toEqual([303, `/jobs/${id}`])
  expect(await position()).toBeGreaterThan(first)
  const [{ imported } = { imported: -1 }] = await rows<{ imported: number }>(
    'SELECT imported FROM imports WHERE user_id = ?',
    client.userId,
  )
  expect(imported).toBe(await position())
  const part = await client.post(`/jobs/${id}/step`, {}, { part: true })
  expect(await part.text()).toContain('id="job-progress"')
  await finishJob(client)
  // As an earlier version stored it.
  await rows('UPDATE jobs SET undo = ? WHERE id = ?', `/sessions/import/${id}/undo`, id)
  const done = await (await client.get(`/jobs/${id}`)).text()
  expect(done).toContain('Imported 60 sessions')
  expect(done).toContain(`action="/changes/session.import~${id}/undo"`)
  expect(done).not.toContain('hx-trigger="load')
})

test('any page tells of an unfinished job and does some of it, so that it ends without its own page', async () => {
  const client = await signedIn()
  const id = await begin(client, log(70))
  const page = await (await client.get('/settings')).text()
  expect(page).toMatch(new RegExp(`[\\d,]+ of 70 sessions imported.*href="/jobs/${id}"`, 's'))
  for (let pages = 0; pages < 20 && (await runningJob(client)); pages += 1) await client.get('/settings')
  expect(await runningJob(client)).toBeUndefined()
  expect(await (await client.get('/settings')).text()).not.toContain('sessions imported')
})

test('while it is not finished, other long writes are refused with a link to it, and single edits go on', async () => {
  const client = await signedIn()
  const session = await put(client, '2026-03-03T09:00Z', 60)
  const id = await begin(client, log(70))
  const other = await upload(client, log(2, 5000))
  const refused = await client.post(`/sessions/import/${other.id}/confirm`, {
    time_zone: 'UTC',
    member: '',
    on_error: 'stop',
  })
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining(`href="/jobs/${id}"`)])
  const api = await client.json('POST', '/api/v1/sessions/import', log(2, 6000), { 'Content-Type': 'text/csv' })
  expect([api.status, await api.json()]).toEqual([
    409,
    expect.objectContaining({ code: 'busy', job: `/api/v1/jobs/${id}` }),
  ])
  expect((await client.post(`/sessions/${session.id}/delete`)).status).toBe(303)
  await finishJob(client)
  expect((await importText(client, log(2, 5000))).status).toBe(303)
})

test('it can be stopped, which keeps what is done, and undone at any point', async () => {
  const client = await signedIn()
  const before = await state(client)
  for (const stops of [true, false]) {
    const id = await begin(client, log(90))
    await runStep(env.DB, client.userId, id, jobKind)
    if (stops) {
      expect((await client.post(`/jobs/${id}/cancel`)).status).toBe(303)
      expect(await runStep(env.DB, client.userId, id, jobKind)).toBeNull()
      expect(await (await client.get(`/jobs/${id}`)).text()).toContain('Stopped')
      expect(await rows('SELECT number FROM job_parts WHERE user_id = ?', client.userId)).toEqual([])
    }
    expect(await wrongSums(client.userId)).toEqual([])
    expect((await client.post(`/changes/session.import~${id}/undo`)).status).toBe(303)
    await finishJob(client)
    expect(differences(await state(client), before, { journal: false })).toEqual([])
  }
})

test('projects that are made, merged or deleted while it runs take the sessions that follow', async () => {
  const client = await signedIn()
  const [kept, merged] = [await putProject(client, 'Kept'), await putProject(client, 'Project 1', 'Client 1')]
  const id = await begin(client, log(90))
  await putProject(client, 'Project 2', 'Client 2')
  await client.post(`/projects/${merged}/merge`, { into: kept })
  await rows(
    "UPDATE projects SET merged_into = ?, deleted_at = 5, name_key = 'gone' WHERE user_id = ? AND id = ?",
    kept,
    client.userId,
    merged,
  )
  await finishJob(client)
  const named = await rows<{ name: string; sessions: number }>(
    `SELECT name, count(*) AS sessions FROM sessions JOIN projects ON projects.user_id = sessions.user_id
       AND projects.id = project_id WHERE sessions.user_id = ? AND name IN ('Kept', 'Project 1') GROUP BY name`,
    client.userId,
  )
  expect(named).toEqual(expect.arrayContaining([{ name: 'Kept', sessions: expect.any(Number) }]))
  expect(await rows('SELECT id FROM sessions WHERE user_id = ? AND project_id = ?', client.userId, merged)).toEqual([])
  expect(
    await rows(
      `SELECT id FROM projects WHERE user_id = ? AND name = 'Project 2' AND ${clientOf()} = 'Client 2'`,
      client.userId,
    ),
  ).toHaveLength(1)
  expect(await wrongSums(client.userId)).toEqual([])
  expect(await rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)).toHaveLength(90)
  expect(id).toBeTruthy()
})

test('the API answers 202 with the job, repeats that for the same key, and the job goes on while it is read', async () => {
  const client = await signedIn()
  const text = log(90)
  const send = () =>
    client.json('POST', '/api/v1/sessions/import', text, { 'Content-Type': 'text/csv', 'Idempotency-Key': 'once' })
  const answer = await send()
  const started: { job: { id: string } } = await answer.json()
  const { job } = started
  expect([answer.status, answer.headers.get('Location')]).toEqual([202, `/api/v1/jobs/${job.id}`])
  expect(job).toMatchObject({ title: 'Import of 90 sessions', state: 'running', done: 0, total: 90 })
  const again = await send()
  expect([again.status, again.headers.get('Location')]).toEqual([202, `/api/v1/jobs/${job.id}`])
  expect(await again.json()).toEqual(started)
  const read = async (): Promise<{ state: string; done: number }> =>
    (await client.json('GET', `/api/v1/jobs/${job.id}`)).json()
  for (let reads = 0; reads < 30 && (await read()).state === 'running'; reads += 1);
  expect(await read()).toMatchObject({ state: 'finished', done: 90 })
  const undo = await client.json('DELETE', `/api/v1/imports/${job.id}`)
  const { job: undoing } = await undo.json<{ job: { id: string } }>()
  expect([undo.status, undo.headers.get('Location')]).toEqual([202, `/api/v1/jobs/${undoing.id}`])
  expect((await client.json('DELETE', `/api/v1/jobs/${undoing.id}`)).status).toBe(204)
  expect(await (await client.json('GET', `/api/v1/jobs/${undoing.id}`)).json()).toMatchObject({ state: 'cancelled' })
})

test('whatever comes in meanwhile is skipped once, and the job and its page name it', async () => {
  for (const taken of [[], [39], [20, 25, 38], Array.from({ length: 20 }, (_, n) => 20 + n)]) {
    const client = await signedIn()
    const id = await begin(client, log(40))
    const [{ position } = { position: 0 }] = await rows<{ position: number }>(
      'SELECT position FROM jobs WHERE id = ?',
      id,
    )
    const others = taken.filter((n) => n >= position)
    for (const n of others)
      await put(client, '2020-01-01T00:00:00Z', 1, { id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` })
    let last = await client.post(`/jobs/${id}/step`)
    while ((await runningJob(client)) === id) last = await client.post(`/jobs/${id}/step`)
    const job: object = await (await client.json('GET', `/api/v1/jobs/${id}`)).json()
    expect(job).toMatchObject({ state: 'finished', done: 40, total: 40, skipped: others.length })
    const named = others.map(() => ({
      line: 0,
      what: expect.stringMatching(/^.+, 20\d\d-\d\d-\d\d$/),
      reason: expect.any(String),
    }))
    expect(job).toMatchObject({ left_out: named })
    const said = others.length === 1 ? '1 session' : `${others.length} sessions`
    const page = await (await client.get(`/jobs/${id}`)).text()
    const where = last.headers.get('Location')
    if (others.length === 0) {
      expect(page).not.toMatch(/skipped/i)
      expect(where).not.toBe(`/jobs/${id}`)
    } else {
      expect(page).toContain(`${said} skipped`)
      expect(page).toContain('It came in since the import began.')
      expect(where).toBe(`/jobs/${id}`)
    }
    expect(await rows('SELECT imported FROM imports WHERE user_id = ? AND id = ?', client.userId, id)).toEqual([
      { imported: 40 - others.length },
    ])
  }
})
