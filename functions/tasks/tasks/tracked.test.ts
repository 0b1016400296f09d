import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { subjectTotals, wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { importText } from '../../time/sessions/import/testing'
import { editMany } from '../../time/sessions/selected/testing'

const anId = async (answer: Response) => (await answer.json<{ id: string }>()).id

const person = async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  const add = async (path: string, body: object) => anId(await client.json('POST', `/api/v1/${path}`, body))
  const tasks = [await add('tasks', { title: 'Call' }), await add('tasks', { title: 'Write', repeat: 'daily' })]
  const projects = [await add('projects', { name: 'One' }), await add('projects', { name: 'Other' })]
  return { client, tasks, projects, undos: [] as string[] }
}
type Person = Awaited<ReturnType<typeof person>>

/** The time of each task as its sessions have it. */
const timeOf = async ({ client }: Person) =>
  new Map(
    (
      await rows<{ task_id: string; seconds: number }>(
        `SELECT task_id, sum(duration_seconds) AS seconds FROM sessions
         WHERE user_id = ? AND task_id IS NOT NULL AND status = 'completed' AND deleted_at IS NULL
         GROUP BY task_id`,
        client.userId,
      )
    ).map(({ task_id, seconds }) => [task_id, seconds]),
  )

const nth = fc.nat(9)
const which = fc.option(fc.nat(1))
const command = fc.oneof(
  fc.record({ do: fc.constant('log' as const), hour: fc.nat(20), minutes: fc.integer({ min: 1, max: 300 }), which }),
  fc.record({ do: fc.constant('log' as const), hour: fc.nat(20), minutes: fc.integer({ min: 1, max: 300 }), which }),
  fc.record({ do: fc.constant('edit' as const), nth, which, minutes: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ do: fc.constant('delete' as const), nth, isRestored: fc.boolean() }),
  fc.record({ do: fc.constant('bulk' as const), which }),
  fc.record({
    do: fc.constant('import' as const),
    hour: fc.nat(20),
    cell: fc.constantFrom('Call', 'Write', 'Other', ''),
  }),
  fc.record({ do: fc.constant('merge' as const) }),
  fc.record({ do: fc.constant('undo' as const) }),
  fc.record({
    do: fc.constant('task' as const),
    nth: fc.nat(1),
    action: fc.constantFrom('delete', 'restore', 'complete', 'reopen'),
  }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

const at = (hour: number, minutes = 0) => new Date(Date.UTC(2026, 2, 28, hour) + minutes * 60_000).toISOString()

const pick = <T>(items: T[], index: number | null): T | null =>
  index === null ? null : (items[index % Math.max(items.length, 1)] ?? null)

const sessionIds = async ({ userId }: Client) =>
  (
    await rows<{ id: string }>(
      'SELECT id FROM sessions WHERE user_id = ? AND deleted_at IS NULL ORDER BY started_at, id',
      userId,
    )
  ).map(({ id }) => id)

const isThere = async (id: string) =>
  (await rows('SELECT id FROM tasks WHERE id = ? AND deleted_at IS NULL', id)).length > 0

const bulk = async ({ client, tasks, undos }: Person, index: number | null) => {
  const ids = await sessionIds(client)
  const task_id = pick(tasks, index) ?? 'none'
  // A deleted task cannot be chosen.
  if (ids.length === 0 || !(task_id === 'none' || (await isThere(task_id)))) return
  const undo = await editMany(client, { ids, task_id })
  if (undo) undos.push(undo)
}

const run = async (someone: Person, command: Command) => {
  const { client, tasks, projects, undos } = someone
  switch (command.do) {
    case 'log': {
      const task_id = pick(tasks, command.which)
      const body = {
        started_at: at(command.hour),
        duration_seconds: command.minutes * 60,
        task_id,
        project_id: projects[0],
      }
      const answer = await client.json('POST', '/api/v1/sessions', body)
      return expect([201, 422]).toContain(answer.status)
    }
    case 'edit': {
      const id = pick(await sessionIds(client), command.nth)
      const body = { task_id: pick(tasks, command.which), duration_seconds: command.minutes * 60 }
      return id && client.json('PATCH', `/api/v1/sessions/${id}`, body)
    }
    case 'delete': {
      const id = pick(await sessionIds(client), command.nth)
      if (id) await client.post(`/sessions/${id}/delete`)
      return id && command.isRestored && client.post(`/sessions/${id}/restore`)
    }
    case 'bulk':
      return bulk(someone, command.which)
    case 'import': {
      const header = 'started_at,ended_at,title,task'
      return importText(client, `${header}\n${at(command.hour, 17)},${at(command.hour, 48)},Imported,${command.cell}\n`)
    }
    case 'merge':
      return client.post(`/projects/${projects[0]}/merge`, { into: projects[1] ?? '' })
    case 'undo': {
      const path = undos.pop()
      return path && client.post(path)
    }
    case 'task':
      return client.post(`/tasks/${tasks[command.nth]}/${command.action}`)
  }
}

test('a task’s tracked time is that of its sessions, whatever happens to them and to it', async () => {
  const check = fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 14 }), async (commands) => {
    const someone = await person()
    for (const command of commands) await run(someone, command)
    const seconds = await timeOf(someone)
    const sums = await rows<{ subject: string; total_seconds: number }>(
      `SELECT subject, total_seconds FROM ${subjectTotals} WHERE user_id = ? AND subject LIKE 'task:%'`,
      someone.client.userId,
    )
    expect(new Map(sums.map((sum) => [sum.subject.slice(5), sum.total_seconds]))).toEqual(seconds)
    for (const id of someone.tasks) {
      const answer = await someone.client.json('GET', `/api/v1/tasks/${id}`)
      if (answer.status !== 200) continue
      expect(await answer.json()).toMatchObject({ tracked_seconds: seconds.get(id) ?? 0 })
    }
    expect(await wrongSums(someone.client.userId)).toEqual([])
  })
  await fc.assert(check, { numRuns: runs(40) })
})

