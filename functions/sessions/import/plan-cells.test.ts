import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/client'
import { deletePlan, putPlan } from '../../plans/testing'
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
    expect(exported.split('\r\n')[0]).toMatch(/,day_start_minute,plan,chunk,task,task_id,artifacts$/)
    await importText(other, exported)
    expect(await linked(other)).toEqual(await linked(client))
    await deletePlan(client, 'sql')
    const before = await dump(client.userId)
    expect((await upload(client, exported)).page).toContain('Every row is already imported.')
    expect(await dump(client.userId)).toEqual(before)
  })
})

describe('a plan or a chunk that is not there', () => {
  const text = [
    header,
    line(1, 'sql,joins,'),
    line(2, 'rust,,"two\nlines"'),
    line(3, 'sql,loops,'),
    line(4, 'git,joins,'),
    line(5, '=gone,,'),
    line(6, ',joins,'),
  ].join('\n')

  const reasons = [
    [3, 'plan: “rust” is not one of your plans. Write its id or its title.'],
    [5, 'chunk: “loops” is not a chunk of this plan. Write its id or its title.'],
    [6, 'chunk: “joins” is not a chunk of this plan. Write its id or its title.'],
    [7, 'plan: “=gone” is not one of your plans. Write its id or its title.'],
    [8, 'chunk: “joins” is missing its plan.'],
  ]

  test('is named by its line and column, and nothing is imported unless such rows are skipped', async () => {
    const [client, stranger] = [await person(), await signedIn()]
    await putPlan(stranger, 'rust', 'Rust')
    await deletePlan(client, 'none')
    const refused = await client.json('POST', '/api/v1/sessions/import', text, { 'Content-Type': 'text/csv' })
    const problem = await refused.json<{ rejected: { line: number; reason: string }[] }>()
    expect(problem.rejected.map(({ line, reason }) => [line, reason])).toEqual(reasons)
    expect(await linked(client)).toEqual([])

    const { page, id } = await upload(client, text)
    expect(page).toContain('Import 1 session, skip 5')
    expect(page).toContain('“rust” is not one of your plans')
    const file = await (await client.get(`/sessions/import/${id}/rejected.csv?time_zone=UTC&member=`)).text()
    expect(file).toContain('3,plan: “rust” is not one of your plans. Write its id or its title.,2026-03-02T02:00:00Z')
    await importText(client, text, { on_error: 'skip' })
    expect(await linked(client)).toHaveLength(1)
  })

  test('is refused under the name that the header has for it, also for a deleted plan', async () => {
    const client = await person()
    await deletePlan(client, 'sql')
    const { page } = await upload(client, `started_at,ended_at,Plan_ID\n${line(1, 'sql')}`)
    expect(page).toContain('Plan_ID: “sql” is not one of your plans.')
  })
})
