import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { added, stored, text } from './testing'

test('a press edits how a goal counts in its place, and each saves alone', async () => {
  const client = await signedIn()
  const { id } = await added(client, 'Run', {
    progress_source: 'times',
    target: '3',
    period: 'week',
    times_of: 'ticks',
  })
  const page = await text(client.get(`/goals/${id}`))
  for (const [field, typed, saved] of [
    ['target', '4', { target: 4 }],
    ['direction', 'at_most', { direction: 'at_most' }],
    ['period', 'day', { period: 'day' }],
    ['period', 'month', { kind: 'monthly', period: null }],
    ['on_days', 'mon, fri', { on_days: '15' }],
    ['times_of', 'sessions', { times_of: 'sessions' }],
  ] as const) {
    expect(page).toContain(`data-edits="${field}"`)
    const form = await text(client.get(`/goals/${id}/edit?field=${field}`, { part: true, page: `/goals/${id}` }))
    expect(form).toContain(`name="${field}"`)
    const { seq } = await stored(client, id)
    expect((await client.post(`/goals/${id}`, { field, [field]: typed, seq: String(seq) })).status).toBe(303)
    expect(await stored(client, id)).toMatchObject({ title: 'Run', target: 4, ...saved })
  }
  const rules = await rows<{ rule: string }>('SELECT rule FROM goal_targets WHERE user_id = ?', client.userId)
  expect(JSON.parse(rules.at(-1)?.rule ?? '{}')).toMatchObject({ period: 'month', on_days: '15', times_of: 'sessions' })
})
