import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { put } from '../../time/sessions/testing'

type Piece = { text: string; marked: boolean }
type Found = { kind: string; id: string; href: string; title: Piece[]; excerpt: Piece[]; tags: string[] }
type Page = { items: Found[]; next_cursor: string | null }

const path = '/api/v1/search'

const search = async (client: Client, asked: string) => (await client.json('GET', `${path}?${asked}`)).json<Page>()

test('everything is found, marked, and can be read where it says', async () => {
  const client = await signedIn()
  const stranger = await signedIn()
  const added = await client.json('POST', '/api/v1/goals', { title: 'Write <b>thesis</b>' })
  const goal = await added.json<{ id: string }>()
  await client.json('POST', `/api/v1/goals/${goal.id}/milestones`, { description: 'Thesis outline' })
  await client.json('POST', '/api/v1/projects', { name: 'Thesis' })
  const session = { date: '2026-03-03', started_at: '09:00', duration: '1h', notes: 'Read a thesis', tags: 'thesis' }
  await client.post('/sessions', session)
  await stranger.json('POST', '/api/v1/goals', { title: 'Thesis of another' })
  const { items } = await search(client, 'q=thes')
  expect(items.map(({ kind }) => kind)).toEqual(['project', 'milestone', 'goal', 'session'])
  expect(items[2]?.title).toEqual([
    { text: 'Write <b>', marked: false },
    { text: 'thesis', marked: true },
    { text: '</b>', marked: false },
  ])
  expect(items[3]).toMatchObject({ excerpt: [{ marked: false }, { text: 'thesis', marked: true }], tags: ['thesis'] })
  for (const { href, id } of items) {
    expect(await (await client.json('GET', href)).json()).toMatchObject({ id })
  }
  expect((await search(client, 'q=thesis&kind=project')).items.map(({ kind }) => kind)).toEqual(['project'])
  for (const asked of ['', 'q=', 'q=-', `q=${'x'.repeat(201)}`, 'q=thesis&kind=note']) {
    expect((await client.json('GET', `${path}?${asked}`)).status).toBe(422)
  }
})

test('pages of hits go on from each other, in a context too', async () => {
  const client = await signedIn()
  const add = (path: string, body: object) => client.json('POST', `/api/v1${path}`, body)
  const { id: organization_id } = await (await add('/organizations', { name: 'Thesis Ltd' })).json<{ id: string }>()
  for (let n = 0; n < 4; n += 1) {
    const own = n % 2 === 0 ? { organization_id } : {}
    await put(client, `2026-03-0${n + 2}T09:00Z`, 60, { title: `Thesis ${n}` })
    await add('/learnings', { title: `Thesis ${n}`, ...own })
    await add('/goals', { title: `Thesis ${n}`, ...own })
    await add('/projects', { name: `Thesis ${n}`, ...own })
  }
  const times = (kind: string, count: number) => Array<string>(count).fill(kind)
  const rows = (count: number) => times('project', count).flatMap((project) => [project, 'goal', 'learning'])
  for (const [query, expected] of [
    ['', [...rows(4), 'organization', ...times('session', 4)]],
    [`&org=${organization_id}`, [...rows(2), 'organization']],
    ['&kind=learning', times('learning', 4)],
  ] as const) {
    const whole = (await search(client, `q=thesis${query}`)).items
    expect(whole.map(({ kind }) => kind)).toEqual(expected)
    for (const limit of [1, 3, 4, 5]) {
      const paged: Found[] = []
      for (let cursor: string | null = ''; cursor !== null && paged.length <= whole.length; ) {
        const page: Page = await search(client, `q=thesis${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`)
        paged.push(...page.items)
        cursor = page.next_cursor
      }
      expect([query, limit, paged]).toEqual([query, limit, whole])
    }
  }
})

test('an action item is found as one, alone or among tasks', async () => {
  const client = await signedIn()
  const id = await client.add('/action-items', { description: 'Send the figures' })
  await client.json('POST', '/api/v1/tasks', { title: 'Draw the figures' })
  const found = async (more: string) =>
    (await search(client, `q=figures${more}`)).items.map(({ kind, href }) => [kind, href.replace(/[^/]*$/, '')])
  const action = ['action_item', '/api/v1/action-items/']
  const task = ['task', '/api/v1/tasks/']
  expect(await found('')).toEqual([task, action])
  expect(await found('&kind=action_item')).toEqual([action])
  expect(await found('&kind=task')).toEqual([task, task])
  expect((await search(client, 'q=figures&kind=action_item')).items[0]).toMatchObject({ id })
})
