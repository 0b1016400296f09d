import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { useMachineClock } from '../../../../test/support/clock'
import { tidyAll } from '../../../lib/hooks'
import { importText } from '../../../time/sessions/import/testing'
import { addSessions } from '../../../time/sessions/queries'
import { editMany } from '../../../time/sessions/selected/testing'
import { newSession, put, putGoal, putProject, words } from '../../../time/sessions/testing'

useMachineClock()

const told = async ({ get }: Client, query = '') => {
  const html = await (await get(`/stats/changes${query}`)).text()
  return words(/<main.*<\/main>/s.exec(html)?.[0] ?? '').replace(/[\u2068\u2069]/g, '')
}

/** Lets the edits made so far have been made an hour before now. */
const longAgo = ({ userId }: Client, hours = 1) =>
  env.DB.prepare('UPDATE ledger_edits SET at = at - ? WHERE user_id = ?')
    .bind(hours * 3_600_000, userId)
    .run()

const edit = async (client: Client, id: string, fields: Record<string, string>) => {
  const [row] = await rows<{ seq: number }>('SELECT seq FROM sessions WHERE id = ?', id)
  const answer = await client.post(`/sessions/${id}`, { ...fields, seq: row?.seq ?? 0 })
  expect(answer.status).toBe(303)
}

test('a difference is told in the edits that made it, with what each did', async () => {
  const client = await signedIn()
  const [web, app] = [await putProject(client, 'Web'), await putProject(client, 'App')]
  const session = await put(client, '2026-03-03T09:00:00Z', 120, { title: 'Stand-up', project_id: web })
  await put(client, '2026-03-10T09:00:00Z', 60)
  await longAgo(client, 48)
  await edit(client, session.id, { duration: '30m' })
  const week = 'from=2026-03-02&to=2026-03-08'
  const text = await told(client, `?${week}`)
  expect(text).toMatch(/− 1 h 30 m 1 edit in the last 24 hours took the total from 2h .+ to 30m now/)
  expect(text).toMatch(/Stand-up today, \d\d:\d\d · was shortened by 1h 30m \(2h → 30m\) · session of Tue 3 Mar/)
  expect(await told(client, '?from=2026-03-09&to=2026-03-15')).toContain('No edits changed this total')

  await longAgo(client, 48)
  await edit(client, session.id, { project_id: app })
  expect(await told(client, `?subject=project:${web}`)).toMatch(/− 30 m .*was moved from Web to App/)
  expect(await told(client, `?subject=project:${app}`)).toMatch(/\+ 30 m .*was moved from Web to App/)
  expect(await told(client, `?${week}`)).toContain('No edits changed this total')

  await longAgo(client, 48)
  await edit(client, session.id, { date: '2026-03-10', tags: 'deep' })
  expect(await told(client, `?${week}`)).toMatch(/− 30 m .*was moved from Tue 3 Mar( 2026)? to Tue 10 Mar( 2026)?/)
  expect(await told(client, `?subject=${encodeURIComponent('tag:#deep')}`)).toContain('got #deep')
  await client.post(`/sessions/${session.id}/delete`)
  expect(await told(client)).toMatch(/− 30 m .*was deleted/)
})

test('an import and a change of many are one line each, also after they are undone', async () => {
  const client = await signedIn()
  const csv = [
    'started_at,ended_at,title',
    ...Array.from({ length: 8 }, (_, n) => `2026-03-0${n + 1}T09:00:00Z,2026-03-0${n + 1}T10:00:00Z,Work`),
  ]
  expect((await importText(client, csv.join('\n'))).status).toBe(303)
  expect(await told(client)).toContain('8 sessions were imported from log.csv')
  await longAgo(client)
  const week = { all: 'yes', subject: 'all', from: '2026-03-01', to: '2026-03-06' }
  const undo = await editMany(client, week, 'delete')
  expect(await told(client)).toMatch(/6 sessions were deleted today, \d\d:\d\d −6h/)
  await longAgo(client)
  expect((await client.post(undo ?? '')).status).toBe(303)
  expect(await told(client)).toMatch(/6 sessions were restored today, \d\d:\d\d \+6h/)
})

