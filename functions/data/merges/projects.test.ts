import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn, text } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { importPlan, knotsText } from '../../learning/plans/testing'
import { projectLabel } from '../../line/names'
import { editMany } from '../../time/sessions/selected/testing'
import { newSession, put, putAll, putProject, words } from '../../time/sessions/testing'
import { flashed, state, undoLast } from '../changes/testing'
import { matchingRows } from './pages'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const projectOf = async (client: Client, id: string) => {
  const [row] = await rows('SELECT project_id FROM sessions WHERE user_id = ? AND id = ?', client.userId, id)
  return row?.project_id
}

/** Two projects, the first with seven sessions of an hour, the last of them deleted. */
const two = async (client: Client) => {
  const [from, into] = [await putProject(client, 'Acme'), await putProject(client, 'Acme Inc', 'Zoo')]
  const sessions = Array.from({ length: 7 }, (_, n) =>
    newSession(`2015-03-0${n + 1}T10:00Z`, 60, { project_id: from, title: `Session ${n + 1}` }),
  )
  await putAll(client, sessions)
  await client.post(`/sessions/${sessions[6]?.id}/delete`)
  return { from, into, sessions: sessions.map(({ id }) => id) }
}

test('its preview says what moves and writes nothing; it moves every session, deleted ones too', async () => {
  const { from, into, sessions } = await two(client)
  const before = await state(client)
  const html = words(await text(client.get(`/projects/${from}/merge?into=${into}`)))
  expect(html).toContain('6 sessions , 6h , 1–6 March 2015, move to Acme Inc, Zoo .')
  expect(html).toContain('Its deleted sessions move too.')
  expect(html).toContain('Acme Inc, Zoo doesn’t change: work, active, colour jade.')
  expect(html).toContain('Sessions to move the latest 5 Session 6')
  expect(html).not.toContain('Session 1 ')
  expect(await state(client)).toBe(before)
  const answer = await client.post(`/projects/${from}/merge`, { into })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/projects'])
  expect(flashed(answer)).toContain('Merged “Acme” into “Acme Inc”, 6 sessions')
  for (const id of sessions) expect(await projectOf(client, id)).toBe(into)
  expect(await text(client.get('/deleted'))).not.toContain('<bdi>Acme</bdi>')
  expect((await client.post(`/projects/${from}/restore`)).status).toBe(404)
})

test('what was earned keeps its rates through a merge, whatever both projects and clients say, and Undo takes it back', async () => {
  const rate = (subject: string, from: string, billable: number | null, hourly_rate: number | null, currency = 'EUR') =>
    rows(
      'INSERT INTO rates VALUES (?, ?, ?, ?, ?, ?)',
      ...[client.userId, subject, from, billable, hourly_rate, hourly_rate === null ? null : currency],
    )
  const organizationOf = async (id: string) =>
    (await rows<{ id: string }>('SELECT organization_id AS id FROM projects WHERE id = ?', id))[0]?.id ?? ''
  const earned = async () => {
    const answer = await client.json('GET', '/api/v1/report?from=2015-01-01&to=2015-12-31&group=month')
    const report = await answer.json<{ groups: object[]; amounts: { currency: string; amount: string }[] }>()
    return { ...report, amounts: report.amounts.filter(({ amount }) => Number(amount) > 0) }
  }
  const own = await putProject(client, 'Own', 'Acme')
  const plain = await putProject(client, 'Plain', 'Acme')
  const unrated = await putProject(client, 'Unrated')
  const into = await putProject(client, 'Into', 'Zoo')
  const settings: [string, string, number | null, number | null, string?][] = [
    [`project:${own}`, '2015-01-01', 1, 1000],
    [`project:${own}`, '2015-03-01', null, 2000],
    [`organization:${await organizationOf(own)}`, '2015-01-01', 1, 5000],
    [`project:${unrated}`, '2015-01-01', 1, null],
    [`project:${into}`, '1970-01-01', 1, 9900, 'USD'],
  ]
  for (const [subject, from, billable, hourly_rate, currency] of settings)
    await rate(subject, from, billable, hourly_rate, currency)
  const sessions = [own, plain, unrated, null, into].flatMap((project_id) =>
    ['2015-02-02', '2015-03-03'].map((date) => newSession(`${date}T10:00Z`, 60, { project_id })),
  )
  await putAll(client, sessions)
  await rows("UPDATE sessions SET hourly_rate = 1, currency = 'JPY' WHERE id = ?", sessions[0]?.id)
  const before = { report: await earned(), rows: await state(client) }
  for (const id of [own, plain, unrated]) {
    const preview = words(await text(client.get(`/projects/${id}/merge?into=${into}`)))
    expect(preview).toContain('What was earned keeps its rates. New time has those of Into, Zoo .')
    expect((await client.post(`/projects/${id}/merge`, { into })).status).toBe(303)
    expect((await earned()).amounts).toEqual(before.report.amounts)
    expect((await undoLast(client)).status).toBe(303)
    expect({ report: await earned(), rows: await state(client) }).toEqual(before)
  }
  // Clients whose projects have one name: both are merged.
  const twin = await putProject(client, 'own', 'Zoo')
  await rate(`project:${twin}`, '1970-01-01', 1, 7700)
  const known = await state(client)
  const [acme, zoo] = [await organizationOf(own), await organizationOf(into)]
  expect(words(await text(client.get(`/organizations/${acme}/merge?into=${zoo}`)))).toContain('keeps its rates')
  expect((await client.post(`/organizations/${acme}/merge`, { into: zoo })).status).toBe(303)
  expect((await earned()).amounts).toEqual(before.report.amounts)
  expect((await undoLast(client)).status).toBe(303)
  expect([await earned(), await state(client)]).toEqual([before.report, known])
})

