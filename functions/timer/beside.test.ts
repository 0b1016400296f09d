import { afterEach, expect, test, vi } from 'vitest'
import { cost, rows, signedIn } from '../../test/client'
import { wrongSums } from '../../test/sums'
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

afterEach(() => {
  vi.useRealTimers()
})

test.each([
  '/',
  '/sessions',
  '/sessions?select=1',
  '/sessions?from=2026-03-10&to=2026-03-10',
  '/sessions.csv',
  '/stats',
  '/stats/live?view=dashboard',
  '/projects',
  '/tags',
  '/search?q=Running',
  '/deleted',
  '/timer',
  '/api/v1/export',
  '/api/v1/sessions',
  '/api/v1/sessions?status=active',
  '/api/v1/search?q=Running',
])('%s stands with a timer that runs, one that was discarded and one whose start was taken back', async (path) => {
  const { client } = await running()
  const page = async () => {
    const answer = await client.get(path)
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  }
  await page()
  const again = await client.post('/timer/start', { title: 'Taken back' }, { part: true })
  const [undo = ''] = /\/timer\/start\/undo\?[^"]+/.exec(await again.text()) ?? []
  expect((await client.post(undo.replaceAll('&amp;', '&'))).status).toBe(303)
  expect(path === '/api/v1/export' ? '' : await page()).not.toContain('Taken back')
  await client.post('/timer/discard')
  await page()
})

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
  expect(cost(dashboard).statements).toBeLessThanOrEqual(10)
  expect(await dashboard.text()).toContain('since 12:00 Thesis, running')
})

test('the dashboard’s version moves with the timer', async () => {
  const { client } = await running()
  const version = async () => /stats\/live\?v=([^&"]+)/.exec(await (await client.get('/')).text())?.[1] ?? ''
  const before = await version()
  expect((await client.get(`/stats/live?v=${before}&view=dashboard`)).status).toBe(204)
  await client.post('/timer/discard')
  expect((await client.get(`/stats/live?v=${before}&view=dashboard`)).status).toBe(200)
})
