import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { utcToday } from '../../../test/support/times'
import { excerptOf, wordsOfPart } from '../../lib/text/markdown'
import { addDays } from '../../lib/time/days'
import { expectRowsOverPages, idsOf, shownIn } from '../../people/feedback/testing'
import { putProject } from '../../time/sessions/testing'
import { monthsBefore } from './page-data'

const api = '/api/v1/learnings'

const add = (client: Client, learning: object) =>
  client.made<{ id: string; seq: number; date: string }>('/learnings', { title: 'A learning', ...learning })

const pageOf = async (client: Client, query = '') => (await client.get(`/learnings${query}`)).text()

describe('learnings by month', () => {
  test('a page has one month, and links to those with any', async () => {
    const client = await signedIn()
    const march = await add(client, { date: '2024-03-31' })
    const later = await add(client, { date: '2024-03-31' })
    await add(client, { date: '2024-05-01' })
    await add(client, { date: '2022-12-31' })
    const html = await pageOf(client, '?month=2024-03')
    expect(shownIn(html)).toEqual([later.id, march.id])
    const nav = /<nav [^>]*aria-label="Months with learnings">.*?<\/nav>/s.exec(html)?.[0] ?? ''
    const linked = [...nav.matchAll(/month=([\d-]+)/g)].map(([, month]) => month)
    expect(linked).toEqual(['2024-05', '2024-03', '2022-12'])
    expect(await pageOf(client, '?month=2022-12')).toMatch(/month=2024-03"[^>]*>Mar 2024</)
    expect(await pageOf(client, '?month=2023-01')).toContain('Nothing from January 2023')
    expect(shownIn(await pageOf(client, '?month=nonsense'))).toHaveLength(4)
  })

  test('a list goes on where a page ends, also in a month', async () => {
    const client = await signedIn()
    const dates = Array.from({ length: 45 }, (_, index) => addDays('2024-03-01', index % 20))
    for (const date of dates) await add(client, { date, tags: ['often'] })
    for (const query of ['', 'month=2024-03', 'tag=often', 'type=insight', 'q=learning']) {
      await expectRowsOverPages(client, '/learnings', query, 45)
    }
  })

  test('filters combine, in the page and in the API', async () => {
    const client = await signedIn()
    const project = await (await client.json('POST', '/api/v1/projects', { name: 'Thesis' })).json<{ id: string }>()
    const one = await add(client, { type: 'concept', source: 'project', tags: ['sql', 'cte'], project_id: project.id })
    await add(client, { type: 'concept', tags: ['SQL'] })
    await add(client, { type: 'insight', tags: ['sql'] })
    const queries: [page: string, api: string, count: number][] = [
      ['type=concept', 'type=concept', 2],
      ['tag=%23sql', 'tag=sql', 2],
      ['tag=sql&type=concept', 'tag=sql&type=concept', 1],
      [`project=${project.id}`, `project_id=${project.id}`, 1],
      ['q=cte', 'q=cte', 1],
      ['q=learning&source=project', 'q=learning&source=project', 1],
      ['plan=none', 'plan_id=none', 0],
    ]
    for (const [page, query, count] of queries) {
      const shown = shownIn(await pageOf(client, `?${page}`))
      expect([shown.length, shown.toSorted()], page).toEqual([
        count,
        (await idsOf(client, `${api}?${query}`)).toSorted(),
      ])
      if (count === 1) expect(shown).toEqual([one.id])
    }
    await client.json('PATCH', `${api}/${one.id}`, { tags: ['cte'], date: '2024-01-01' })
    expect(shownIn(await pageOf(client, '?tag=cte'))).toEqual([one.id])
    expect(shownIn(await pageOf(client, '?tag=sql'))).toHaveLength(1)
    await client.json('DELETE', `${api}/${one.id}`)
    expect(shownIn(await pageOf(client, '?tag=cte'))).toEqual([])
    await client.post(`/learnings/${one.id}/restore`)
    expect(shownIn(await pageOf(client, '?tag=cte'))).toEqual([one.id])
  })

  test('words are marked where they were found, and never as markup', async () => {
    const client = await signedIn()
    await add(client, { title: 'A <b>join</b> order', content: 'The planner joins by cost', tags: ['join'] })
    const html = await pageOf(client, '?q=join')
    expect(html).toContain('A &lt;b&gt;<mark>join</mark>&lt;/b&gt; order')
    expect(html).toContain('planner <mark>joins</mark> by cost')
    expect(html).toContain('#<mark>join</mark>')
    expect(await (await client.get('/search?q=join')).text()).toContain('planner <mark>joins</mark>')
  })
})

test.each([
  ['2026-03-31', 1, '2026-02-28'],
  ['2024-03-30', 1, '2024-02-29'],
  ['2024-02-29', 12, '2023-02-28'],
  ['2026-01-15', 1, '2025-12-15'],
])('%s, %i months before, is %s', (date, months, before) => expect(monthsBefore(date, months)).toBe(before))

test('on this day recalls what was learned a month and a year ago, and nothing else', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  expect(await pageOf(client)).not.toContain('On this day')
  await add(client, { title: 'Two days ago', date: addDays(utcToday(), -2) })
  expect(await pageOf(client)).not.toContain('On this day')
  await add(client, { title: 'Last month', date: monthsBefore(utcToday(), 1) })
  await add(client, { title: 'Last year', date: monthsBefore(utcToday(), 12) })
  const section = /<section class="section" id="on-this-day".*?<\/section>/s.exec(await pageOf(client))?.[0] ?? ''
  expect(section).toContain('Last month')
  expect(section).toContain('Last year')
  expect(section).not.toContain('Two days ago')
  expect(await pageOf(client, '?type=insight')).not.toContain('On this day')
  expect(await pageOf(client, '?select=learning')).not.toContain('undefined')
})