test('goals that count it follow, also in rules of ended periods, and Undo takes each back', async () => {
  const { from, into } = await two(client)
  const ids: string[] = []
  for (const any_of of [[`project:${from}`], [`project:${into}`, `project:${from}`], [`project:${into}`]]) {
    const goal = { title: 'Hours', measure: 'time', period: 'week', target: 3600, counts: { any_of } }
    ids.push(await client.add('/goals', goal))
  }
  // The last one counted the project in a period that is over.
  const rule = { measure: 'time', times_of: null, direction: 'at_least', period: 'week', target: 60, on_days: null }
  await rows(
    `INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start, rule)
     VALUES (?, ?, '2015-03-02', 'open', NULL, 1, ?)`,
    client.userId,
    ids[2],
    JSON.stringify({ ...rule, day_seconds: null, counts: JSON.stringify([`project:${from}`]) }),
  )
  const counted = () =>
    rows<{ goal_id: string; counts: string }>(
      `SELECT goal_id, rule ->> 'counts' AS counts FROM goal_targets WHERE user_id = ?1
       UNION ALL SELECT id, counts FROM goals WHERE user_id = ?1 ORDER BY 1, 2`,
      client.userId,
    )
  const before = await counted()
  await client.post(`/projects/${from}/merge`, { into })
  expect([...new Set((await counted()).map(({ counts }) => counts))]).toEqual([`["project:${into}"]`])
  await undoLast(client)
  expect(await counted()).toEqual(before)
})

/** Assignments that make a completed session one that the ledger does not count. */
const uncounted = {
  running: "status = 'active', source = 'timer', ended_at = NULL, duration_seconds = NULL, days = '[]', hours = NULL",
  planned: 'planned_until = 4000000000000',
  abandoned: "status = 'abandoned'",
  deleted: 'deleted_at = 1',
  'deleted and planned': 'deleted_at = 1, planned_until = 4000000000000',
  'deleted and abandoned': "deleted_at = 1, status = 'abandoned'",
}

test('it moves running, planned, abandoned and deleted sessions too', async () => {
  const [from, into] = [await putProject(client, 'Acme'), await putProject(client, 'Zoo')]
  const counted = await put(client, '2015-03-09T10:00Z', 60, { project_id: from })
  for (const [kind, assignments] of Object.entries(uncounted)) {
    const { id } = await put(client, '2015-03-02T10:00Z', 60, { project_id: from, title: kind })
    await rows(`UPDATE sessions SET ${assignments} WHERE user_id = ? AND id = ?`, client.userId, id)
  }
  const ledger = 'SELECT DISTINCT session_id AS id FROM session_days WHERE user_id = ?'
  expect(await rows(ledger, client.userId)).toEqual([{ id: counted.id }])
  const leftOn = (project: string) =>
    rows('SELECT title FROM sessions WHERE user_id = ? AND project_id = ?', client.userId, project)
  const all = await leftOn(from)
  expect(all).toHaveLength(1 + Object.keys(uncounted).length)
  expect((await client.post(`/projects/${from}/merge`, { into })).status).toBe(303)
  expect(await leftOn(from)).toEqual([])
  expect(await wrongSums(client.userId)).toEqual([])
  expect((await undoLast(client)).status).toBe(303)
  expect(await leftOn(from)).toEqual(expect.arrayContaining(all))
  expect(await wrongSums(client.userId)).toEqual([])
})

