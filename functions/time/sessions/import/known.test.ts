import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { commit } from '../../../lib/db/sql'
import { clientOf } from '../../../lib/org'
import { putGoal } from '../testing'
import { confirmImport } from './confirm'
import { dump, importText, togglHeader, upload, userOf } from './testing'

type Part = { user?: string; email?: string; client?: string; project?: string; title?: string; hour?: number }

const line = ({ user = 'Robin', email = '', client = '', project = '', title = 'Work', hour = 9 }: Part) => {
  const time = (at: number) => `${String(at).padStart(2, '0')}:00:00`
  return `${user},${email},${client},${project},${title},2026-03-02,${time(hour)},2026-03-02,${time(hour + 1)},01:00:00,`
}

const log = (...parts: Part[]) => [togglHeader, ...parts.map(line)].join('\n')

const bad = 'Robin,,,,Broken,2026-02-30,09:00:00,2026-03-02,10:00:00,01:00:00,'

const sessionsOf = ({ userId }: Client) =>
  rows('SELECT title, project_id, goal_id FROM sessions WHERE user_id = ? ORDER BY started_at, number', userId)

const projectsOf = ({ userId }: Client) =>
  rows(
    `SELECT id, name, ${clientOf()} AS client, color FROM projects WHERE user_id = ? AND deleted_at IS NULL ORDER BY id`,
    userId,
  )

describe('what is there already', () => {
  test('of equal rows as many are known as there were, edited or deleted since; the others come, and the list says how many did not', async () => {
    const client = await signedIn()
    await importText(client, log({}, {}, {}))
    await rows("UPDATE sessions SET title = 'Else', deleted_at = 1 WHERE user_id = ?", client.userId)
    await importText(client, log({}, {}, {}, {}, { hour: 13 }))
    const [last] = await rows(
      'SELECT imported, duplicates, total_seconds FROM imports WHERE user_id = ? ORDER BY id DESC',
      client.userId,
    )
    expect(last).toEqual({ imported: 2, duplicates: 3, total_seconds: 7200 })
    const page = await (await client.get('/sessions/import')).text()
    expect(page).toMatch(/\b3 duplicates</)
  })
})

describe('rows that are rejected', () => {
  test('stop the import unless asked to skip them; then the good ones come in', async () => {
    const client = await signedIn()
    const before = await dump(client.userId)
    const text = `${log({ hour: 9 }, { hour: 11 })}\n${bad}`
    const stopped = await importText(client, text)
    expect(stopped.status).toBe(422)
    const page = await stopped.response.text()
    expect(page).toContain('Nothing was imported: 1 row can’t be imported.')
    expect(page).toContain('Import 2 sessions, skip 1')
    expect(await dump(client.userId)).toEqual(before)

    await client.post(`/sessions/import/${stopped.id}/confirm`, { on_error: 'skip' })
    expect(await sessionsOf(client)).toHaveLength(2)
    expect(await rows('SELECT imported, rejected FROM imports WHERE user_id = ?', client.userId)).toEqual([
      { imported: 2, rejected: 1 },
    ])
  })

  test('are named by line; twenty on the page, all of them as CSV that can be put right and imported', async () => {
    const client = await signedIn()
    const { page, id } = await upload(client, `${log({})}\n${Array.from({ length: 25 }, () => bad).join('\n')}`)
    expect(page).toContain('the first 20 of 25 rows')
    expect(page.match(/is not a date such as/g)).toHaveLength(20)
    expect(page).toMatch(/data-label="Line">3</)

    const response = await client.get(`/sessions/import/${id}/rejected.csv`)
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="rejected-rows.csv"')
    const text = await response.text()
    expect(text.trim().split('\r\n')).toHaveLength(26)
    expect(text).toContain('27,Start date: “2026-02-30” is not a date')

    await importText(client, text.replaceAll('2026-02-30', '2026-03-01'))
    expect(await sessionsOf(client)).toHaveLength(25)
  })

  test('a file of nothing else imports nothing, even on request', async () => {
    const client = await signedIn()
    const before = await dump(client.userId)
    const { status } = await importText(client, `${togglHeader}\n${bad}`, { on_error: 'skip' })
    expect(status).toBe(303)
    expect(await dump(client.userId)).toEqual(before)
  })
})

describe('a file of several people', () => {
  const rowsOfTwo = (client: Client) =>
    log(
      { user: 'Kim', email: 'kim@example.com', title: 'Kim’s' },
      { user: 'Robin', email: `${client.userId.toUpperCase()}@example.com`, title: 'Mine', hour: 11 },
    )

  test('brings the rows of the one with the user’s email, or of the one who is chosen', async () => {
    const client = await signedIn()
    const { page, id } = await upload(client, rowsOfTwo(client))
    expect(page).toMatch(/<option value="[^"]+@example.com" selected[^>]*>Robin, 1 row/)
    const chosen = await (await client.get(`/sessions/import/${id}?member=kim@example.com`)).text()
    expect(chosen).toMatch(/<option value="kim@example.com" selected/)
    await importText(client, rowsOfTwo(client))
    expect((await sessionsOf(client)).map(({ title }) => title)).toEqual(['Mine'])
    await importText(client, rowsOfTwo(client), { member: 'kim@example.com' })
    expect((await sessionsOf(client)).map(({ title }) => title)).toEqual(['Kim’s', 'Mine'])
  })

  test('of nobody while it is not known who the user is', async () => {
    const client = await signedIn()
    const text = log({ user: 'Kim', email: 'kim@example.com' }, { user: 'Noor', email: 'noor@example.com' })
    const { page } = await upload(client, text)
    expect(page).toContain('The file has rows for 2 people. Choose which are yours.')
    expect(page).not.toContain('/confirm')
    for (const member of ['', 'nobody@example.com']) {
      const { status, response } = await importText(client, text, { member, on_error: 'skip' })
      expect(status).toBe(422)
      expect(await response.text()).toMatch(/id="member-error"[\s\S]*Choose whose rows to import/)
    }
    expect(await sessionsOf(client)).toEqual([])
  })
})

