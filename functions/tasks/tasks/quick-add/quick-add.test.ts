import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { putGoal, putProject, words } from '../../../time/sessions/testing'

const tasks = ({ userId }: Client) =>
  rows(
    'SELECT title, project_id, goal_id, priority, estimated_minutes FROM tasks WHERE user_id = ? ORDER BY id',
    userId,
  )

const person = async () => {
  const client = await signedIn()
  return { client, project: await putProject(client, 'Thesis'), goal: await putGoal(client, 'Finish') }
}

test('a line names a project and a goal, wherever the marks stand, as in capture', async () => {
  const { client, project, goal } = await person()
  for (const line of ['Write @thesis 45m high', '@Thesis Write p1 45m']) {
    expect((await client.post('/tasks/quick', { line })).status).toBe(303)
  }
  expect((await client.post('/tasks/quick', { line: 'Plan !Finish' })).status).toBe(303)
  const write = { title: 'Write', project_id: project, goal_id: null, priority: 'high', estimated_minutes: 45 }
  const plan = { title: 'Plan', project_id: null, goal_id: goal, priority: 'medium', estimated_minutes: null }
  expect(await tasks(client)).toEqual([write, write, plan])
})

test('the preview says what the line means, and what it cannot mean', async () => {
  const { client } = await person()
  const preview = async (line: string) => {
    const answer = await client.get(`/tasks/quick?${new URLSearchParams({ line })}`, { part: true, page: '/tasks' })
    return words(await answer.text())
  }
  expect(await preview('Write @thesis tomorrow 45m')).toMatch(/task Write for tomorrow time 45m project Thesis/)
  expect(await preview('Write !high')).toContain('No open goal is called “⁨high')
  expect(await preview('Write @nothing <b>')).toContain('new project nothing')
  expect(await preview('')).not.toContain('task')
  const page = await (await client.get('/tasks/quick?line=Write+%40thesis+45m')).text()
  expect(page).toContain('value="Write"')
  expect(page).toMatch(/<option value="[^"]+" selected[^>]*>Thesis/)
  const repeating = await (await client.get('/tasks/quick?line=Stretch+every+3+days')).text()
  expect(repeating).toContain('value="every 3 days"')
})

test('an unknown project is refused without script, and one like several with it; nothing is lost', async () => {
  const { client } = await person()
  await putProject(client, 'Theory')
  for (const [part, name] of [
    [true, 'The'],
    [false, 'nothing'],
  ] as const) {
    const answer = await client.post('/tasks/quick', { line: `Write @${name} 45m` }, { part, page: '/tasks' })
    const html = await answer.text()
    expect([part, answer.status, html.includes('There is no project')]).toEqual([part, 422, true])
    expect(html.match(/There is no project/g)).toHaveLength(1)
    expect(html).toMatch(new RegExp(`<input[^>]* value="Write @${name} 45m"[^>]* name="line" aria-invalid="true"`))
    expect(html).not.toContain('name="title"')
  }
  expect(await tasks(client)).toEqual([])
})

test('Enter with a new project creates it, as a line that logs does, and Undo takes both back', async () => {
  for (const [path, field, page] of [
    ['/tasks/quick', 'line', '/tasks'],
    ['/capture', 'entry', '/capture'],
    ['/capture?kind=task', 'entry', '/'],
  ] as const) {
    const client = await signedIn()
    const answer = await client.post(path, { [field]: 'Write @Acme tomorrow' }, { part: true, page })
    const html = await answer.text()
    expect([path, answer.status, html]).toEqual([path, 200, expect.stringContaining('in new project “')])
    const projects = () =>
      rows<{ id: string }>('SELECT id FROM projects WHERE user_id = ? AND deleted_at IS NULL', client.userId)
    const [project] = await projects()
    expect(await tasks(client)).toMatchObject([{ title: 'Write', project_id: project?.id }])
    const undo = /action="([^"]*created=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect((await client.post(undo, {}, { part: true, page })).status).toBe(200)
    expect(await projects()).toEqual([])
  }
})

