import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'

test('a form offers open goals, those in progress first, then those changed least lately', async () => {
  const { json, get } = await signedIn()
  const statuses = ['not_started', 'in_progress', 'completed', 'not_started', 'in_progress']
  const ids: string[] = []
  for (const [index, status] of statuses.entries()) {
    const made = await json('POST', '/api/v1/goals', { title: `Goal ${index}`, kind: 'open', status })
    ids.push((await made.json<{ id: string }>()).id)
  }
  await json('PATCH', `/api/v1/goals/${ids[0]}`, { title: 'Changed' })
  const html = await (await get('/tasks/new')).text()
  const [, options = ''] = /<select[^>]* name="goal_id"[^>]*>(.*?)<\/select>/s.exec(html) ?? []
  const offered = [...options.matchAll(/value="([0-9a-f-]{36})"/g)].map(([, id]) => id)
  expect(offered).toEqual([ids[1], ids[4], ids[3], ids[0]])
})
