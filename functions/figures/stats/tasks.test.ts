import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { newSession, put, putAll, words } from '../../time/sessions/testing'

type Items = { items: { key: string | null; label: string; total_seconds: number }[] }

const taskItems = async (client: Client, query: string) => {
  const answer = await client.json('GET', `/api/v1/stats/breakdown?${query}&by=task`)
  const { items } = await answer.json<Items>()
  return items.map(({ key, label, total_seconds }) => [key, label, total_seconds / 60])
}

const addTask = (client: Client, title: string) => client.add('/tasks', { title })

const days = 'from=2026-03-01&to=2026-03-31'

const person = async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  const [call, write, gone] = [
    await addTask(client, 'Call <the> bank'),
    await addTask(client, 'Write'),
    await addTask(client, 'Gone'),
  ]
  await putAll(client, [
    newSession('2026-03-06T10:00:00Z', 40, { task_id: call, title: 'About the fee' }),
    newSession('2026-03-06T11:00:00Z', 60, { task_id: write, title: 'Write' }),
    newSession('2026-03-06T12:00:00Z', 30, { task_id: gone, title: 'Much' }),
    newSession('2026-03-06T13:00:00Z', 20),
    newSession('2026-04-02T10:00:00Z', 5, { task_id: call }),
  ])
  await client.json('DELETE', `/api/v1/tasks/${gone}`)
  return { client, call, write, gone }
}

test('time is divided by task, of a range and of another subject, and each task lists its sessions', async () => {
  const { client, call, write, gone } = await person()
  const items = (more: string) => taskItems(client, `${days}${more}`)
  const all = [
    [write, 'Write', 60],
    [call, 'Call <the> bank', 40],
    [gone, 'Gone', 30],
    [null, 'No task', 20],
  ]
  expect(await items('')).toEqual(all)
  expect(await items('&subject=project:none')).toEqual(all)
  expect(await items(`&subject=task:${call}`)).toEqual([[call, 'Call <the> bank', 40]])

  const page = await (await client.get(`/stats?${days}&by=task`)).text()
  expect(words(page)).toContain('Call &lt;the&gt; bank 40m')
  expect(words(page)).toContain('Gone (deleted) 30m')
  const csv = await (await client.get(`/stats.csv?${days}&by=task&part=breakdown`)).text()
  expect(csv).toContain('Write,1,3600,1:00')
  for (const subject of [`task:${call}`, 'task:none']) {
    const listed = await (await client.get(`/sessions?${days}&subject=${subject}`)).text()
    expect(listed.match(/<li id="session-/g)).toHaveLength(1)
  }
})

test('lists of sessions link to the task; one that is deleted is only named', async () => {
  const { client, call, write } = await person()
  const rowsOf = async (path: string) => {
    const html = await (await client.get(path)).text()
    return Array.from(html.matchAll(/<li id="session-.*?<\/li>/gs), ([row]) => row)
  }
  for (const path of [`/sessions?${days}`, '/sessions', '/day/2026-03-06']) {
    const all = await rowsOf(path)
    const row = (title: string) => all.find((one) => words(one).includes(title)) ?? ''
    expect([path, row('About the fee').includes(`<a href="/tasks/${call}"><bdi>Call`)]).toEqual([path, true])
    expect(words(row('Much')), path).toContain('Gone (deleted)')
    expect(row('Much'), path).not.toContain('href="/tasks/')
    // The title stands there already.
    expect(all.join(''), path).not.toContain(`/tasks/${write}"`)
  }
})

test('the list of sessions names the task that it is limited to', async () => {
  const { client, call } = await person()
  const page = async (query: string) => (await client.get(`/sessions?open=filter&subject=${query}`)).text()
  const chosen = await page(`task:${call}`)
  expect(chosen).toContain('aria-label="Remove filter: Call &lt;the&gt; bank"')
  expect(chosen).toContain(`value="task:${call}" selected`)
  expect(await page('task:none')).toContain('value="task:none" selected')
})

test('a gap of the day is logged for a task, and a task of somebody else is refused', async () => {
  const { client, call } = await person()
  await addTask(await signedIn(), 'Theirs')
  await client.json('PATCH', `/api/v1/tasks/${call}`, { date: '2026-03-06' })
  const gap = { started_at: '2026-03-06T14:00:00Z', ended_at: '2026-03-06T14:10:00Z', time_zone: 'Etc/UTC' }
  const log = (entry: string) => client.post('/sessions/entry', { ...gap, entry })
  const refused = await log('^Theirs')
  expect([refused.status, (await refused.text()).includes('No open task is called')]).toEqual([422, true])
  expect((await log('^"Call <the> bank"')).status).toBe(303)
  const task = await client.json('GET', `/api/v1/tasks/${call}`)
  expect((await task.json<{ tracked_seconds: number }>()).tracked_seconds).toBe(55 * 60)
})

test('a session that is started again says when its task is gone', async () => {
  const { client, gone } = await person()
  const { id } = await put(client, '2026-03-07T10:00:00Z', 5, { title: 'Again', task_id: gone })
  const answer = await client.post('/timer/start', { again: id }, { part: true, page: '/' })
  expect(words(await answer.text())).toContain('Started “Again” without its deleted task')
})

test('a range that leaves out a few days of a month before whole ones counts none of these', async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  const [early, late] = [await addTask(client, 'Early'), await addTask(client, 'Late')]
  await putAll(client, [
    newSession('2026-03-01T10:00:00Z', 7, { task_id: early }),
    newSession('2026-03-02T10:00:00Z', 20, { task_id: early }),
    newSession('2026-03-31T10:00:00Z', 9, { task_id: late }),
    newSession('2026-03-31T12:00:00Z', 3),
  ])
  expect(await taskItems(client, 'from=2026-03-02&to=2026-03-30')).toEqual([[early, 'Early', 20]])
  expect(await taskItems(client, 'from=2026-03-02&to=2026-04-30')).toEqual([
    [early, 'Early', 20],
    [late, 'Late', 9],
    [null, 'No task', 3],
  ])
})
