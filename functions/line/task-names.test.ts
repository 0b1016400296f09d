import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/support/client'

const person = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const add = (title: string, more: object = {}) => client.add('/tasks', { title, ...more })
  return {
    client,
    call: await add('Call the bank', { date: '2026-03-02' }),
    ids: [await add('Write'), await add('Write up')],
  }
}

const log = async (client: Client, entry: string) => {
  const answer = await client.post('/sessions/entry', { entry })
  return { status: answer.status, html: await answer.text() }
}

const logged = (client: Client) =>
  rows('SELECT title, task_id, status FROM sessions WHERE user_id = ? ORDER BY number', client.userId)

test('a line names a task by the beginning of its title, which is the title of a session without one', async () => {
  const { client, call, ids } = await person()
  expect((await log(client, '25m about the fee ^call')).status).toBe(303)
  expect((await log(client, '15m ^Call the bank')).status).toBe(303)
  expect((await log(client, '^"write up"')).status).toBe(303)
  expect(await logged(client)).toEqual([
    { title: 'about the fee', task_id: call, status: 'completed' },
    { title: 'Call the bank', task_id: call, status: 'completed' },
    { title: 'Write up', task_id: ids[1], status: 'active' },
  ])
})

test('a name that is none, or of several tasks, is refused, and a power stays in the title', async () => {
  const { client } = await person()
  const unknown = await log(client, '25m ^nothing')
  expect([unknown.status, unknown.html.includes('No open task is called')]).toEqual([422, true])
  const unclear = await log(client, '25m ^wri')
  expect([unclear.status, unclear.html.includes('could be')]).toEqual([422, true])
  expect((await log(client, '25m solve x^2 and ^2')).status).toBe(303)
  expect(await logged(client)).toEqual([{ title: 'solve x^2 and ^2', task_id: null, status: 'completed' }])
})

test('open tasks are suggested behind the mark', async () => {
  const { client } = await person()
  await client.post('/tasks/quick', { line: 'Calm down' })
  const answer = await client.get('/sessions/entry/suggestions?entry=25m+%5Ecal', { part: true, page: '/' })
  const html = await answer.text()
  expect(html).toContain('Call the bank')
  expect(html).toContain('Calm down')
  expect(html).not.toContain('Write')
})
