import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { utcToday } from '../../../test/support/times'
import { addDays } from '../../lib/time/days'
import { expectRowsOverPages, idsOf, pageOf, shownIn } from '../../people/feedback/testing'
import { words } from '../../time/sessions/testing'

const api = '/api/v1/action-items'

const setting = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const ada = await client.add('/people', { name: 'Ada Byron' })
  const late = await client.add('/action-items', {
    description: 'Send figures',
    due_date: addDays(utcToday(), -3),
    person_id: ada,
  })
  const soon = await client.add('/action-items', {
    description: 'Book room',
    due_date: utcToday(),
    owner: 'person',
    person_id: ada,
  })
  const later = await client.add('/action-items', {
    description: 'Read figures',
    due_date: addDays(utcToday(), 30),
    priority: 'high',
  })
  const undated = await client.add('/action-items', { description: 'Tidy' })
  const done = await client.add('/action-items', { description: 'Call', status: 'done' })
  return { client, ada, late, soon, later, undated, done }
}

test('filters combine, in the page and in the API, their own first and then by the due date', async () => {
  const { client, ada, late, soon, later, undated, done } = await setting()
  const queries: [page: string, api: string | null, ids: string[]][] = [
    ['', null, [late, later, undated, soon]],
    ['show=overdue', `due_until=${addDays(utcToday(), -1)}`, [late]],
    ['show=week', `due_until=${addDays(utcToday(), 6)}`, [late, soon]],
    ['show=done', 'status=done', [done]],
    ['owner=person', 'owner=person', [soon]],
    [`person=${ada}`, `person_id=${ada}`, [late, soon]],
    [`person=${ada}&owner=me`, `person_id=${ada}&owner=me`, [late]],
    ['priority=high', 'priority=high', [later]],
    ['q=figures', 'q=figures', [later, late]],
    ['q=figures&show=overdue', `q=figures&due_until=${addDays(utcToday(), -1)}`, [late]],
    ['q=call', 'q=call', [done]],
    ['show=nonsense', null, [late, later, undated, soon]],
  ]
  for (const [page, query, ids] of queries) {
    expect([page, shownIn(await pageOf(client, `/tasks/with-people?${page}`))]).toEqual([page, ids])
    if (query !== null)
      expect([query, (await idsOf(client, `${api}?${query}`)).toSorted()]).toEqual([query, ids.toSorted()])
  }
})

test('a new task leads to the list that it is in', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const leadsTo = async (fields: Record<string, string>) =>
    (await client.post('/tasks', { title: 'Send figures', ...fields })).headers.get('Location')
  expect(await leadsTo({ owner: 'me' })).toBe('/tasks/with-people')
  expect(await leadsTo({ owner: 'me', date: utcToday() })).toBe('/tasks')
  expect(await leadsTo({})).toBe('/tasks')
})

test('a list goes on where a page ends', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  for (let n = 0; n < 105; n += 1)
    await client.add('/action-items', {
      ...{ description: `Send ${n}`, due_date: n % 5 === 0 ? null : addDays(utcToday(), n % 7) },
      status: n % 2 === 0 ? 'done' : 'todo',
    })
  for (const [query, count] of [
    ['', 52],
    ['show=done', 53],
    ['q=send', 105],
    ['priority=medium', 52],
  ] as const) {
    await expectRowsOverPages(client, '/tasks/with-people', query, count)
  }
})

