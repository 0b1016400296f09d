import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn, text, toastOf } from '../../../test/support/client'
import { newSession, putAll, putGoal, putProject, words } from '../../time/sessions/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const { DB } = env

const find = (q: string, more = '') => text(client.get(`/search?q=${encodeURIComponent(q)}${more}`))
const unmarked = (html: string) => html.replace(/<\/?mark>/g, '')

/** Name and address of each hit. */
const results = (html: string) =>
  [...html.matchAll(/<a class="row-title" href="([^"]*)">(.*?)<\/a>/g)].map(([, href, name = '']) => [
    unmarked(name).replace(/<\/?bdi>/g, ''),
    href,
  ])

const names = (html: string) => results(html).map(([name]) => name)

const idOf = async (table: 'goals' | 'organizations' | 'sessions') =>
  (await rows<{ id: string }>(`SELECT id FROM ${table} WHERE user_id = ?`, client.userId))[0]?.id

/** One of each kind that has the word "harbour" in it. */
const harbours = async () => {
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
}

describe('a search', () => {
  test('finds goals, projects and sessions by title, notes and tags', async () => {
    await harbours()
    expect(results(await find('harb'))).toEqual([
      ['Harbour board', `/organizations/${await idOf('organizations')}`],
      ['Paint the harbour', `/goals/${await idOf('goals')}`],
      ['Sketches', `/sessions/${await idOf('sessions')}`],
    ])
    expect(names(await find('CAFE'))).toEqual(['Sketches'])
    expect(names(await find('"plein air"'))).toEqual(['Sketches'])
    expect(names(await find('harbour -board -pier'))).toEqual(['Paint the harbour'])
    expect(names(await find('harbour', '&kind=goal'))).toEqual(['Paint the harbour'])
  })

  test('marks what matched, in the title, around it in the notes, and in the tags', async () => {
    await harbours()
    expect(await find('paint')).toContain('<bdi><mark>Paint</mark> the harbour</bdi>')
    expect(await find('rained')).toContain('old harbour until it <mark>rained</mark>')
    const html = await find('air cafe')
    expect(html).toContain('#en plein <mark>air</mark>')
    expect(html).toContain('#<mark>café</mark>')
    expect(html).toMatch(/<time datetime="2026-03-03">Tue 3 Mar/)
    expect(html).toContain('>1h</time>')
  })

  test('finds a milestone and leads to its goal, while that is there', async () => {
    await client.post('/goals', { title: 'Sail' })
    const goal = await idOf('goals')
    await client.json('POST', `/api/v1/goals/${goal}/milestones`, { description: 'Tie every knot' })
    const html = await find('knot')
    expect(results(html)).toEqual([['Tie every knot', `/goals/${goal}`]])
    expect(html).toContain('of <bdi>Sail</bdi>')
    await client.post(`/goals/${goal}/delete`)
    expect(await find('knot')).toContain('Nothing found')
  })

  test('finds a goal by the notes of its ticks, once, while both are there', async () => {
    await client.post('/goals', {
      title: 'Run',
      progress_source: 'times',
      times_of: 'ticks',
      target: '3',
      period: 'week',
    })
    const goal = await idOf('goals')
    const found = [['Run', `/goals/${goal}`]]
    for (const note of ['In the drizzle', 'Round the lake, drizzle again', '']) {
      expect((await client.post(`/goals/${goal}/ticks`, { note })).status).toBe(303)
    }
    const html = await find('drizz')
    expect(results(html)).toEqual(found)
    expect(html).toMatch(/<mark>drizzle<\/mark>/)
    expect(results(await find('lake', '&kind=goal'))).toEqual(found)
    expect(results(await find('lake -again'))).toEqual([])
    expect(await text(client.get('/goals?q=drizzle'))).toContain(`id="goal-${goal}"`)
    const api = async (path: string) => {
      const { items } = await (await client.json('GET', path)).json<{ items: { id: string; excerpt: unknown }[] }>()
      return items.map(({ id }) => id)
    }
    expect([await api('/api/v1/search?q=drizzle'), await api('/api/v1/goals?q=lake')]).toEqual([[goal], [goal]])
    const other = await signedIn()
    expect(results(await text(other.get('/search?q=drizzle')))).toEqual([])

    const [tick] = await rows<{ id: string }>(
      "SELECT id FROM goal_ticks WHERE goal_id = ? AND note LIKE '%lake%'",
      goal,
    )
    const removed = await client.post(`/goals/${goal}/ticks/${tick?.id}/delete`)
    expect(results(await find('lake'))).toEqual([])
    await client.post(toastOf(removed).undo)
    expect(results(await find('lake'))).toEqual(found)
    await client.post(`/goals/${goal}/delete`)
    expect(results(await find('lake'))).toEqual([])
    await client.post(`/goals/${goal}/restore`)
    expect(results(await find('lake'))).toEqual(found)
  })

  test('follows what is edited, deleted and restored', async () => {
    await harbours()
    const id = await idOf('goals')
    await client.post(`/goals/${id}/delete`)
    expect(names(await find('paint'))).toEqual([])
    await client.post(`/goals/${id}/restore`)
    expect(names(await find('paint'))).toEqual(['Paint the harbour'])
    const [{ seq } = { seq: 0 }] = await rows<{ seq: number }>('SELECT seq FROM goals WHERE id = ?', id)
    await client.post(`/goals/${id}`, { title: 'Draw the quay', seq })
    expect(names(await find('paint'))).toEqual([])
    expect(names(await find('quay'))).toEqual(['Draw the quay'])
  })

  test('finds nobody else’s, nor by the token that says whose they are', async () => {
    await harbours()
    const [owner, other] = [client, await signedIn()]
    const token = owner.userId.replaceAll('-', '')
    for (const who of [owner, other]) {
      client = who
      for (const q of [token, `${token}goal`, `owner:${token}`, `") OR owner:("${token}`]) {
        expect(results(await find(q))).toEqual([])
      }
    }
    expect(results(await find('harbour OR boats'))).toEqual([])
  })

  test('shows marks that were typed as text', async () => {
    await client.post('/goals', { title: 'Paint', description: '<mark>not ours</mark> harbour' })
    expect(await find('harbour')).toContain('&lt;mark&gt;not ours&lt;/mark&gt; <mark>harbour</mark>')
  })
})

