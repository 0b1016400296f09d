import { expect, test } from 'vitest'
import { cost, signedIn } from '../../test/client'

type Counts = { session: number; learning: number; plan: number; card: number }
type Page = {
  items: { tag: string; session_count: number; counts: Counts; status: string }[]
  next_cursor: string | null
}

const path = '/api/v1/tags'

test('tags are listed with their sessions, page by page, whatever letters they have', async () => {
  const { json, post, userId } = await signedIn()
  const tags = ['deep', 'Deep', 'über alles', '日本', '🍋'.repeat(25), 'a'.repeat(50)]
  await post('/sessions', { date: '2026-03-03', started_at: '09:00', duration: '1h', tags: tags.join(', ') })
  await post('/sessions', { date: '2026-03-04', started_at: '09:00', duration: '1h', tags: '日本' })
  const seen: Page['items'] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const answer: Response = await json('GET', `${path}?limit=1${cursor && `&cursor=${cursor}`}`)
    const page: Page = await answer.json()
    seen.push(...page.items)
    cursor = page.next_cursor
  }
  const all = await (await json('GET', path)).json<Page>()
  expect(seen).toEqual(all.items)
  expect(seen.map(({ tag }) => tag).toSorted()).toEqual(
    ['Deep', ...tags.filter((tag) => tag !== 'Deep' && tag !== 'deep')].toSorted(),
  )
  const counts = { session: 2, learning: 0, feedback: 0, plan: 0, card: 0 }
  expect(seen).toContainEqual({ tag: '日本', status: 'active', session_count: 2, counts })
  const etag = (await json('GET', path)).headers.get('ETag') ?? ''
  const unchanged = await json('GET', path, undefined, { 'If-None-Match': etag })
  expect([unchanged.status, cost(unchanged).read <= 4]).toEqual([304, true])
  for (const broken of ['%FF', '!', '_w']) expect((await json('GET', `${path}?cursor=${broken}`)).status).toBe(422)
  expect(userId).toBeTruthy()
})