describe('projects and goals', () => {
  test('a project is found by name under its client, ignoring case; the same name under two clients is two', async () => {
    const client = await signedIn()
    await importText(client, log({ project: 'Site', client: 'Clinic' }))
    await importText(
      client,
      log(
        { project: 'SITE', client: 'clinic', hour: 10 },
        { project: 'Site', hour: 11 },
        { project: 'Site', client: 'Press', hour: 12 },
        { project: 'site', client: 'press', hour: 13 },
      ),
    )
    const projects = await projectsOf(client)
    expect(projects.map(({ name, client: of }) => `${of}/${name}`)).toEqual(['Clinic/Site', '/Site', 'Press/Site'])
    expect(new Set(projects.map(({ color }) => color)).size).toBe(3)
    const [clinic, none, press] = projects.map(({ id }) => id)
    const links = (await sessionsOf(client)).map(({ project_id }) => project_id)
    expect(links).toEqual([clinic, clinic, none, press, press])
  })

  test('a row that names no client goes to the project of its name in an organization that is none', async () => {
    const client = await signedIn()
    await client.json('POST', '/api/v1/organizations', { name: 'UNAM', type: 'school' })
    await importText(client, log({ project: 'Thesis', client: 'UNAM' }, { project: 'Site', client: 'Acme' }))
    await importText(client, log({ project: 'thesis', hour: 13 }, { project: 'Site', hour: 14 }))
    const projects = await projectsOf(client)
    expect(projects.map(({ name, client: of }) => `${of}/${name}`).sort()).toEqual([
      '/Site',
      'Acme/Site',
      'UNAM/Thesis',
    ])
  })

  test('a deleted project is not found; a new one is made', async () => {
    const client = await signedIn()
    await importText(client, log({ project: 'Thesis' }))
    await rows('UPDATE projects SET deleted_at = 1 WHERE user_id = ?', client.userId)
    await importText(client, log({ project: 'Thesis', hour: 12 }))
    expect(await projectsOf(client)).toHaveLength(1)
    expect(await rows('SELECT id FROM projects WHERE user_id = ?', client.userId)).toHaveLength(2)
  })

  test('a goal is linked by its id when it is the user’s, else by its title, else not', async () => {
    const [client, stranger] = [await signedIn(), await signedIn()]
    const [mine, gone] = [await putGoal(client, 'Write'), await putGoal(client, 'Gone')]
    await rows('UPDATE goals SET deleted_at = 1 WHERE id = ?', gone)
    const theirs = await putGoal(stranger, 'Theirs')
    const own = [
      'started_at,ended_at,goal,goal_id',
      ...[`,${mine}`, `Write,${theirs}`, `,${theirs}`, 'Theirs,', `Gone,${gone}`, ','].map(
        (goal, hour) => `2026-03-02T0${hour}:00:00Z,2026-03-02T0${hour}:30:00Z,${goal}`,
      ),
    ].join('\n')
    await importText(client, own)
    const links = (await sessionsOf(client)).map(({ goal_id }) => goal_id)
    expect(links).toEqual([mine, mine, null, null, null, null])
  })
})

describe('an import that meets other writes', () => {
  /** A database in which so many writes of somebody else's slip in, each just before one of ours. */
  const restless = (client: Client, times: number) => {
    let left = times
    const batch = async (statements: D1PreparedStatement[]) => {
      if (left > 0) await commit(env.DB, client.userId, [], [])
      left -= 1
      return env.DB.batch(statements)
    }
    return { prepare: (query: string) => env.DB.prepare(query), batch } as unknown as D1Database
  }

  const confirmed = (client: Client, times: number) => {
    const file = { id: uuid(), file_name: 'log.csv', time_zone: 'UTC', text: log({ project: 'Thesis' }) }
    return confirmImport(restless(client, times), userOf(client), file, { on_error: 'stop', member: '' })
  }

  test('is planned again when something was written between reading and writing', async () => {
    const client = await signedIn()
    expect(await confirmed(client, 2)).toHaveProperty('imported')
    expect(await sessionsOf(client)).toHaveLength(1)
    expect(await client.heads()).toMatchObject({ seq: 3, stats_seq: 3 })
  })

  test('gives up, having written nothing, when the writes do not end', async () => {
    const client = await signedIn()
    const before = await dump(client.userId)
    const wait = vi.spyOn(scheduler, 'wait').mockResolvedValue()
    onTestFinished(() => wait.mockRestore())
    await expect(confirmed(client, 100)).rejects.toMatchObject({ problem: { status: 409, code: 'busy' } })
    expect(await dump(client.userId)).toEqual(before)
  })
})
