import { expect, test, vi } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { put, putGoal, putProject } from '../sessions/testing'

const at = (time: string) => vi.setSystemTime(new Date(`2026-03-10T${time}Z`))

/** A person whose timer runs, beside a finished session of the same project and tag. */
const running = async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  at('12:00:00')
  const client = await signedIn({ time_zone: 'UTC' })
  const project_id = await putProject(client, 'Thesis')
  await putGoal(client, 'Finish')
  await put(client, '2026-03-10T09:00Z', 60, { title: 'Earlier', project_id, tags: ['deep'] })
  await client.post('/timer/start', { title: 'Running', project_id, tags: 'deep' })
  return { client, project_id }
}

test('it goes along when its project is merged into another, and is counted there', async () => {
  const { client, project_id } = await running()
  const into = await putProject(client, 'Book')
  await client.post(`/projects/${project_id}/merge`, { into })
  const timer = () => rows("SELECT project_id FROM sessions WHERE user_id = ? AND title = 'Running'", client.userId)
  const before = await timer()
  at('12:30:00')
  expect((await client.post('/timer/stop')).status).toBe(303)
  expect(await timer()).toEqual(before)
  expect(await wrongSums(client.userId)).toEqual([])
})

test('the dashboard and the list say how long it has run beside today’s sum', async () => {
  const { client } = await running()
  at('13:40:30')
  for (const path of ['/', '/sessions']) expect(await (await client.get(path)).text()).toContain('+ 1h 40m running')
  const dashboard = await client.get('/')
  expect(await dashboard.text()).toMatch(/<i>12:00-13:40, running[^<]*<\/i>.*?<b>Running<\/b>/s)
})

test('the dashboard’s version moves with the timer', async () => {
  const { client } = await running()
  const version = async () => /stats\/live\?v=([^&"]+)/.exec(await (await client.get('/')).text())?.[1] ?? ''
  const before = await version()
  expect((await client.get(`/stats/live?v=${before}&view=dashboard`)).status).toBe(204)
  await client.post('/timer/discard')
  expect((await client.get(`/stats/live?v=${before}&view=dashboard`)).status).toBe(200)
})
