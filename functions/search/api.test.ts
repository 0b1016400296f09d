import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../test/client'

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
  expect(items.map(({ kind }) => kind)).toEqual(['session', 'project', 'milestone', 'goal'])
  expect(items[3]?.title).toEqual([
    { text: 'Write <b>', marked: false },
    { text: 'thesis', marked: true },
    { text: '</b>', marked: false },
  ])
  expect(items[0]).toMatchObject({ excerpt: [{ marked: false }, { text: 'thesis', marked: true }], tags: ['thesis'] })
  for (const { href, id } of items) {
    expect(await (await client.json('GET', href)).json()).toMatchObject({ id })
  }
  expect((await search(client, 'q=thesis&kind=project')).items.map(({ kind }) => kind)).toEqual(['project'])
  for (const asked of ['', 'q=', 'q=-', `q=${'x'.repeat(201)}`, 'q=thesis&kind=note']) {
    expect((await client.json('GET', `${path}?${asked}`)).status).toBe(422)
  }
})
