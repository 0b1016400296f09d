import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { utcToday } from '../../../test/support/times'
import { words } from '../../time/sessions/testing'
import { expectRowsOverPages, idsOf, pageOf, shownIn } from './testing'

const api = '/api/v1/feedback'

const setting = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const ada = await client.add('/people', { name: 'Ada Byron' })
  const bob = await client.add('/people', { name: 'Bob' })
  const slides = await client.add('/feedback', {
    ...{ content: 'Clear slides', sentiment: 'positive', tags: ['talks'], from_person_id: ada, date: '2026-03-02' },
  })
  const pace = await client.add('/feedback', {
    ...{ content: 'Talk slower', sentiment: 'constructive', tags: ['talks', 'pace'], from_person_id: ada },
    date: '2026-03-01',
  })
  const code = await client.add('/feedback', { content: 'Tests first', category: 'technical', from_person_id: bob })
  return { client, ada, bob, slides, pace, code }
}

test('filters combine, in the page and in the API, the latest date first', async () => {
  const { client, ada, slides, pace, code } = await setting()
  const queries: [page: string, api: string, ids: string[]][] = [
    ['', '', [code, slides, pace]],
    ['tag=talks', 'tag=talks', [slides, pace]],
    ['tag=%23talks&sentiment=positive', 'tag=talks&sentiment=positive', [slides]],
    ['sentiment=constructive', 'sentiment=constructive', [pace]],
    ['category=technical', 'category=technical', [code]],
    [`person=${ada}`, `from_person_id=${ada}`, [slides, pace]],
    [`person=${ada}&category=technical`, `from_person_id=${ada}&category=technical`, []],
    ['q=talk', 'q=talk', [pace, slides]],
    ['q=talk&sentiment=positive', 'q=talk&sentiment=positive', [slides]],
    ['q=nobody', 'q=nobody', []],
    ['q=%25_', 'q=%25_', []],
    ['q=%25_&sentiment=positive', 'q=%25_&sentiment=positive', []],
    ['sentiment=nonsense&category=%00', '', [code, slides, pace]],
  ]
  for (const [page, query, ids] of queries) {
    expect([page, shownIn(await pageOf(client, `/feedback?${page}`))]).toEqual([page, ids])
    expect([query, (await idsOf(client, `${api}?${query}`)).toSorted()]).toEqual([query, ids.toSorted()])
  }
})

test('a list goes on where a page ends', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  for (let n = 0; n < 45; n += 1)
    await client.add('/feedback', { content: `Talk ${n}`, tags: ['often'], date: `2026-03-0${1 + (n % 9)}` })
  for (const query of ['', 'tag=often', 'q=talk', 'sentiment=neutral']) {
    await expectRowsOverPages(client, '/feedback', query, 45)
  }
})

test('themes are the tags with the most feedback, and the categories, each with its latest', async () => {
  const { client, pace } = await setting()
  const html = await pageOf(client, '/feedback?by=theme')
  const titles = [...html.matchAll(/<h2 id="[^"]*"><bdi>([^<]*)<\/bdi>/g)].map(([, title]) => title)
  expect(titles).toEqual(['#talks', '#pace', 'Technical', 'General'])
  expect(html).toContain('/feedback?tag=talks')
  await client.post(`/feedback/${pace}/delete`)
  expect(await pageOf(client, '/feedback?by=theme')).not.toContain('#pace')
})

test('the page of a person has their feedback and the open action items of both sides', async () => {
  const { client, ada, slides } = await setting()
  await client.add('/action-items', { description: 'Send Ada the figures', person_id: ada })
  await client.add('/action-items', { description: 'Book the room', person_id: ada, owner: 'person' })
  const done = await client.add('/action-items', { description: 'Long done', person_id: ada, status: 'done' })
  const text = words(await pageOf(client, `/people/${ada}`))
  expect(text).toMatch(/You owe them.*Send Ada the figures.*They owe you.*Book the room.*Clear slides.*Talk slower/)
  expect(text).not.toContain('Tests first')
  expect(text).not.toContain('Long done')
  const page = `/people/${ada}`
  const answer = await client.post(`/tasks/${done}/reopen`, {}, { part: true, page })
  expect(await answer.text()).toMatch(/hx-target="#person-actions".*Long done/s)
  await client.post(`/people/${ada}/delete`)
  const json = await (await client.json('GET', `${api}/${slides}`)).json<{ from_person_id: string | null }>()
  expect(json.from_person_id).toBeNull()
  expect(words(await pageOf(client, `/feedback/${slides}`))).not.toContain('from Ada')
})

test('action items are added in place, and name the feedback until it is deleted', async () => {
  const { client, slides } = await setting()
  const source = { source_type: 'feedback', source_id: slides }
  const page = `/feedback/${slides}`
  const answer = await client.post(
    '/tasks/quick?owner=me',
    { line: 'Share the slides high', ...source },
    { part: true, page },
  )
  const html = await answer.text()
  expect(html).toContain('hx-target="#source-actions"')
  expect(html).toContain(`name="source_id" value="${slides}"`)
  expect(words(await pageOf(client, page))).toContain('Share the slides')
  const list = async () => words(await pageOf(client, '/tasks/with-people'))
  expect(await list()).toContain('from feedback')
  const [item] = await (await client.json('GET', '/api/v1/action-items'))
    .json<{ items: { source: object }[] }>()
    .then(({ items }) => items)
  expect(item?.source).toEqual({ type: 'feedback', id: slides })
  await client.post(`${page}/delete`)
  expect(await list()).not.toContain('Clear slides')
  expect((await client.post('/tasks/quick?owner=me', { line: 'More', ...source })).status).toBe(422)
  const other = await setting()
  const theirs = { source: { type: 'feedback', id: other.slides }, description: 'Mine' }
  expect((await client.json('POST', '/api/v1/action-items', theirs)).status).toBe(422)
})

test('capture takes feedback with a person, a sentiment and tags', async () => {
  const { client, ada } = await setting()
  const preview = await client.get(`/capture?${new URLSearchParams({ entry: 'feedback Ada: clear slides #talks +' })}`)
  expect(words(await preview.text())).toMatch(/from Ada Byron.*sentiment positive.*tag #talks/)
  const answer = await client.post('/capture', { entry: 'feedback Ada: + good answers #talks #q-and-a' })
  expect(answer.status).toBe(303)
  const stored = await rows(
    'SELECT content, sentiment, category, tags, date, from_person_id FROM feedback WHERE user_id = ? ORDER BY id DESC LIMIT 1',
    client.userId,
  )
  expect(stored).toEqual([
    {
      ...{ content: 'good answers', sentiment: 'positive', category: 'general', tags: '["talks","q-and-a"]' },
      ...{ date: utcToday(), from_person_id: ada },
    },
  ])
})