test('time on a task is found by its subject, and stays when the task is deleted', async () => {
  const { client, tasks } = await person()
  const [task_id = ''] = tasks
  const body = { started_at: at(9), duration_seconds: 3600, title: 'Talk', task_id }
  const session = await (await client.json('POST', '/api/v1/sessions', body)).json<{ id: string; task_id: string }>()
  expect(session.task_id).toBe(task_id)
  const subject = `task:${task_id}`
  const found = async () => {
    const { items } = await (await client.json('GET', `/api/v1/sessions?subject=${subject}`)).json<{
      items: object[]
    }>()
    return items
  }
  expect(await found()).toMatchObject([{ id: session.id }])
  expect(await (await client.get(`/sessions?subject=${subject}`)).text()).toContain('Call')
  expect(await (await client.get(`/stats/explain?subject=${subject}`)).text()).toContain('Call')
  expect(await (await client.get('/sessions.csv')).text()).toMatch(new RegExp(`,Call,${task_id},`))
  expect(await (await client.get(`/tasks/${task_id}`)).text()).toContain(`href="/sessions/${session.id}"`)
  await client.post(`/tasks/${task_id}/delete`)
  expect(await found()).toMatchObject([{ id: session.id, task_id }])
  expect(await (await client.get(`/stats/explain?subject=${subject}`)).text()).toContain('Call (deleted)')
  const wrong = await client.json('POST', '/api/v1/sessions', { ...body, task_id: 'none' })
  expect([wrong.status, await wrong.json()]).toMatchObject([422, { errors: [{ path: 'task_id' }] }])
})

test('the timer that starts on a task puts it in progress and tracks its time', async () => {
  const { client, tasks } = await person()
  const [task_id = ''] = tasks
  const status = async () =>
    (await (await client.json('GET', `/api/v1/tasks/${task_id}`)).json<{ status: string }>()).status
  await client.post('/timer/start', { title: 'Call', task_id })
  await client.post('/timer/discard')
  expect(await status()).toBe('todo')
  const started = await client.post('/timer/start', { title: 'Call', task_id })
  expect([started.status, await status()]).toEqual([303, 'in_progress'])
  expect(await (await client.json('GET', '/api/v1/timer')).json()).toMatchObject({ session: { task_id } })
  await client.post('/timer/stop')
  const { items } = await (await client.json('GET', '/api/v1/sessions')).json<{ items: object[] }>()
  expect(items).toMatchObject([{ task_id, title: 'Call' }])
})

test('the page of a task has its notes in a field, which is saved alone', async () => {
  const client = await signedIn()
  const body = { title: 'Write', priority: 'high' }
  const { id, seq } = await (await client.json('POST', '/api/v1/tasks', body)).json<{ id: string; seq: number }>()
  const fields = { seq: String(seq), field: 'description', description: 'Begin with the methods' }
  expect((await client.post(`/tasks/${id}`, fields, { part: true, page: `/tasks/${id}` })).status).toBe(200)
  expect(await (await client.json('GET', `/api/v1/tasks/${id}`)).json()).toMatchObject({
    ...body,
    description: fields.description,
  })
  expect(await (await client.get(`/tasks/${id}`)).text()).toMatch(/name="description"[^>]*>\nBegin with the methods</)
})
