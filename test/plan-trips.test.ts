import { expect, test } from 'vitest'
import { putPlan } from '../functions/plans/testing'
import { putGoal } from '../functions/sessions/testing'
import { type Client, cost, rows, signedIn } from './client'

const goalVersion = async (client: Client, id: string) => {
  const answer = await client.get(`/api/v1/goals/${id}`)
  return answer.headers.get('ETag') ?? ''
}

const runningTimer = async (client: Client) => {
  await client.post('/timer/start', { title: 'Work' })
  const [timer] = await rows<{ id: string; seq: number }>(
    "SELECT id, seq FROM sessions WHERE user_id = ? AND status = 'active'",
    client.userId,
  )
  return { id: timer?.id ?? '', seq: String(timer?.seq) }
}

const session = { title: 'Work', date: '2026-03-04', started_at: '06:00', duration: '1h' }
const timed = { started_at: '2026-03-04T06:00:00Z', ended_at: '2026-03-04T07:00:00Z' }

type Write = (client: Client, goal: string) => Promise<Response>

/** Each puts a chunk that is not started, and its plan, in progress, or gives a goal a plan. */
const writes: [name: string, trips: number, write: Write][] = [
  [
    'the form',
    3,
    (client) => client.post('/sessions', { ...session, plan: 'sql/joins' }, { part: true, page: '/sessions' }),
  ],
  [
    'the entry line',
    3,
    (client) => client.post('/sessions/entry', { entry: '25m work %sql/joins' }, { part: true, page: '/sessions' }),
  ],
  ['the API', 3, (client) => client.json('POST', '/api/v1/sessions', { ...timed, plan_id: 'sql', chunk_id: 'joins' })],
  [
    'a start',
    3,
    (client) => client.post('/timer/start', { title: 'Work', plan: 'sql/joins' }, { part: true, page: '/sessions' }),
  ],
  [
    'an edit of the running timer',
    3,
    async (client) =>
      client.post(
        '/timer/edit',
        { ...(await runningTimer(client)), plan: 'sql/joins' },
        { part: true, page: '/sessions' },
      ),
  ],
  [
    'a PATCH of a goal',
    3,
    async (client, goal) =>
      client.json(
        'PATCH',
        `/api/v1/goals/${goal}`,
        { progress_source: 'plan', plan_id: 'sql' },
        { 'If-Match': await goalVersion(client, goal) },
      ),
  ],
]

test.each(writes)('%s with a plan waits for at most %i round trips', async (_, trips, write) => {
  const client = await signedIn({ time_zone: 'UTC' })
  await putPlan(client, 'sql', 'SQL', { joins: 'not-started' })
  const answer = await write(client, await putGoal(client, 'Write'))
  expect([answer.status < 400, cost(answer).trips]).toEqual([true, trips])
})
