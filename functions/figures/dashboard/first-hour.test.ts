import { describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { type Use, uses } from '../../lib/uses'

const checklist = async (client: Client) => {
  const html = await (await client.get('/')).text()
  const [, section] = /<section class="section" id="first-hour"(.*?)<\/section>/s.exec(html) ?? []
  if (section === undefined) return null
  const steps = [...section.matchAll(/<li class="setting( reached)?".*?<\/li>/gs)].map(([li, isDone]) => {
    const [, href] = /class="row-title" href="([^"]*)"/.exec(li) ?? []
    return isDone ? 'done' : href
  })
  return { steps, html: section }
}

const stepsOf = async (client: Client) => (await checklist(client))?.steps

const newPerson = (chosen: Use[] = ['time', 'tasks']) => signedIn({ first_hour: true, uses: chosen })

describe('the first steps', () => {
  test('are those of the chosen parts', async () => {
    const [day, session, goal, task] = ['/welcome/day', '#entry', '/goals/new', '#entry']
    const [device, extension, more] = ['/settings/tokens', '/settings/sign-in', '/sessions/import']
    expect(await stepsOf(await newPerson())).toEqual([day, session, goal, task, more])
    expect(await stepsOf(await newPerson([]))).toEqual([day, goal])
    expect(await stepsOf(await newPerson(['tasks']))).toEqual([day, goal, '#task-line'])
    expect(await stepsOf(await newPerson(['apps']))).toEqual([day, goal, device])
    expect(await stepsOf(await newPerson(['pulls']))).toEqual([day, goal, extension])
    expect(await stepsOf(await newPerson([...uses]))).toEqual([day, session, goal, task, device, extension, more])
  })

  test('name the tools whose files can be imported', async () => {
    const html = async (chosen: Use[]) => (await checklist(await newPerson(chosen)))?.html ?? ''
    expect(await html(['time'])).toContain('Toggl Track')
    expect(await html(['learning'])).toMatch(/href="\/cards\/import".*Anki/s)
    const byHand = await newPerson(['learning'])
    await byHand.json('POST', '/api/v1/cards', { question: 'Bowline?', answer: 'A loop' })
    expect(await stepsOf(byHand)).toContain('/cards/import')
    await rows("UPDATE cards SET id = id || '-00000' WHERE user_id = ?", byHand.userId)
    expect(await stepsOf(byHand)).not.toContain('/cards/import')
    expect(await html(['journal'])).toMatch(/href="\/meetings\/import".*calendar/s)
  })

  test('tick themselves when they are done, and are gone with the last', async () => {
    const client = await newPerson()
    await client.post('/welcome/day', { time_zone: 'UTC', daily_target: '2h', rest_days: ['', '7'] })
    expect(await stepsOf(client)).toEqual(['done', '#entry', '/goals/new', '#entry', '/sessions/import'])
    await client.post('/timer/start', { title: 'Read' })
    await client.post('/capture', { entry: 'Write today', kind: 'task' })
    expect((await stepsOf(client))?.[3]).toBe('#entry')
    await client.post('/capture', { entry: 'Draft tomorrow', kind: 'task' })
    const goal = await (await client.json('POST', '/api/v1/goals', { title: 'Thesis' })).json<{ id: string }>()
    const milestones = `/goals/${goal.id}#milestones`
    expect(await stepsOf(client)).toEqual(['done', 'done', milestones, 'done', '/sessions/import'])
    await client.post('/timer/stop')
    for (const table of ['sessions', 'tasks'])
      await rows(`UPDATE ${table} SET deleted_at = 1 WHERE user_id = ?`, client.userId)
    expect(await stepsOf(client)).toEqual(['done', 'done', milestones, 'done', '/sessions/import'])
    await client.json('POST', `/api/v1/goals/${goal.id}/milestones`, { description: 'Outline' })
    expect(await stepsOf(client)).toBeUndefined()
    await client.json('PATCH', `/api/v1/goals/${goal.id}`, { status: 'completed' })
    for (const table of ['goal_milestones', 'goals'])
      await rows(`UPDATE ${table} SET deleted_at = 1 WHERE user_id = ?`, client.userId)
    expect(await stepsOf(client)).toBeUndefined()
  })

  test('count the day as set up when Settings are saved as they are', async () => {
    const client = await newPerson()
    await client.post('/settings', { daily_target: '2h', shown: JSON.stringify({ daily_target_minutes: 120 }) })
    expect((await stepsOf(client))?.[0]).toBe('done')
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

describe('setting up the day', () => {
  test('shows the form again with its messages', async () => {
    const client = await newPerson()
    const typed = { time_zone: 'Asia/Tokyo', daily_target: 'much', rest_days: ['', '6'] }
    const answer = await client.post('/welcome/day', typed)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('Enter a duration, such as 2h, 90 or 1:30')
    expect(html).toContain('value="much"')
    expect(html).toMatch(/<option value="Asia\/Tokyo" selected/)
    expect(html).toMatch(/id="rest_days-6"[^>]*checked/)
  })

  test('saves the zone, the target and the rest days', async () => {
    const client = await newPerson()
    await client.post('/welcome/day', { time_zone: 'Asia/Tokyo', daily_target: '5h', rest_days: ['', '6', '7'] })
    const [user] = await rows<{ preferences: string }>('SELECT preferences FROM users WHERE id = ?', client.userId)
    expect(JSON.parse(user?.preferences ?? '')).toMatchObject({
      time_zone: 'Asia/Tokyo',
      daily_target_minutes: 300,
      rest_days: [6, 7],
    })
  })
})