test('a change of many says what it was where it was the same of all, and else that they were changed', async () => {
  const client = await signedIn()
  const [web, app] = [await putProject(client, 'Web'), await putProject(client, 'App')]
  for (const day of [2, 3, 4, 5, 6, 7]) await put(client, `2026-03-0${day}T09:00:00Z`, 60, { project_id: web })
  await longAgo(client, 48)
  const range = { from: '2026-03-01', to: '2026-03-31', all: 'yes', subject: 'all' }
  await editMany(client, { ...range, project_id: app, add_tags: 'deep' })
  expect(await told(client, `?subject=project:${app}`)).toMatch(/\+ 6 h .*6 sessions were moved from Web to App/)
  expect(await told(client, `?subject=${encodeURIComponent('tag:#deep')}`)).toMatch(/\+ 6 h .*6 sessions got #deep/)
  await longAgo(client, 48)
  await put(client, '2026-03-08T09:00:00Z', 60)
  await editMany(client, { ...range, project_id: web })
  expect(await told(client, `?subject=project:${web}`)).toMatch(/\+ 7 h .*7 sessions were changed/)
})

test('moments are named, and what cannot be told is said', async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  const theirs = await putGoal(await signedIn(), 'Theirs')
  await put(client, '2026-03-03T09:00:00Z', 120)
  await longAgo(client, 3)
  expect(await told(client, '?since=1h')).toContain('No edits changed this total')
  expect(await told(client, '?since=7d')).toContain('+ 2 h')
  for (const [query, status, said] of [
    ['?since=yesterday', 422, 'Choose a time from the list'],
    ['?subject=nothing', 422, 'Unknown subject'],
    ['?from=2026-01-01', 422, 'Enter both dates, or neither'],
    [`?subject=goal:${theirs}`, 404, 'Page not found'],
  ] as const) {
    const answer = await client.get(`/stats/changes${query}`)
    expect([query, answer.status, (await answer.text()).includes(said)]).toEqual([query, status, true])
  }
})

test('the API tells the same, and its sums hold', async () => {
  const client = await signedIn()
  await put(client, '2026-03-03T09:00:00Z', 120)
  const answer = await client.json('GET', '/api/v1/stats/changes')
  const { items, ...rest } = await answer.json<{ items: object[] }>()
  expect(rest).toMatchObject({ before_seconds: 0, after_seconds: 7200, earlier_seconds: 0, complete: true })
  expect(items).toMatchObject([{ kind: 'added', sessions: 1, effect_seconds: 7200, total_seconds: 7200 }])
  for (const since of ['2001-01-01T09:00:00Z', '2190-01-01T09:00:00Z'])
    expect((await client.json('GET', `/api/v1/stats/changes?since=${since}`)).status).toBe(422)
})

test('of very many edits the latest are listed', async () => {
  const client = await signedIn()
  const many = Array.from({ length: 1200 }, () => newSession('2026-03-03T09:00:00Z', 1))
  await env.DB.batch(addSessions(env.DB, client.userId, many, Date.now()))
  const view = await (await client.get('/api/v1/stats/changes')).json()
  expect(view).toMatchObject({ complete: false, before_seconds: 42_000, after_seconds: 72_000 })
  expect(await told(client)).toMatch(/500 edits in the last 24 hours took the total from 11h 40m to/)
})

test('edits older than 400 days are let go of on the first visit of a day, one’s own alone', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  for (const each of [client, other]) {
    await put(each, '2026-03-03T09:00:00Z', 120)
    await longAgo(each, 401 * 24)
    await put(each, '2026-03-04T09:00:00Z', 120)
  }
  await tidyAll(env, client.userId, Date.now())
  const kept = (userId: string) => rows('SELECT at FROM ledger_edits WHERE user_id = ?', userId)
  expect([(await kept(client.userId)).length, (await kept(other.userId)).length]).toEqual([1, 2])
})
