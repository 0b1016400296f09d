import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { hostilePerson } from '../../../data/export/hostile/testing'
import { deletePlan, putPlan } from '../../../learning/plans/testing'
import { clientOf } from '../../../lib/org'
import { put } from '../testing'
import { dump, importText, upload } from './testing'

const person = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  await putPlan(client, 'sql', 'SQL in depth', { joins: 'not-started', windows: 'completed' })
  await putPlan(client, 'git', 'Git')
  return client
}

const header = 'started_at,ended_at,plan,chunk,artifacts'
const line = (hour: number, cells: string) => `2026-03-02T0${hour}:00:00Z,2026-03-02T0${hour}:30:00Z,${cells}`

const linked = ({ userId }: Client) =>
  rows('SELECT plan_id, chunk_id, artifacts FROM sessions WHERE user_id = ? ORDER BY started_at', userId)

const statuses = (client: Client) =>
  rows('SELECT plan_id, id, status FROM plan_chunks WHERE user_id = ? ORDER BY plan_id, id', client.userId)

describe('the plan, chunk and artifacts of a row', () => {
  test('are named by id or title, and leave the plan as it is', async () => {
    const client = await person()
    const before = await statuses(client)
    const text = [
      header,
      line(1, 'sql,joins,https://example.com/a'),
      line(2, 'SQL in depth,The windows,"notes/a.md\r\n\r\n notes/b.md "'),
      line(3, 'git,,'),
      line(4, ',,'),
    ]
    await importText(client, text.join('\n'))
    expect(await linked(client)).toEqual([
      { plan_id: 'sql', chunk_id: 'joins', artifacts: '["https://example.com/a"]' },
      { plan_id: 'sql', chunk_id: 'windows', artifacts: '["notes/a.md","notes/b.md"]' },
      { plan_id: 'git', chunk_id: null, artifacts: '[]' },
      { plan_id: null, chunk_id: null, artifacts: '[]' },
    ])
    expect(await statuses(client)).toEqual(before)
  })

  test('go out and come in again unchanged, in another account, too', async () => {
    const [client, other] = [await person(), await person()]
    await put(client, '2026-03-02T01:00:00Z', 30, {
      plan_id: 'sql',
      chunk_id: 'joins',
      artifacts: ['=1+1', 'https://example.com/?a=1,2', "'quoted\" ' 🎉 שלום"],
    })
    await put(client, '2026-03-02T03:00:00Z', 30, { plan_id: 'git' })
    await put(client, '2026-03-02T05:00:00Z', 30)
    const exported = await (await client.get('/sessions.csv')).text()
    expect(exported.split('\r\n')[0]).toMatch(
      /,day_start_minute,plan,chunk,task,task_id,plan_title,artifacts,billable,hourly_rate,currency$/,
    )
    await importText(other, exported)
    expect(await linked(other)).toEqual(await linked(client))
    await deletePlan(client, 'sql')
    const before = await dump(client.userId)
    expect((await upload(client, exported)).page).toContain('Every row is already imported.')
    expect(await dump(client.userId)).toEqual(before)
  })
})

/** Sessions as a person sees them, wherever they are. */
const seen = async ({ userId }: Client) =>
  rows(
    `SELECT started_at, ended_at, duration_seconds, sessions.time_zone, sessions.notes, sessions.tags, artifacts, name, ${clientOf()} AS client,
       coalesce(nullif(sessions.title, ''), plans.title, '') AS title
     FROM sessions LEFT JOIN projects ON projects.user_id = sessions.user_id AND projects.id = sessions.project_id
       LEFT JOIN plans ON plans.user_id = sessions.user_id AND plans.id = plan_id
     WHERE sessions.user_id = ? AND sessions.deleted_at IS NULL AND sessions.status = 'completed'
     ORDER BY started_at, sessions.notes, sessions.title`,
    userId,
  )

test('every session of an account comes into an empty one as it is, whatever its words, plan or chunk', async () => {
  const [{ client }, other] = [await hostilePerson(), await signedIn()]
  await putPlan(client, 'sql', 'SQL in depth', { joins: 'not-started' })
  for (const [hour, links] of [
    [1, { plan_id: 'sql', chunk_id: 'joins' }],
    [2, { plan_id: 'sql', title: 'Exercises' }],
    [3, { plan_id: 'sql', chunk_id: 'joins', notes: 'deleted' }],
  ] as const)
    await put(client, `2026-03-02T0${hour}:00:00Z`, 30, links)
  await deletePlan(client, 'sql')
  const csv = await (await client.get('/sessions.csv')).text()
  const answer = await other.json('POST', '/api/v1/sessions/import?on_error=skip', csv, { 'Content-Type': 'text/csv' })
  expect(await answer.json()).toMatchObject({ rejected: [] })
  const withoutNul = (text: string) => text.replaceAll('\\u0000', '')
  expect(JSON.stringify(await seen(other))).toBe(withoutNul(JSON.stringify(await seen(client))))
})

test('a plan or a chunk that is not there is left out', async () => {
  const client = await person()
  await importText(client, [header, line(1, 'rust,,'), line(2, 'sql,loops,')].join('\n'))
  const found = await rows(
    'SELECT title, plan_id, chunk_id FROM sessions WHERE user_id = ? ORDER BY title',
    client.userId,
  )
  expect(found).toEqual([
    { title: '', plan_id: 'sql', chunk_id: null },
    { title: 'rust', plan_id: null, chunk_id: null },
  ])
})