test('a learning ends in the latest others of its tag, else of its project', async () => {
  const client = await signedIn()
  const project_id = await putProject(client, 'Thesis')
  const { id } = await add(client, { title: 'This one', tags: ['r', 'zeta'] })
  await add(client, { title: 'Tagged', tags: ['r'] })
  const filed = await add(client, { title: 'Filed', project_id })
  await add(client, { title: 'Filed too', project_id, tags: ['zeta'] })
  const related = async (of: string) =>
    [...(await (await client.get(`/learnings/${of}`)).text()).matchAll(/class="row-title"[^>]*><bdi>([^<]*)/g)]
      .map(([, title]) => title)
      // The first is its own, in the head.
      .slice(1)
  expect(await related(id)).toEqual(['Tagged'])
  expect(await related(filed.id)).toEqual(['Filed too'])
})

describe('the content of a learning', () => {
  const content = '# Head\n\n**bold** <script>alert(1)</script> [x](javascript:alert)'

  test('is shown as safe HTML, and its beginning as text in the list', async () => {
    const client = await signedIn()
    const { id } = await add(client, { content, date: '2026-11-20' })
    expect(await (await client.get(`/learnings/${id}`)).text()).toContain('<strong>bold</strong> &lt;script&gt;')
    expect(await pageOf(client)).toContain('<bdi>Head bold &lt;script&gt;alert(1)&lt;/script&gt;')
  })

  test('is previewed while one types, and without script with all that was typed', async () => {
    const client = await signedIn()
    const part = await client.post('/learnings/preview', { content }, { part: true, page: '/learnings' })
    expect(await part.text()).toMatch(/^<div class="rendered" dir="auto">.*<strong>bold<\/strong>/s)
    const page = await (await client.post('/learnings/preview', { content, title: 'Typed' })).text()
    expect(page).toContain('<strong>bold</strong>')
    expect(page).toContain('value="Typed"')
    const { id } = await add(client, { title: 'Stored' })
    const edit = await (await client.post('/learnings/preview', { of: id, title: 'Typed', content })).text()
    expect(edit).toContain(`action="/learnings/${id}"`)
    expect(edit).toContain('value="Typed"')
    const other = await signedIn()
    expect((await other.post('/learnings/preview', { of: id, content })).status).toBe(404)
  })
})

