import { expect, test, vi } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { words } from '../../time/sessions/testing'

const at = (time: string) => vi.setSystemTime(`2026-03-10T${time}:00Z`)

stopClock('2026-03-10T09:00:00Z')

const date = '2026-03-10'

/** A person with a meeting at 10:00, a task at 10:05 and a session planned from 10:10. */
const person = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const { add } = client
  const meeting = await add('/meetings', { title: 'Weekly', date, time: '10:00', duration_minutes: 30 })
  const task = await add('/tasks', { title: 'Report', date, at: '10:05', estimated_minutes: 30 })
  const planned = await add('/sessions', { title: 'Draft', started_at: `${date}T10:10:00Z`, duration_seconds: 1800 })
  return { client, meeting, task, planned }
}

/** The words of the rows of a page, by the beginnings of their ids. */
const rowsOn = async (client: Client, path: string) => {
  const html = await (await client.get(path)).text()
  const row = (id: string) =>
    new RegExp(`<li[^>]* id="${id}".*?</li>|<li id="${id}".*?</li>`, 's').exec(html)?.[0] ?? ''
  return (id: string) => words(row(id))
}

test.each(['/', `/day/${date}`])('rows of %s say how near their times are, and Start begins them', async (path) => {
  const { client, meeting, task, planned } = await person()
  const words = async () => {
    const row = await rowsOn(client, path)
    return [row(`meeting-${meeting}`), row(`task-${task}`), row(`session-${planned}`)]
  }
  for (const row of await words()) expect(row).not.toMatch(/Starts|began|Start /)
  at('09:57')
  const [first, second, third] = await words()
  expect(first).toMatch(/Weekly.*Starts in 3m.*Start /)
  expect(second).toMatch(/Report.*Starts in 8m.*Start /)
  expect(third).toMatch(/Draft.*planned, not counted yet/)
  at('10:14')
  const [began, task2, block] = await words()
  expect(began).toMatch(/began 14m ago.*Start /)
  expect(task2).toMatch(/began 9m ago.*Start /)
  expect(block).toMatch(/began 4m ago.*Start /)
})

test('the page of a meeting says so beside Start, and asks again each minute until it is over', async () => {
  const { client, meeting } = await person()
  const region = async () => (await client.get(`/meetings/${meeting}/session`, { part: true })).text()
  at('09:57')
  expect(await region()).toMatch(/every 60s.*Starts in 3m.*Start/s)
  at('10:31')
  expect(await region()).not.toMatch(/every 60s|began/)
})

test('Today is current until the words of a row change', async () => {
  const { client } = await person()
  const poll = async (html: string) => {
    const asked = /hx-get="(\/stats\/live[^"]*view=dashboard[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    return (time: string) => {
      at(time)
      return client.get(asked, { part: true, page: '/' })
    }
  }
  const early = await poll(await (await client.get('/')).text())
  expect((await early('09:49')).status).toBe(204)
  const answer = await early('09:50')
  const next = await poll(await answer.text())
  expect((await next('09:50')).status).toBe(204)
  expect((await next('09:51')).status).toBe(200)
})

test.each(['/', `/day/${date}`])('a task whose time is over is logged from %s in one press, once', async (path) => {
  const { client, task } = await person()
  const entry = async () => {
    const html = await (await client.get(path)).text()
    const row = new RegExp(`<li id="task-${task}".*?</li>`, 's').exec(html)?.[0] ?? ''
    const form = /<form method="post" action="\/sessions".*?<\/form>/s.exec(row)?.[0]
    expect(form ?? 'Log 30m').toContain('Log 30m')
    return (
      form &&
      Object.fromEntries([...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
    )
  }
  at('10:34')
  expect(await entry()).toBeUndefined()
  at('10:35')
  const fields = await entry()
  const answer = await client.post('/sessions', fields, { part: true, page: path })
  expect([answer.status, answer.headers.get('HX-Trigger')]).toEqual([200, expect.stringContaining('sessions-changed')])
  expect(await answer.text()).toMatch(/Logged 30m .*Report.*Undo/s)
  const { items } = await (await client.get(`/api/v1/sessions?subject=task:${task}`)).json<{ items: object[] }>()
  const times = { started_at: `${date}T10:05:00.000Z`, ended_at: `${date}T10:35:00.000Z` }
  expect(items).toMatchObject([{ title: 'Report', task_id: task, ...times }])
  expect(await entry()).toBeUndefined()
})