describe('the page', () => {
  test('says what can be searched, and why nothing is there', async () => {
    await harbours()
    expect(await text(client.get('/search'))).toContain('Search everything')
    const tooShort = await find('+')
    for (const said of ['Nothing to search for', 'Enter a letter or a digit']) expect(tooShort).toContain(said)
    expect(await find('-harbour')).toContain('Nothing to search for')
    expect(await find('zeppelin')).toContain('Nothing found')
    const inGoals = await find('sketches', '&kind=goal')
    expect(inGoals).toContain('Nothing found in goals')
    expect(inGoals).toContain('href="/search?q=sketches"')
    const answer = await client.get(`/search?q=${'x'.repeat(201)}`)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('at most 200 characters')
  })

  test('is the part for htmx, and takes what makes no sense for nothing', async () => {
    await harbours()
    const part = await text(client.get('/search?q=harbour&kind=', { part: true }))
    expect(part).not.toContain('<html')
    expect(names(part)).toHaveLength(3)
    expect(names(await find('harbour', '&kind=everything&cursor=first'))).toHaveLength(3)
  })

  test('comes by 50, none twice and none missed', async () => {
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
    expect(await find('lap', '&kind=goal&cursor=[0,"",0]')).toContain('Nothing more')
  })
})

describe('results', () => {
  test('have sessions of a title and project in one row', async () => {
    const project = await putProject(client, 'Standup tool')
    for (const [date, duration, project_id] of [
      ['2026-03-03', '15m', ''],
      ['2026-03-05', '20m', ''],
      ['2026-03-04', '25m', ''],
      ['2026-03-06', '1h', project],
      ['2026-03-07', '1h', project],
    ] as const) {
      await client.post('/sessions', { title: 'Standup "daily"', date, started_at: '09:00', duration, project_id })
    }
    await client.post('/sessions', { title: 'Standup notes', date: '2026-03-08', started_at: '09:00', duration: '5m' })
    await putGoal(client, 'Shorter standups')
    const html = await find('standup')
    expect([...html.matchAll(/<li id="found-\d+".*?"sr-only">(\w+)</gs)].map(([, kind]) => kind)).toEqual([
      ...['Session', 'Session', 'Session', 'Goal', 'Project'],
    ])
    expect(html.match(/<li id="found-\d+"/g)).toHaveLength(5)
    const text = words(html)
    expect(text).toContain('3 sessions')
    expect(text).toContain('latest Thu 5 Mar')
    expect(html).toContain('href="/sessions?q=%22Standup++daily+%22&amp;subject=project:none"')
    expect(html).toContain(`subject=project:${project}"`)
    const only = await find('standup', '&kind=session')
    expect(only).not.toContain('standups')
    expect(only.match(/<li id="found-\d+"/g)).toHaveLength(3)
  })

  test('of everything have the words of reviews and the introductions of evidence', async () => {
    await client.json('POST', '/api/v1/reviews', { period: 'week', date: '2026-03-02', words: 'A quiet estuary' })
    const draft = { title: 'Half a year', from_date: '2026-01-01', to_date: '2026-03-01' }
    await client.json('POST', '/api/v1/evidence', { ...draft, introduction: 'What the estuary needed' })
    const html = await find('estuary')
    expect(names(html)).toEqual(['Week of 2 March 2026', 'Half a year'])
  })

  test('that go on say so', async () => {
    for (let made = 0; made < 7; made += 1) await putGoal(client, `Standup ${made}`)
    const html = await find('standup')
    expect(html).toContain('href="/search?q=standup&amp;kind=goal">All goals</a>')
    expect((await find('standup', '&kind=goal')).match(/<li id="found-/g)).toHaveLength(7)
  })
})

test.each([
  ['cards', { question: 'What is *estar* {{c1::now}}?\n\n**Influence.**', answer: '1' }, 'estar'],
  ['feedback', { content: 'Good *estar*.\n\n**Influence.**', date: '2026-03-03' }, 'estar'],
])('%s show no signs of markdown in lists and results', async (path, body, word) => {
  const client = await signedIn()
  expect((await client.json('POST', `/api/v1/${path}`, body)).status).toBe(201)
  for (const page of [`/${path}`, `/search?q=${word}`]) {
    const main = (await (await client.get(page)).text()).split('<main')[1] ?? ''
    expect(main).toContain('Influence.')
    expect(main.replaceAll(/ class="[^"]*"/g, '')).not.toMatch(/\*|\{\{/)
  }
})

test('what has the words in its title stands before what has them in its text, in all kinds and on all pages', async () => {
  const client = await signedIn()
  const add = (title: string, description: string) => client.add('/tasks', { title, description })
  const titled = await add('Estuary survey', '')
  const newer = await add('Survey of the estuary', '')
  const text = await add('Call Ada', 'About the estuary survey')
  const half = await add('Estuary', 'The survey of it')
  await client.json('POST', '/api/v1/goals', { title: 'Publish', description: 'Estuary survey' })
  const project = await (await client.json('POST', '/api/v1/projects', { name: 'Estuary survey' })).json<{
    id: string
  }>()
  const all: string[] = []
  let path: string | null = '/api/v1/search?q=survey+estuary&limit=2'
  while (path) {
    const page: { items: { id: string; kind: string }[]; next_cursor: string | null } = await (
      await client.json('GET', path)
    ).json()
    all.push(...page.items.map(({ id, kind }) => (kind === 'goal' ? 'goal' : id)))
    path = page.next_cursor && `/api/v1/search?q=survey+estuary&limit=2&cursor=${encodeURIComponent(page.next_cursor)}`
  }
  expect(all).toEqual([project.id, newer, titled, 'goal', half, text])
  const html = await (await client.get('/search?q=survey+estuary')).text()
  const shown = [...html.matchAll(/href="\/(?:tasks|projects|goals)\/([\w-]{36})"/g)].map(([, id]) => id)
  expect([...new Set(shown)].filter((id) => all.includes(id ?? ''))).toEqual(all.filter((id) => id !== 'goal'))
})

test('pages of one kind go on from titles to texts, each row once', async () => {
  const client = await signedIn()
  await putAll(
    client,
    Array.from({ length: 120 }, (_, n) =>
      newSession(
        Date.UTC(2026, 1, 1, n),
        10,
        n % 3 === 0 ? { title: `Heron ${n}` } : { title: `Walk ${n}`, notes: 'Saw a heron' },
      ),
    ),
  )
  const found: string[] = []
  let path: string | undefined = '/search?q=heron&kind=session'
  while (path) {
    const html = await (await client.get(path)).text()
    found.push(...[...html.matchAll(/href="\/sessions\/([\w-]{36})"/g)].map(([, id]) => id ?? ''))
    path = /href="(\/search\?[^"]*cursor=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  }
  const titles = await rows<{ id: string; title: string }>(
    'SELECT id, title FROM sessions WHERE user_id = ? ORDER BY title LIKE ? DESC, number DESC',
    client.userId,
    'Heron%',
  )
  expect(titles).toHaveLength(120)
  expect([...new Set(found)]).toEqual(titles.map(({ id }) => id))
})
