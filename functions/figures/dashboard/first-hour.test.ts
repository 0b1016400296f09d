import { describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { type UsedPart, uses } from '../../lib/uses'

const checklist = async (client: Client) => {
  const html = await (await client.get('/')).text()
  const [, section] = /<section class="section" id="first-hour"(.*?)<\/section>/s.exec(html) ?? []
  if (section === undefined) return null
  const rows = [...section.matchAll(/<li class="row( reached)?".*?<\/li>/gs)].map(([row, isDone]) => ({ row, isDone }))
  const at = rows.map(({ row, isDone }) => (isDone ? 'done' : /class="row-title" href="([^"]*)"/.exec(row)?.[1]))
  return { steps: at, html: section, page: html }
}

const stepsOf = async (client: Client) => (await checklist(client))?.steps

const newPerson = (chosen: UsedPart[] = ['time', 'tasks']) => signedIn({ first_hour: true, uses: chosen })

const [line, newTask, goal, target] = ['#entry', '#first-task-entry', '#first-goal-entry', '#first-daily_target']
const all = [line, newTask, goal, line, target]

describe('the first steps', () => {
  test('are those of the chosen parts, each at a field of the page', async () => {
    expect(await stepsOf(await newPerson())).toEqual(all)
    expect(await stepsOf(await newPerson([...uses]))).toEqual(all)
    expect(await stepsOf(await newPerson([]))).toEqual([goal])
    expect(await stepsOf(await newPerson(['tasks']))).toEqual([newTask, goal, '#task-line'])
    expect(await stepsOf(await newPerson(['time']))).toEqual([line, goal, line, target])
    for (const chosen of [['time', 'tasks'], ['tasks'], []] satisfies UsedPart[][]) {
      const { steps = [], page = '' } = (await checklist(await newPerson(chosen))) ?? {}
      for (const step of steps) expect(page).toContain(` id="${step?.slice(1)}"`)
    }
  })

  test('teach the signs of a line', async () => {
    const signsOf = async (chosen: UsedPart[]) =>
      [...((await checklist(await newPerson(chosen)))?.html ?? '').matchAll(/<span class="mono">(\W)<\/span>/g)].map(
        ([, sign]) => sign,
      )
    expect(await signsOf(['time', 'tasks'])).toEqual(['@', '#', '!', '%', '^'])
    expect(await signsOf(['tasks'])).toEqual(['@', '#', '!', '%'])
  })

  test('tick themselves when they are done on Today, and are gone with the last', async () => {
    const client = await newPerson()
    await client.post('/sessions/entry', { entry: 'Read 25m' })
    expect(await stepsOf(client)).toEqual(['done', newTask, goal, line, target])
    await client.post('/capture', { entry: 'Draft tomorrow', kind: 'task' }, { page: '/' })
    expect(await stepsOf(client)).toEqual(['done', '#day-list', goal, line, target])
    const [task] = await rows<{ id: string }>('SELECT id FROM tasks WHERE user_id = ?', client.userId)
    await client.json('PATCH', `/api/v1/tasks/${task?.id}`, { status: 'done' })
    expect(await stepsOf(client)).toEqual(['done', 'done', goal, line, target])
    const added = await client.post('/capture', { entry: 'Read 3h a week', kind: 'goal' }, { page: '/' })
    expect([added.status, added.headers.get('Location')]).toEqual([303, '/'])
    expect(await stepsOf(client)).toEqual(['done', 'done', 'done', line, target])
    expect((await checklist(client))?.html).toMatch(
      /Done: <\/span>Add a goal.*<a href="\/goals\/[^"]+"><bdi>Read<\/bdi>/s,
    )
    await client.post('/sessions/entry', { entry: 'Read 25m #book' })
    expect(await stepsOf(client)).toEqual(['done', 'done', 'done', 'done', target])
    for (const table of ['sessions', 'tasks', 'goals'])
      await rows(`UPDATE ${table} SET deleted_at = 1 WHERE user_id = ?`, client.userId)
    expect(await stepsOf(client)).toEqual(['done', 'done', 'done', 'done', target])
    const saved = await client.post('/target', { daily_target: '3h' })
    expect([saved.status, saved.headers.get('Location')]).toEqual([303, '/'])
    expect(await stepsOf(client)).toBeUndefined()
  })

  test.each(['@Thesis', '#book', '!Read', '%Statistics', '^Call'])('count %s as a sign', async (sign) => {
    const client = await newPerson()
    await client.json('POST', '/api/v1/projects', { name: 'Thesis' })
    await client.json('POST', '/api/v1/goals', { title: 'Read' })
    await client.json('POST', '/api/v1/plans', { title: 'Statistics' })
    await client.json('POST', '/api/v1/tasks', { title: 'Call', date: '2100-01-01' })
    expect((await stepsOf(client))?.at(3)).toBe(line)
    await client.post('/sessions/entry', { entry: `Work 25m ${sign}` })
    expect((await stepsOf(client))?.at(3)).toBe('done')
  })

  test('are not done by an import', async () => {
    const client = await newPerson()
    const csv = 'started_at,ended_at,title,tags\n2026-03-03T09:00:00Z,2026-03-03T10:00:00Z,Read,book\n'
    const imported = await client.json('POST', '/api/v1/sessions/import', csv, { 'Content-Type': 'text/csv' })
    expect(await imported.json()).toMatchObject({ imported: 1 })
    expect(await stepsOf(client)).toEqual(all)
  })

  test('keep a target that is refused, and say what is wrong beside it', async () => {
    const client = await newPerson()
    const refused = await client.post('/target', { daily_target: 'much' })
    expect(refused.status).toBe(422)
    const html = await refused.text()
    expect(html).toContain('<h1>')
    const [field = ''] = /<input[^>]*id="first-daily_target"[^>]*>/.exec(html) ?? []
    expect(field).toContain('value="much"')
    expect(field).toContain('aria-invalid="true"')
    expect((await stepsOf(client))?.at(4)).toBe(target)
  })

  test('count the target as set when Settings are saved as they are', async () => {
    const client = await newPerson()
    await client.post('/settings', { daily_target: '2h', shown: JSON.stringify({ daily_target_minutes: 120 }) })
    expect((await stepsOf(client))?.at(4)).toBe('done')
  })

  test('are hidden with a press, which can be undone', async () => {
    const client = await newPerson()
    const hidden = await client.post('/welcome/hide')
    expect([hidden.status, hidden.headers.get('Location')]).toEqual([303, '/'])
    expect(hidden.headers.get('Set-Cookie')).toContain(encodeURIComponent('"/welcome/restore"'))
    expect(await stepsOf(client)).toBeUndefined()
    await client.post('/welcome/restore')
    expect(await stepsOf(client)).toHaveLength(5)
    await client.post('/settings', { first_hour: 'off' })
    expect(await stepsOf(client)).toBeUndefined()
  })

  test('are not there for an older account, and cost it nothing', async () => {
    const [older, fresh] = [await signedIn(), await newPerson([...uses])]
    expect(await stepsOf(older)).toBeUndefined()
    const statements = async (client: Client) => cost(await client.get('/')).statements
    expect((await statements(fresh)) - (await statements(older))).toBe(1)
  })
})
