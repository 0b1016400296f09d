import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'

test('a goal is in progress from its first tracked time or milestone, until that is undone, and one of each week at once', async () => {
  const client = await signedIn()
  const add = (path: string, body: object) => client.add(`/${path}`, body)
  const goal_id = await add('goals', { title: 'Knots' })
  const status = async () => {
    const one = await (await client.json('GET', `/api/v1/goals/${goal_id}`)).json<{ status: string }>()
    const lists = ['in_progress', 'not_started'].map(async (status) => {
      const list = await client.json('GET', `/api/v1/goals?status=${status}`)
      return [
        (await list.json<{ items: object[] }>()).items.length,
        (await (await client.get(`/goals?status=${status}`)).text()).includes('>Knots<'),
      ]
    })
    return [one.status, await Promise.all(lists)]
  }
  const isIn = (name: string) => [
    name,
    ['in_progress', 'not_started'].map((one) => [Number(one === name), one === name]),
  ]
  expect(await status()).toEqual(isIn('not_started'))
  const session = await add('sessions', { goal_id, started_at: '2026-03-02T09:00:00Z', duration_seconds: 60 })
  expect(await status()).toEqual(isIn('in_progress'))
  await client.json('DELETE', `/api/v1/sessions/${session}`)
  expect(await status()).toEqual(isIn('not_started'))
  const milestone = `/api/v1/goals/${goal_id}/milestones/${await add(`goals/${goal_id}/milestones`, { description: 'Reef' })}`
  for (const completed of [true, false]) {
    await client.json('PATCH', milestone, { completed })
    expect(await status()).toEqual(isIn(completed ? 'in_progress' : 'not_started'))
  }
  await client.json('PATCH', `/api/v1/goals/${goal_id}`, { kind: 'weekly', target_minutes: 60 })
  expect(await status()).toEqual(isIn('in_progress'))
})