test('a line adds an action item, and nothing is lost of one that is wrong, with and without script', async () => {
  const { client, ada } = await setting()
  const quick = (line: string, part: boolean) =>
    client.post('/tasks/quick?owner=me', { line }, { part, page: '/tasks/with-people' })
  expect((await quick('Ada: bring the keys tomorrow', false)).status).toBe(303)
  expect(await (await quick('send Ada the keys high', true)).text()).toContain('id="task-list"')
  const added = await rows(
    'SELECT title, date, owner, person_id, due_date, priority FROM tasks WHERE user_id = ? ORDER BY id DESC LIMIT 2',
    client.userId,
  )
  expect(added).toEqual([
    { title: 'send Ada the keys', date: null, owner: 'me', person_id: ada, due_date: null, priority: 'high' },
    {
      ...{ title: 'bring the keys', date: null, owner: 'person', person_id: ada },
      ...{ due_date: addDays(utcToday(), 1), priority: 'medium' },
    },
  ])
  for (const part of [true, false]) {
    const answer = await quick('send @nobody the keys', part)
    const html = await answer.text()
    expect([part, answer.status, html.includes('No person is called')]).toEqual([part, 422, true])
    expect(html).toMatch(/value="send @nobody the keys"[^>]* name="line" aria-invalid="true"/)
  }
  const preview = await client.get('/tasks/quick?owner=me&line=Ada%3A+bring+keys+today', { part: true })
  expect(words(await preview.text())).toMatch(/task bring keys by Ada Byron due today/)
})

test('somebody else’s needs a person, and a person of one’s own', async () => {
  const { client } = await setting()
  const other = await setting()
  const refused = await client.post('/tasks', { title: 'Book', owner: 'person' })
  expect(await refused.text()).toContain('Choose the person who does it')
  const theirs = await client.json('POST', api, { description: 'Book', owner: 'person', person_id: other.ada })
  expect(theirs.status).toBe(422)
})

test('what is due stands on the dashboard until it is ticked, and Undo brings it back', async () => {
  const { client, late, soon } = await setting()
  const due = async () => shownIn((await pageOf(client, '/')).split('id="day-rows"')[1]?.split('</ol>')[0] ?? '')
  expect(await due()).toEqual([late, soon])
  const answer = await client.post(`/tasks/${late}/complete`, {}, { part: true, page: '/' })
  expect(answer.headers.get('HX-Trigger')).toBe('tasks-changed')
  expect(await due()).toEqual([soon])
  const undo = /hx-post="(\/tasks\/[^"]*reopen[^"]*)"/.exec(await answer.text())?.[1] ?? ''
  await client.post(undo.replaceAll('&amp;', '&'), {}, { part: true, page: '/' })
  expect(await due()).toEqual([late, soon])
})

test('what is due tomorrow stands in tomorrow', async () => {
  const { client, ada } = await setting()
  const tomorrow = addDays(utcToday(), 1)
  await client.post('/tasks', { title: 'Read', date: tomorrow, estimated_minutes: '60' })
  await client.add('/action-items', { description: 'Send plan', due_date: tomorrow, person_id: ada })
  const inFold = (await pageOf(client, '/')).split('id="tomorrow"')[1] ?? ''
  const sum = /Tomorrow 2 tasks · 1h Send plan .*Read/
  expect(words(inFold)).toMatch(sum)
  expect(words(await pageOf(client, `/day/${tomorrow}`))).toMatch(/2 tasks · 1h .*Send plan .*Read/)
})

test('capture adds an action item', async () => {
  const { client, ada } = await setting()
  await client.post('/capture', { entry: 'action send Ada the plan tomorrow' })
  const [added] = await rows(
    'SELECT title, person_id, due_date FROM tasks WHERE user_id = ? ORDER BY id DESC LIMIT 1',
    client.userId,
  )
  expect(added).toEqual({ title: 'send Ada the plan', person_id: ada, due_date: addDays(utcToday(), 1) })
})

test('an action item that is planned for today stands on the dashboard once', async () => {
  const { client, late, soon } = await setting()
  await client.post(`/tasks/${late}/schedule`, { to: 'today' })
  const html = await pageOf(client, '/')
  expect(shownIn(html.split('id="day-rows"')[1]?.split('</ol>')[0] ?? '')).toEqual([soon, late])
  expect(html.split(`id="task-${late}"`)).toHaveLength(2)
})

test('the form of an action item has its fields, and that of a plain task has not', async () => {
  const { client, ada } = await setting()
  const form = await pageOf(client, `/tasks/new?owner=me&person=${ada}`)
  expect(form).toMatch(new RegExp(`<option value="${ada}" selected`))
  expect(form).toContain('name="due_date"')
  const plain = await pageOf(client, '/tasks/new')
  for (const name of ['owner', 'person_id']) expect(plain).not.toContain(`name="${name}"`)
})