test('a project, a plan and an organization must be there and one’s own; one that is deleted later stays', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const theirs = await (await other.json('POST', '/api/v1/projects', { name: 'Theirs' })).json<{ id: string }>()
  const own = await (await client.json('POST', '/api/v1/projects', { name: 'Own' })).json<{ id: string }>()
  for (const link of ['project_id', 'plan_id', 'organization_id']) {
    const answer = await client.json('POST', api, { title: 'A', [link]: theirs.id })
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [{ path: link, message: expect.stringContaining('from the list') }] }),
    ])
  }
  const { id } = await add(client, { project_id: own.id })
  await client.json('DELETE', `/api/v1/projects/${own.id}`)
  expect((await client.json('PATCH', `${api}/${id}`, { title: 'Edited' })).status).toBe(200)
  expect(await (await client.get(`/learnings/${id}/edit`)).text()).toContain('Deleted project')
})

test.each([
  ['| Join | Rows |\n| :--- | ---: |\n| inner | 3 |', 'Join · Rows · inner · 3'],
  ['Two:\n- one\n- **two**\n\nEnd', 'Two: one · two · End'],
  ['a | b is **or**', 'a | b is or'],
  ['_One_ [link](https://example.org) and 3 * 4, snake_case', 'One link and 3 * 4, snake_case'],
])('%j begins in a list as %j', (content, excerpt) => {
  expect(excerptOf(content)).toBe(excerpt)
})

test.each([
  ['…irmos*: so that **we** go, *or', '…irmos: so that we go, or'],
  ['*\u0001Para\u0002 irmos*: so', '\u0001Para\u0002 irmos: so'],
  ['…| ---: |\n| \u0001inner\u0002 | 3 |…', '… · \u0001inner\u0002 · 3 · …'],
  ['…`SELECT 3 * 4 | snake_case', '…SELECT 3 * 4 | snake_case'],
])('the part %j of a content is found as %j', (part, words) => {
  expect(wordsOfPart(part)).toBe(words)
})

describe('a learning that becomes a card', () => {
  const learn = (client: Client, body: object) => client.add('/learnings', { title: 'CTEs', tags: ['sql'], ...body })
  const cardsOf = ({ userId }: Client) =>
    rows('SELECT question, answer, tags, deleted_at FROM cards WHERE user_id = ?', userId)

  test('has its texts and tags, is made once, and comes back after it was deleted', async () => {
    const client = await signedIn()
    const id = await learn(client, { content: 'A *named* query' })
    const url = `/learnings/${id}/card`
    const made = await Promise.all([client.post(url), client.post(url)])
    expect(made.map(({ status }) => status)).toEqual([303, 303])
    const card = { question: 'CTEs', answer: 'A *named* query', tags: '["sql"]', deleted_at: null }
    expect(await cardsOf(client)).toEqual([card])
    const again = await (await client.post(url, {}, { part: true })).text()
    expect(again).toContain('This learning is a card already.')
    expect(again).toContain(`href="/cards/${id}-card"`)
    await client.post(`/cards/${id}-card/delete`)
    const restored = await (await client.post(url, {}, { part: true })).text()
    expect([restored.includes('Deleted card restored.'), restored.includes(`/cards/${id}-card/delete`)]).toEqual([
      true,
      true,
    ])
    expect(await cardsOf(client)).toEqual([card])
  })

  test('without content asks for the answer first; somebody else’s is not there', async () => {
    const client = await signedIn()
    const id = await learn(client, { content: '' })
    const sent = await client.post(`/learnings/${id}/card`)
    expect([sent.status, sent.headers.get('Location')]).toEqual([303, '/cards/new?question=CTEs&tags=sql'])
    expect((await (await signedIn()).post(`/learnings/${id}/card`)).status).toBe(404)
    expect(await cardsOf(client)).toEqual([])
  })
})
