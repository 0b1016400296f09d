import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { putProject } from '../../time/sessions/testing'
import { text, today } from './testing'

const add = (client: Client, body: object) => client.add('/goals', { title: 'Goal', period: 'week', ...body })

/** The hidden fields of the form on a page that is sent to a path. */
const hiddenIn = (html: string, action: string) => {
  const form = new RegExp(`<form[^>]* action="${action}".*?</form>`, 's').exec(html)?.[0] ?? ''
  return Object.fromEntries(
    [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
}

test('a task that a goal of tasks plans for today counts for it once it is done', async () => {
  const client = await signedIn()
  const project = await putProject(client, 'Thesis')
  const id = await add(client, {
    measure: 'times',
    times_of: 'tasks',
    target: 2,
    counts: { any_of: [`project:${project}`] },
  })
  const fields = hiddenIn(await text(client.get(`/goals/${id}`)), '/tasks')
  expect(fields).toEqual({ title: 'Goal', goal_id: id, date: today(), project_id: project })
  expect((await client.post('/tasks', fields)).status).toBe(303)
  const [task] = await rows<{ id: string; seq: number }>('SELECT id, seq FROM tasks WHERE user_id = ?', client.userId)
  await client.json('PATCH', `/api/v1/tasks/${task?.id}`, { status: 'done', seq: task?.seq })
  expect(await (await client.json('GET', `/api/v1/goals/${id}`)).json()).toMatchObject({ reached: 1, missing: 1 })
})

test.each([
  ['project', (project: string) => [`project:${project}`], { tags: [] }],
  ['tag', () => ['tag:#deep'], { tags: ['deep'], project_id: null }],
  [
    'first of several',
    (project: string) => ['organization:none', 'tag:#deep', `project:${project}`],
    { tags: ['deep'] },
  ],
])('the timer of a goal that counts a %s files what counts', async (_, subjects, filed) => {
  const client = await signedIn()
  const project = await putProject(client, 'Thesis')
  const any_of = subjects(project).filter((subject) => subject !== 'organization:none')
  const id = await add(client, { measure: 'time', target: 3600, counts: { any_of } })
  await client.post('/timer/start', { again: `goal:${id}` })
  const { session } = await (await client.json('GET', '/api/v1/timer')).json<{ session: object }>()
  expect(session).toMatchObject({ goal_id: id, ...filed })
})

test('a goal has the one step that fits it', async () => {
  const client = await signedIn()
  const steps = async (body: object) => {
    const id = await add(client, body)
    const row = new RegExp(`<li id="goal-${id}".*?</li>`, 's').exec(await text(client.get('/goals')))?.[0] ?? ''
    return ['Tick', 'Plan for today', 'Start'].filter((words) => row.includes(`aria-label="${words}: Goal"`))
  }
  expect(await steps({ measure: 'times', times_of: 'ticks', target: 3 })).toEqual(['Tick'])
  expect(await steps({ measure: 'times', times_of: 'tasks', target: 3 })).toEqual(['Plan for today'])
  expect(await steps({ measure: 'time', target: 3600 })).toEqual(['Start'])
  expect(await steps({ measure: 'time', target: 3600, direction: 'at_most' })).toEqual([])
  expect(await steps({ measure: 'value', target: 75, start_value: 80, period: 'once' })).toEqual([])
})
