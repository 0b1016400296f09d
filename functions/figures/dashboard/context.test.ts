import { expect, test } from 'vitest'
import { berlin } from '../../../test/support/times'
import { putWorld } from '../../frame/context/testing'
import { dayOf, wallTime } from '../../lib/time/days'
import { newSession, putAll } from '../../time/sessions/testing'

const world = async () => {
  const { client, projects } = await putWorld()
  const today = dayOf(Date.now(), berlin)
  const at = (time: string, minutes: number, project: number, title: string) =>
    newSession(wallTime(today, time, berlin), minutes, { ...berlin, project_id: projects[project] ?? null, title })
  await putAll(client, [at('00:00', 1, 0, 'Acme one'), at('00:02', 2, 3, 'Beta one'), at('00:05', 3, 7, 'Own one')])
  for (const organization_id of ['acme', 'beta', null]) {
    const title = `Goal of ${organization_id ?? 'myself'}`
    await client.json('POST', '/api/v1/goals', { title, kind: 'open', organization_id })
  }
  return { client, projects, today }
}

test('a day offers no time of another organization as a gap', async () => {
  const { client, today } = await world()
  const [all, acme] = await Promise.all(
    ['all', 'acme'].map(async (org) => (await client.get(`/day/${today}?org=${org}`)).text()),
  )
  const gaps = (html = '') => [...html.matchAll(/id="(gap-\d+)"/g)].map(([, id]) => id)
  expect(gaps(acme)).toEqual(gaps(all))
})
