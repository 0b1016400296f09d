import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/client'

const { DB } = env

const text = async (answer: Response | Promise<Response>) => (await answer).text()
const find = (client: Client, q: string, more = '') => text(client.get(`/search?q=${encodeURIComponent(q)}${more}`))
const unmarked = (html: string) => html.replace(/<\/?mark>/g, '')

/** Name and address of each hit. */
const results = (html: string) =>
  [...html.matchAll(/<a class="row-title" href="([^"]*)">(.*?)<\/a>/g)].map(([, href, name = '']) => [
    unmarked(name).replace(/<\/?bdi>/g, ''),
    href,
  ])

const names = (html: string) => results(html).map(([name]) => name)

const idOf = async ({ userId }: Client, table: 'goals' | 'projects' | 'sessions') =>
  (await rows<{ id: string }>(`SELECT id FROM ${table} WHERE user_id = ?`, userId))[0]?.id

/** One of each kind that has the word "harbour" in it. */
const harbours = async () => {
  const client = await signedIn()
  await client.post('/goals', { title: 'Paint the harbour', description: 'All boats in it, at dawn and at dusk' })
  await client.post('/projects', { name: 'Watercolours', client: 'Harbour board' })
  await client.post('/sessions', {
    title: 'Sketches',
    notes: 'Sat on the pier of the old harbour until it rained',
    tags: 'en plein air, café',
    date: '2026-03-03',
    started_at: '09:00',
    duration: '1h',
    time_zone: 'UTC',
  })
  return client
}

describe('a search', () => {
  test('finds goals, projects and sessions by title, notes and tags, goals first', async () => {
    const client = await harbours()
    expect(results(await find(client, 'harb'))).toEqual([
      ['Paint the harbour', `/goals/${await idOf(client, 'goals')}`],
      ['Watercolours', `/projects/${await idOf(client, 'projects')}`],
      ['Sketches', `/sessions/${await idOf(client, 'sessions')}`],
    ])
    expect(names(await find(client, 'CAFE'))).toEqual(['Sketches'])
    expect(names(await find(client, '"plein air"'))).toEqual(['Sketches'])
    expect(names(await find(client, 'harbour -board -pier'))).toEqual(['Paint the harbour'])
    expect(names(await find(client, 'harbour', '&kind=goal'))).toEqual(['Paint the harbour'])
  })

  test('marks what matched, in the title, around it in the notes, and in the tags', async () => {
    const client = await harbours()
    expect(await find(client, 'paint')).toContain('<bdi><mark>Paint</mark> the harbour</bdi>')
    expect(await find(client, 'rained')).toContain('old harbour until it <mark>rained</mark>')
    const html = await find(client, 'air cafe')
    expect(html).toContain('#en plein <mark>air</mark>')
    expect(html).toContain('#<mark>café</mark>')
    expect(html).toMatch(/<time datetime="2026-03-03">Tue 3 Mar/)
    expect(html).toContain('>1h</time>')
  })

  test('finds a milestone and leads to its goal, while that is there', async () => {
    const client = await signedIn()
    await client.post('/goals', { title: 'Sail' })
    const goal = await idOf(client, 'goals')
    await client.json('POST', `/api/v1/goals/${goal}/milestones`, { description: 'Tie every knot' })
    const html = await find(client, 'knot')
    expect(results(html)).toEqual([['Tie every knot', `/goals/${goal}`]])
    expect(html).toContain('of <bdi>Sail</bdi>')
    await client.post(`/goals/${goal}/delete`)
    expect(await find(client, 'knot')).toContain('Nothing found')
  })

  test('follows what is edited, deleted and restored', async () => {
    const client = await harbours()
    const id = await idOf(client, 'goals')
    await client.post(`/goals/${id}/delete`)
    expect(names(await find(client, 'paint'))).toEqual([])
    await client.post(`/goals/${id}/restore`)
    expect(names(await find(client, 'paint'))).toEqual(['Paint the harbour'])
    const [{ seq } = { seq: 0 }] = await rows<{ seq: number }>('SELECT seq FROM goals WHERE id = ?', id)
    await client.post(`/goals/${id}`, { title: 'Draw the quay', seq })
    expect(names(await find(client, 'paint'))).toEqual([])
    expect(names(await find(client, 'quay'))).toEqual(['Draw the quay'])
  })

  test('finds nobody else’s, nor by the token that says whose they are', async () => {
    const [owner, other] = [await harbours(), await signedIn()]
    const token = owner.userId.replaceAll('-', '')
    expect(results(await find(other, 'harbour OR boats'))).toEqual([])
    for (const q of [token, `${token}goal`, `owner:${token}`, `") OR owner:("${token}`]) {
      for (const client of [owner, other]) expect(results(await find(client, q))).toEqual([])
    }
  })

  test('shows marks that were typed as text', async () => {
    const client = await signedIn()
    await client.post('/goals', { title: 'Paint', description: '<mark>not ours</mark> harbour' })
    expect(await find(client, 'harbour')).toContain('&lt;mark&gt;not ours&lt;/mark&gt; <mark>harbour</mark>')
  })
})

describe('the page', () => {
  test('says what can be searched, and why nothing is there', async () => {
    const client = await harbours()
    expect(await text(client.get('/search'))).toContain('Search everything')
    expect(await find(client, '+')).toContain('Nothing to search for')
    expect(await find(client, '-harbour')).toContain('Nothing to search for')
    expect(await find(client, 'zeppelin')).toContain('Nothing found')
    const inGoals = await find(client, 'sketches', '&kind=goal')
    expect(inGoals).toContain('Nothing found in goals')
    expect(inGoals).toContain('href="/search?q=sketches"')
    const answer = await client.get(`/search?q=${'x'.repeat(201)}`)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('at most 200 characters')
  })

  test('is the part for htmx, and takes what makes no sense for nothing', async () => {
    const client = await harbours()
    const part = await text(client.get('/search?q=harbour&kind=', { part: true }))
    expect(part).not.toContain('<html')
    expect(names(part)).toHaveLength(3)
    expect(names(await find(client, 'harbour', '&kind=everything&cursor=first'))).toHaveLength(3)
  })

  test('comes by 50, none twice and none missed', async () => {
    const client = await signedIn()
    await DB.prepare(
      `INSERT INTO goals (user_id, id, title, seq, created_at, updated_at)
       SELECT ?1, 'goal-' || value, 'Lap ' || value, 1, 0, 0
       FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 120) SELECT value FROM n)`,
    )
      .bind(client.userId)
      .run()
    const seen: (string | undefined)[] = []
    const sizes: number[] = []
    let next: string | undefined = '/search?q=lap&kind=goal'
    while (next) {
      const html: string = await text(client.get(next))
      sizes.push(names(html).length)
      seen.push(...names(html))
      next = /href="([^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(sizes).toEqual([50, 50, 20])
    expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => `Lap ${120 - n}`))
    expect(await find(client, 'lap', '&cursor=1')).toContain('Nothing more')
  })
})
