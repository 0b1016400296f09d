import { expect, test } from 'vitest'
import clockifyActivity from '../../../../test/data/reports/clockify-activity.csv?raw'
import sepLine from '../../../../test/data/reports/sep-line.csv?raw'
import { type Client, followed, rows, signedIn, toastOf } from '../../../../test/support/client'
import { importText, upload } from './testing'

type Answer = { imported: number; left_out: { line: number; what: string; reason: string }[]; left_out_count: number }

const send = async (client: Client, text: string, query = '') => {
  const answer = await client.json('POST', `/api/v1/sessions/import${query}`, text, { 'Content-Type': 'text/csv' })
  return answer.json<Answer>()
}

test('the API and the preview name the columns that are left out', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const { left_out, left_out_count } = await send(client, clockifyActivity, '?dry_run=true')
  expect(left_out.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['Column “Approval”', 'Column “Approved by”']),
  )
  expect(left_out_count).toBe(left_out.length)
  const { page } = await upload(client, clockifyActivity)
  expect(page).toContain('Left out')
  expect(page).toContain('Column “Approved by”')
})

test('a CSV whose header names its columns clearly is read by them, below a line for Excel', async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  expect((await upload(client, sepLine)).page).toContain('Import 1 session')
  expect(await send(client, sepLine)).toMatchObject({ imported: 1, left_out: [] })
  expect(
    await rows(
      `SELECT started_at, ended_at, title, (SELECT name FROM projects WHERE user_id = s.user_id AND id = project_id) AS project
       FROM sessions AS s WHERE user_id = ?`,
      client.userId,
    ),
  ).toEqual([
    {
      ...{ started_at: Date.parse('2026-09-01T07:00Z'), ended_at: Date.parse('2026-09-01T08:30Z') },
      ...{ title: 'Excel hint line', project: 'Website' },
    },
  ])
})

test('an import leads to the sessions that came in, with its Undo', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const { id, response } = await importText(client, clockifyActivity)
  expect(response.headers.get('Location')).toBe('/sessions?from=2026-08-21&to=2026-08-21')
  const page = await (await followed(client, response)).text()
  expect(page).toContain('Draft pages')
  expect(JSON.stringify(toastOf(response))).toContain(`/changes/session.import~${id}/undo`)
  const again = await importText(client, clockifyActivity)
  expect(again.response.headers.get('Location')).toBe('/sessions/import')
})

const plan = `---\nid: course\ntitle: The course\n---\n\n## Chunk 1: Start {#chunk-001}\n\n**Duration**: 60\n`

test('our own CSV keeps goals, tasks and plans by name in another account, or names those that it lacks', async () => {
  const [owner, other, empty] = [await signedIn(), await signedIn(), await signedIn()]
  const make = async (client: Client) => {
    const of = async (path: string, body: object) => (await client.json('POST', path, body)).json<{ id: string }>()
    const goal = await of('/api/v1/goals', { title: 'Learn' })
    const task = await of('/api/v1/tasks', { title: 'Read' })
    await client.json('POST', '/api/v1/plans', plan.replace('course', client === owner ? 'course' : 'course-2'), {
      'Content-Type': 'text/markdown',
    })
    const { items } = await (await client.json('GET', '/api/v1/plans')).json<{ items: { id: string }[] }>()
    return { goal_id: goal.id, task_id: task.id, plan_id: items[0]?.id }
  }
  const own = await make(owner)
  const theirs = await make(other)
  const made = await owner.json('POST', '/api/v1/sessions', {
    ...{ ...own, chunk_id: 'chunk-001', title: 'Work' },
    ...{ started_at: '2026-09-01T09:00:00Z', ended_at: '2026-09-01T10:00:00Z' },
  })
  expect([made.status, await made.text()]).toEqual([201, expect.any(String)])
  const csv = await (await owner.get('/sessions.csv')).text()
  expect(await send(other, csv)).toMatchObject({ imported: 1, left_out_count: 0 })
  const { items } = await (await other.json('GET', '/api/v1/sessions')).json<{ items: object[] }>()
  expect(items).toMatchObject([{ ...theirs, chunk_id: 'chunk-001' }])
  const answer = await send(empty, csv, '?dry_run=true')
  expect(answer.left_out.map(({ line, what }) => `${line}: ${what}`)).toEqual([
    '2: Goal “Learn”',
    '2: Plan “The course”',
    '2: Chunk “chunk-001”',
    '2: Task “Read”',
  ])
})
