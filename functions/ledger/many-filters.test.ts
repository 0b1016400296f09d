import { expect, test } from 'vitest'
import { signedIn } from '../../test/support/client'
import { utc } from '../../test/support/times'
import { newSession, putAll, putProject } from '../time/sessions/testing'

test('a goal of forty subgoals with filters of their own counts what any of them does', async () => {
  const client = await signedIn(utc)
  const project = await putProject(client, 'Booking site')
  const add = (body: object) => client.add('/goals', body)
  const parent = await add({ title: 'All of it' })
  for (let n = 0; n < 40; n += 1) {
    const counts = { any_of: [`project:${project}`, `tag:#t${n}`], and_any_of: [`tag:#a${n}`], not: [`tag:#b${n}`] }
    await add({ title: `Part ${n}`, parent_id: parent, measure: 'time', period: 'week', target: 3600, counts })
  }
  const at = (hour: number, tags: string[], project_id: string | null) =>
    newSession(`2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`, 30, { ...utc, tags, project_id })
  await putAll(client, [
    at(8, ['a7'], project),
    at(9, ['a7', 't7'], null),
    at(10, ['a7', 'b7'], project),
    at(11, ['t7'], project),
  ])
  const subject = `subject=goal-tree:${parent}`
  const explained = await client.get(`/api/v1/stats?${subject}&from=2026-03-02&to=2026-03-02`)
  expect(await explained.json()).toMatchObject({ total_seconds: 3600 })
  for (const path of [
    `/goals/${parent}`,
    '/goals',
    `/stats/explain?${subject}`,
    `/sessions?${subject}`,
    `/report?${subject}`,
  ])
    expect([path, (await client.get(path)).status]).toEqual([path, 200])
})