test('it moves plans, learnings and tasks too, and Undo brings back those that were not filed elsewhere since', async () => {
  const { from, into } = await two(client)
  for (const id of ['knots', 'ropes']) await importPlan(client, knotsText(id), { project_id: from })
  for (const kind of ['learnings', 'tasks', 'meetings']) {
    for (const title of ['Kept', 'Deleted']) {
      const id = await client.add(`/${kind}`, { title, project_id: from })
      if (title === 'Deleted') await client.json('DELETE', `/api/v1/${kind}/${id}`)
    }
  }
  const before = await state(client)
  const projectsOf = async (kind: string) =>
    (await rows(`SELECT project_id FROM ${kind} WHERE user_id = ? ORDER BY id`, client.userId)).map(
      (row) => row.project_id,
    )
  await client.post(`/projects/${from}/merge`, { into })
  for (const kind of ['plans', 'learnings', 'tasks', 'meetings']) expect(await projectsOf(kind)).toEqual([into, into])
  await undoLast(client)
  expect(await state(client)).toBe(before)
  await client.post(`/projects/${from}/merge`, { into })
  await client.json('PATCH', '/api/v1/plans/knots', { project_id: null })
  await undoLast(client)
  expect(await projectsOf('plans')).toEqual([null, from])
})

test('it takes a target by what is typed of its name, and asks which where that could be several', async () => {
  const { from, into } = await two(client)
  expect(await text(client.get(`/projects/${from}/merge?name=acme+inc`))).toContain(`name="into" value="${into}"`)
  const other = await putProject(client, 'Acme <b>', 'Arts')
  const several = await text(client.get(`/projects/${from}/merge?name=ACME`))
  for (const id of [into, other]) expect(several).toContain(`href="/projects/${from}/merge?into=${id}"`)
  expect(several).not.toContain('<b>')
  const none = await client.get(`/projects/${from}/merge?name=nothing`)
  expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('No matching project')])
  const projects = [
    { name: 'Site', client: '' },
    { name: 'Site', client: 'Zoo' },
  ]
  expect(matchingRows(projects, projectLabel, 'site')).toEqual([projects[0]])
  expect(matchingRows(projects, projectLabel, 'SITE, zoo ')).toEqual([projects[1]])
  expect(matchingRows(projects, projectLabel, 'sit')).toEqual(projects)
  expect(matchingRows(projects, projectLabel, ' ')).toEqual([])
})

test('one of the same name gives its organization, and takes it back with Undo', async () => {
  const [from, into] = [await putProject(client, 'Site', 'Zoo'), await putProject(client, 'Site')]
  const before = await state(client)
  expect((await client.post(`/projects/${from}/merge`, { into })).status).toBe(303)
  expect((await undoLast(client)).status).toBe(303)
  expect(await state(client)).toBe(before)
})

test('it goes nowhere but to another project of the person’s that is there', async () => {
  const stranger = await signedIn()
  const { from } = await two(client)
  const foreign = await putProject(stranger, 'Theirs')
  const gone = await putProject(client, 'Gone')
  await client.post(`/projects/${gone}/delete`)
  const before = [await state(client), await state(stranger)]
  for (const target of [from, foreign, gone, 'nothing', '', 'x'.repeat(200)]) {
    const answer = await client.post(`/projects/${from}/merge`, { into: target })
    expect(await answer.text()).toContain('Choose a project from the list')
    expect(answer.status).toBe(422)
  }
  for (const target of [from, foreign, gone]) {
    expect((await client.get(`/projects/${from}/merge?into=${target}`)).status).toBe(422)
  }
  expect((await stranger.post(`/projects/${from}/merge`, { into: foreign })).status).toBe(404)
  expect([await state(client), await state(stranger)]).toEqual(before)
})

test('two projects that are merged into each other at once: one of them stays, with all sessions', async () => {
  const { from, into } = await two(client)
  const answers = await Promise.all([
    client.post(`/projects/${from}/merge`, { into }),
    client.post(`/projects/${into}/merge`, { into: from }),
  ])
  const statuses = answers.map(({ status }) => status).sort()
  expect(statuses[0]).toBe(303)
  expect([404, 422]).toContain(statuses[1])
  const [left] = await rows<{ id: string }>(
    'SELECT id FROM projects WHERE user_id = ? AND deleted_at IS NULL',
    client.userId,
  )
  expect(await rows('SELECT DISTINCT project_id AS id FROM sessions WHERE user_id = ?', client.userId)).toEqual([left])
})