test('an answer creates the project only for the line that it was asked about', async () => {
  const { client } = await person()
  const answer = (line: string) => {
    const field = line.includes('!') ? 'entry' : 'line'
    const path = field === 'entry' ? '/capture?kind=task' : '/tasks/quick'
    return client.post(path, { [field]: line, asked: 'Dig @Garden', create: 'Garden' }, { part: true, page: '/tasks' })
  }
  for (const line of ['Plain task', 'Dig deep @Garden', 'Dig !Finish @Garden']) {
    const refused = await answer(line)
    expect([line, refused.status]).toEqual([line, 422])
    expect(await refused.text()).toContain('The line means something else by now.')
  }
  expect(await tasks(client)).toEqual([])
  expect((await answer(' Dig @Garden ')).status).toBe(200)
  expect(await tasks(client)).toMatchObject([{ title: 'Dig' }])
})

test('a line on a project’s page goes to it, unless it names another, and never to somebody else’s', async () => {
  const { client, project } = await person()
  const other = await putProject(client, 'Garden')
  const theirs = await putProject(await signedIn(), 'Theirs')
  const page = `/projects/${project}`
  const answer = await client.post('/tasks/quick', { line: 'Write', project_id: project }, { part: true, page })
  const html = await answer.text()
  expect(html).toContain('hx-target="#project-tasks"')
  expect(html).toContain(`name="project_id" value="${project}"`)
  const plain = await client.post('/tasks/quick', { line: 'Dig @garden', project_id: project })
  expect(plain.headers.get('Location')).toBe(page)
  for (const project_id of [theirs, 'x'.repeat(200)]) {
    for (const part of [true, false]) {
      const refused = await client.post('/tasks/quick', { line: 'Write', project_id }, { part, page })
      expect([refused.status, (await refused.text()).includes('Choose a project from the list')]).toEqual([422, true])
    }
  }
  expect((await tasks(client)).map(({ title, project_id }) => [title, project_id])).toEqual([
    ['Write', project],
    ['Dig', other],
  ])
})

test('a row and a page say the time of a task by the clock of the reader', async () => {
  for (const [clock, said] of [
    [24, '14:05'],
    [12, '2:05 pm'],
  ] as const) {
    const client = await signedIn({ clock })
    await client.post('/tasks/quick', { line: 'Dentist tomorrow 14:05' })
    const [task] = await rows<{ id: string }>('SELECT id FROM tasks WHERE user_id = ?', client.userId)
    for (const path of ['/tasks', `/tasks/${task?.id}`]) {
      expect(await (await client.get(path)).text(), path).toContain(`<time datetime="14:05">${said}</time>`)
    }
  }
})

test('an unknown project is created in one press without script, which adds the task to it', async () => {
  for (const [path, field] of [
    ['/tasks/quick', 'line'],
    ['/capture', 'entry'],
  ] as const) {
    const client = await signedIn()
    const typed = { [field]: 'Write <b> @Acme! tomorrow' }
    const html = await (await client.post(path, typed)).text()
    const button = /<button[^>]*name="create" value="([^"]*)"[^>]*>/.exec(html)
    expect([path, button?.[1]]).toEqual([path, 'Acme!'])
    expect(await tasks(client)).toEqual([])
    // Another name than that of the line creates nothing.
    expect((await client.post(path, { ...typed, create: 'Other' })).status).toBe(422)
    const answer = await client.post(path, { ...typed, create: button?.[1] ?? '' })
    expect([path, answer.status]).toEqual([path, 303])
    const [project, ...others] = await rows<{ id: string; name: string }>(
      'SELECT id, name FROM projects WHERE user_id = ?',
      client.userId,
    )
    expect([project?.name, others]).toEqual(['Acme!', []])
    expect(await tasks(client)).toMatchObject([{ title: 'Write <b>', project_id: project?.id }])
  }
})
