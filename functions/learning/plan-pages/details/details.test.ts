import { beforeEach, describe, expect, test } from 'vitest'
import spanish from '../../../../test/data/plans/spanish-a2.md?raw'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { readPlan } from '../../plans/markdown/read'
import { importPlan, storedPlan } from '../../plans/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const fields = {
  title: 'Learn knots',
  tags: 'rope, sea',
  total_hours: '',
  goal_id: '',
  project_id: '',
  scheduler: 'sm2',
}

const added = async (kind: 'projects' | 'goals', form: Record<string, string>) => {
  await client.post(`/${kind}`, form)
  const [row] = await rows<{ id: string }>(`SELECT id FROM ${kind} WHERE user_id = ? ORDER BY seq DESC`, client.userId)
  return row?.id ?? ''
}

const stored = async (id: string) => {
  const [row] = await rows(
    'SELECT title, tags, total_hours, goal_id, project_id, scheduler FROM plans WHERE user_id = ? AND id = ?',
    client.userId,
    id,
  )
  return row
}

const chunksOf = async (id: string) => {
  const plan = readPlan((await storedPlan(client, id)).content)
  return 'errors' in plan ? [] : plan.chunks.map((chunk) => [chunk.id, chunk.title, chunk.duration_minutes])
}

describe('a new plan', () => {
  test('has its details and first chunks, and an id from its title', async () => {
    const project_id = await added('projects', { name: 'Thesis' })
    const chunks = 'Bowline, 1h 30m\r\n\r\nSheet bend\r\nOver, under, and through'
    const form = { ...fields, total_hours: '4,5', project_id, chunks }
    const answer = await client.post('/plans', form)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/plans/learn-knots'])
    expect(await stored('learn-knots')).toEqual({
      title: 'Learn knots',
      tags: '["rope","sea"]',
      total_hours: 4.5,
      goal_id: null,
      project_id,
      scheduler: 'fsrs',
    })
    expect(await chunksOf('learn-knots')).toEqual([
      ['chunk-001', 'Bowline', 90],
      ['chunk-002', 'Sheet bend', null],
      ['chunk-003', 'Over, under, and through', null],
    ])
    const again = await client.post('/plans', { ...form, chunks: '' })
    expect(again.headers.get('Location')).toBe('/plans/learn-knots-2')
    expect(await chunksOf('learn-knots-2')).toEqual([])
    expect((await client.post('/plans', { ...fields, title: 'New', chunks: '' })).headers.get('Location')).toBe(
      '/plans/new-2',
    )
  })

  test.each([
    [{ title: ' ' }, 'Enter a title'],
    [{ tags: 'x'.repeat(51) }, 'Use at most 50 characters for each tag'],
    [{ total_hours: 'many' }, 'Enter the hours as a number'],
    [{ total_hours: '-1' }, 'Enter the hours as a number'],
    [{ goal_id: 'none' }, 'Choose one of your goals'],
    [{ project_id: 'none' }, 'Choose one of your projects'],
    [{ chunks: 'x'.repeat(201) }, 'Use at most 200 characters for the title of a chunk'],
    [{ chunks: 'a\n'.repeat(101) }, 'Enter at most 100 chunks'],
  ])('with %o is refused by its field', async (wrong, message) => {
    const answer = await client.post('/plans', { ...fields, chunks: 'Kept line', ...wrong })
    const html = await answer.text()
    expect([answer.status, html.includes(message)]).toEqual([422, true])
    if (!('chunks' in wrong)) expect(html).toContain('Kept line')
    expect(await rows('SELECT 1 FROM plans WHERE user_id = ?', client.userId)).toEqual([])
  })
})

describe('details', () => {
  const url = '/plans/spanish-a2/details'
  const seen = async () => /name="seen" value="(\w+)"/.exec(await (await client.get(url)).text())?.[1] ?? ''
  const present = {
    ...fields,
    title: 'Spanish A2: talk about your day',
    tags: 'language, spanish, a2',
    total_hours: '9.5',
  }

  test('unchanged write nothing; a link leaves the markdown as it is, and a tag changes its line', async () => {
    await importPlan(client, spanish)
    expect((await client.post(url, { ...present, seen: await seen() })).status).toBe(303)
    const goal_id = await added('goals', { title: 'Speak' })
    await client.post(url, { ...present, goal_id, scheduler: 'fsrs', seen: await seen() })
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
    expect(await stored('spanish-a2')).toMatchObject({ goal_id, scheduler: 'fsrs' })
    await client.post(url, { ...present, goal_id, scheduler: 'fsrs', tags: 'spanish', seen: await seen() })
    const { content } = await storedPlan(client, 'spanish-a2')
    const changed = content.split('\n').filter((line) => !spanish.includes(`${line}\n`))
    expect(changed).toEqual([expect.stringMatching(/^updated: /), 'tags: [spanish]'])
  })

  test('edited twice at once show both versions; a chunk that is done meanwhile does not matter', async () => {
    await importPlan(client, spanish)
    const before = await seen()
    await client.post('/plans/spanish-a2/chunks/chunk-003/status', { status: 'completed' })
    expect((await client.post(url, { ...present, title: 'First', seen: before })).status).toBe(303)
    const stale = await client.post(url, { ...present, title: 'Second', seen: before })
    const html = await stale.text()
    expect([stale.status, html.includes('First'), html.includes('Second')]).toEqual([409, true, true])
    const [, newer = ''] = /name="seen" value="(\w+)"/.exec(html) ?? []
    expect((await client.post(url, { ...present, title: 'Second', seen: newer })).status).toBe(303)
    expect(await stored('spanish-a2')).toMatchObject({ title: 'Second' })
  })

  test('name the scheduler of the plan’s cards, which the form of a new plan does not', async () => {
    await importPlan(client, spanish)
    expect(await (await client.get(url)).text()).toContain('name="scheduler"')
    expect(await (await client.get('/plans/new')).text()).not.toContain('scheduler')
    const answer = await client.post(url, { ...present, scheduler: 'other', seen: await seen() })
    expect([answer.status, (await answer.text()).includes('Choose a scheduler from the list')]).toEqual([422, true])
  })

  test('take nobody else’s goal', async () => {
    await importPlan(client, spanish)
    const other = await signedIn()
    await other.post('/goals', { title: 'Theirs' })
    const [goal] = await rows<{ id: string }>('SELECT id FROM goals WHERE user_id = ?', other.userId)
    const answer = await client.post(url, { ...present, goal_id: goal?.id ?? '', seen: await seen() })
    expect([answer.status, (await answer.text()).includes('Choose one of your goals')]).toEqual([422, true])
  })
})