test('what is logged on a project, or moved to it, in the instant in which it is merged does not stay on it', async () => {
  const times = { date: '2015-03-03', started_at: '13:00', duration: '1h' }
  const json = { 'Content-Type': 'application/json' }
  const apiTimes = { started_at: '2015-03-03T15:00:00Z', duration_seconds: 60 }
  const writers = [
    (from: string) => ({ path: '/sessions', fields: { ...times, project_id: from } }),
    () => ({ path: '/sessions/entry', fields: { entry: '25m writing @From', create: 'From' } }),
    (from: string) => ({ path: '/api/v1/sessions', json: { ...apiTimes, project_id: from } }),
    (from: string, id: string) => ({ path: `/sessions/${id}`, fields: { title: 'Moved', project_id: from, seq: '0' } }),
    (from: string, id: string) => ({ path: `/api/v1/sessions/${id}`, method: 'PATCH', json: { project_id: from } }),
    (from: string, id: string) => ({
      path: '/sessions/selected',
      fields: { ids: id, act: 'move', typed: 'move', project_id: from },
    }),
  ]
  for (const writer of writers) {
    client = await signedIn()
    const [from, into] = [await putProject(client, 'From'), await putProject(client, 'Into')]
    const session = await put(client, '2015-03-03T09:00Z', 60)
    const sent: { path: string; method?: string; fields?: Record<string, string>; json?: object } = writer(
      from,
      session.id,
    )
    let isMerged = false
    /** Merges right before the first write, after all has been looked up. */
    const DB = new Proxy(env.DB, {
      get: (db, name) => {
        if (name !== 'batch') return Reflect.get(db, name)
        return async (statements: D1PreparedStatement[]) => {
          if (!isMerged) {
            isMerged = true
            expect((await client.post(`/projects/${from}/merge`, { into })).status).toBe(303)
          }
          return db.batch(statements)
        }
      },
    })
    const headers = { Cookie: client.cookie, Origin: origin, ...(sent.json && json) }
    const body = sent.json ? JSON.stringify(sent.json) : new URLSearchParams(sent.fields)
    const { status } = await request(sent.path, { method: sent.method ?? 'POST', headers, body }, { ...env, DB })
    expect([sent.path, status]).toEqual([sent.path, sent.path.endsWith('entry') ? 303 : expect.toBeOneOf([409, 422])])
    expect([sent.path, isMerged]).toEqual([sent.path, true])
    expect(await rows('SELECT title FROM sessions WHERE user_id = ? AND project_id = ?', client.userId, from)).toEqual(
      [],
    )
    expect(await wrongSums(client.userId)).toEqual([])
  }
})

test('a session that Undo brings back to a project that was merged since goes where that one went', async () => {
  const [a, b, c] = [await putProject(client, 'A'), await putProject(client, 'B'), await putProject(client, 'C')]
  const session = await put(client, '2015-03-03T09:00Z', 60, { project_id: a })
  const other = await put(client, '2015-03-03T11:00Z', 60, { project_id: a })
  const undoEdit = await editMany(client, { ids: session.id, project_id: 'none' })
  await client.post(`/projects/${a}/merge`, { into: b })
  await client.post(`/projects/${b}/merge`, { into: c })
  expect((await client.post(undoEdit ?? '')).status).toBe(303)
  for (const { id } of [session, other]) expect(await projectOf(client, id)).toBe(c)
  expect(await wrongSums(client.userId)).toEqual([])
})

test('an import that is undone keeps the project that it made and that was merged, for the merge to be undone', async () => {
  const { from, into, sessions } = await two(client)
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO imports (user_id, id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq, created_at)
       VALUES (?, 'i', 'a.csv', 'daymark', 'UTC', 0, 0, 0, 0, 1, 1)`,
    ).bind(client.userId),
    env.DB.prepare("UPDATE projects SET import_id = 'i' WHERE user_id = ? AND id = ?").bind(client.userId, from),
  ])
  await client.post(`/projects/${from}/merge`, { into })
  expect((await client.post('/changes/session.import~i/undo')).status).toBe(303)
  expect((await undoLast(client)).status).toBe(303)
  for (const id of sessions) expect(await projectOf(client, id)).toBe(from)
})
