import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'
import { deletePlan, putPlan } from '../plans/testing'
import { newSession, putAll } from '../sessions/testing'

test('time is divided by chunk, of all time and within a plan', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await putPlan(client, 'sql', 'SQL', { joins: 'not-started', windows: 'not-started' })
  await putPlan(client, 'gone', 'Rust', { one: 'not-started' })
  await deletePlan(client, 'gone')
  await putAll(client, [
    newSession('2026-03-06T10:00:00Z', 40, { plan_id: 'sql', chunk_id: 'joins' }),
    newSession('2026-03-06T11:00:00Z', 60, { plan_id: 'sql', chunk_id: 'windows' }),
    newSession('2026-03-06T12:00:00Z', 30, { plan_id: 'gone', chunk_id: 'one' }),
    newSession('2026-03-06T13:00:00Z', 20, { plan_id: 'sql' }),
    newSession('2026-03-06T14:00:00Z', 10),
  ])
  const days = 'from=2026-03-01&to=2026-03-31'
  const items = async (more: string) => {
    const answer = await client.json('GET', `/api/v1/stats/breakdown?${days}&by=chunk${more}`)
    const { items } = await answer.json<{ items: { key: string | null; label: string; total_seconds: number }[] }>()
    return items.map(({ key, label, total_seconds }) => [key, label, total_seconds / 60])
  }
  const ofPlan = [
    ['sql/windows', 'SQL: The windows', 60],
    ['sql/joins', 'SQL: The joins', 40],
  ]
  expect(await items('')).toEqual([...ofPlan, ['gone/one', 'Rust: The one', 30], [null, 'No chunk', 30]])
  expect(await items('&subject=plan:sql')).toEqual([...ofPlan, [null, 'No chunk', 20]])
})
