import { expect, test } from 'vitest'
import { cost } from '../../test/client'
import { putWorld } from '../context/testing'
import { dayOf, wallTime } from '../lib/days'
import { newSession, putAll, words } from '../sessions/testing'

const zone = { time_zone: 'Europe/Berlin', day_start_minute: 0 }

const world = async () => {
  const { client, projects } = await putWorld()
  const today = dayOf(Date.now(), zone)
  const at = (time: string, minutes: number, project: number, title: string) =>
    newSession(wallTime(today, time, zone), minutes, { ...zone, project_id: projects[project] ?? null, title })
  await putAll(client, [at('00:00', 1, 0, 'Acme one'), at('00:02', 2, 3, 'Beta one'), at('00:05', 3, 7, 'Own one')])
  for (const organization_id of ['acme', 'beta', null]) {
    const title = `Goal of ${organization_id ?? 'myself'}`
    await client.json('POST', '/api/v1/goals', { title, kind: 'open', organization_id })
  }
  return { client, projects, today }
}

test('the first page shows the time and goals of the organization, and nothing that counts all', async () => {
  const { client } = await world()
  const answer = await client.get('/?org=acme')
  const html = await answer.text()
  expect([answer.status, cost(answer).trips <= 3]).toEqual([200, true])
  expect(html).toContain('Goal of acme')
  expect(html).not.toMatch(/Streak|to go|daily target|id="apps/)
  expect(words(/id="week".*?<\/section>/s.exec(html)?.[0] ?? '')).toContain('1m')
  const polled = await client.get('/stats/live?view=dashboard', { part: true, page: '/?org=beta' })
  expect(await polled.text()).not.toMatch(/Acme one|Own one|Streak/)
  expect(await (await client.get('/')).text()).toContain('Streak')
})

test('a day offers no time of another organization as a gap', async () => {
  const { client, today } = await world()
  const [all, acme] = await Promise.all(
    ['all', 'acme'].map(async (org) => (await client.get(`/day/${today}?org=${org}`)).text()),
  )
  const gaps = (html = '') => [...html.matchAll(/id="(gap-\d+)"/g)].map(([, id]) => id)
  expect(gaps(acme)).toEqual(gaps(all))
})
