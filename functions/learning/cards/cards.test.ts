import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { importPlan } from '../plans/testing'
import { addCard, rate } from './reviews/testing'
import { waitText } from './schema'

stopClock('2026-03-10T12:00Z')

const withPlan = async () => {
  const client = await signedIn()
  await importPlan(client, '---\nid: p\ntitle: Spanish\n---\n\n## Chunk 1: One {#one}\n', { scheduler: 'fsrs' })
  return client
}

const listed = (html: string) =>
  [...html.matchAll(/<li id="card-[^"]+" class="row">.*?<bdi>(.*?)<\/bdi>/gs)].map(([, question]) => question)

describe('cards', () => {
  test('are found by words, plan, tag and state', async () => {
    const client = await withPlan()
    await addCard(client, { question: 'One', answer: 'uno', tags: ['Number'], plan_id: 'p', chunk_id: 'one' })
    const two = await addCard(client, { question: 'Two', answer: 'dos', tags: ['number', 'even'] })
    await client.post(`/cards/${two}/suspend`)
    await addCard(client, { question: 'Three', answer: 'tres' })
    const reviewed = (question: string, date: string) =>
      rows(
        'UPDATE cards SET is_new = 0, next_review = ? WHERE user_id = ? AND question = ?',
        date,
        client.userId,
        question,
      )
    await addCard(client, { question: 'Four', answer: 'cuatro' })
    await reviewed('Three', '2199-01-01')
    await reviewed('Four', '2026-01-01')
    const found = async (search: string) => listed(await (await client.get(`/cards?${search}`)).text())
    expect(await found('')).toEqual(['Four', 'One', 'Three', 'Two'])
    expect(await (await client.get('/cards')).text()).toContain('Review 2')
    expect(await found('q=uno')).toEqual(['One'])
    expect(await found('q=-')).toEqual([])
    expect(await found('plan=p')).toEqual(['One'])
    expect(await found('tag=Number')).toEqual(['One'])
    expect(await found('tag=NUMBER')).toEqual([])
    expect(await found('tag=number&plan=p')).toEqual([])
    expect(await found('show=suspended')).toEqual(['Two'])
    expect(await found('show=due')).toEqual(['Four', 'One'])
    const json = async (search: string) => {
      const { items } = await (await client.get(`/api/v1/cards?${search}`)).json<{ items: { question: string }[] }>()
      return items.map(({ question }) => question)
    }
    expect(await json('q=uno')).toEqual(['One'])
    expect(await json('tag=Number&plan_id=p')).toEqual(['One'])
    expect(await json('due=true')).toEqual(['Four', 'One'])
  })

  test('keep the line ends of their sides', async () => {
    const client = await signedIn()
    const answer = 'apple\npear\nplum'
    const [plain, cloze] = [
      await addCard(client, { question: 'Three\nfruits', answer }),
      await addCard(client, { question: 'One {{c1::two}}\nthree', answer: '- a\n- b' }),
    ]
    const page = async (path: string) => (await client.get(path)).text()
    for (const path of [`/cards/${plain}`, `/review?card=${plain}&answer=1`])
      expect(await page(path)).toMatch(/<p>Three<br>\nfruits<\/p>.*<p>apple<br>\npear<br>\nplum<\/p>/s)
    expect(await page(`/cards/${cloze}`)).toContain('One <mark>two</mark><br>\nthree')
    const list = await page('/cards')
    expect(list).toContain('<bdi>Three · fruits</bdi>')
  })

  test('are scheduled as their plan says, and move to another plan', async () => {
    const client = await withPlan()
    const id = await addCard(client, { plan_id: 'p', chunk_id: 'one' })
    const card = async () => (await client.get(`/api/v1/cards/${id}`)).json<{ interval_days?: number }>()
    expect(await card()).toMatchObject({ scheduler: 'fsrs', plan_id: 'p', chunk_id: 'one' })
    await rows('UPDATE cards SET is_new = 0, interval_days = 40 WHERE user_id = ?', client.userId)
    expect(await (await client.get(`/cards/${id}`)).text()).toContain('<dd>40 days</dd>')
    await rate(client, id, { id: 'r', rating: 2, at: Date.now() })
    const { interval_days = 0 } = await card()
    expect(interval_days).toBeGreaterThan(40)
    expect(await (await client.get(`/cards/${id}`)).text()).toContain(
      `<dd>${waitText(interval_days * 86_400_000)}</dd>`,
    )
    const moved = await client.json('PATCH', `/api/v1/cards/${id}`, { plan_id: null })
    expect([moved.status, await moved.json()]).toMatchObject([
      200,
      { scheduler: 'fsrs', plan_id: null, chunk_id: null, interval_days },
    ])
    for (const body of [{ plan_id: 'none' }, { plan_id: 'p', chunk_id: 'none' }, { chunk_id: 'one' }]) {
      expect((await client.json('PATCH', `/api/v1/cards/${id}`, body)).status).toBe(422)
    }
    expect(await card()).toMatchObject({ scheduler: 'fsrs', plan_id: null, chunk_id: null })
  })

  test('are added one after the other in the same plan and with the same tags', async () => {
    const client = await withPlan()
    const fields = { question: 'One', answer: 'uno', plan_id: 'p', tags: 'number', another: 'yes' }
    const plain = await client.post('/cards', fields)
    expect(plain.headers.get('Location')).toBe('/cards/new?plan=p&tags=number')
    const part = await (await client.post('/cards', fields, { part: true, page: '/cards' })).text()
    for (const html of [part, await (await client.get('/cards/new?plan=p&tags=number')).text()]) {
      expect(html).toMatch(/name="tags" [^>]*value="number"|value="number" [^>]*name="tags"/)
      expect(html).toMatch(/<option value="p" selected/)
      expect(html).toMatch(/<textarea[^>]*data-autofocus[^>]*>\s*<\/textarea>/)
    }
  })

  test('come with the head of their list, which begins the review, in its place on the page', async () => {
    const client = await signedIn()
    const page = await (await client.get('/cards')).text()
    expect(page).toContain('Import from Anki')
    const fields = { question: 'One', answer: 'uno' }
    const part = await (await client.post('/cards', fields, { part: true, page: '/cards' })).text()
    expect(part).toContain('Review 1')
    expect(part).not.toContain('Import from Anki')
    for (const [tag] of part.matchAll(/<[^>]* hx-swap-oob="[^"]*"[^>]*>/g))
      expect(page).toContain(/ id="[^"]*"/.exec(tag)?.[0])
  })

  test.each([
    ['sm2', 'today'],
    ['fsrs', '1 min'],
  ])('that were forgotten are due today, by %s after %s, as the answers say', async (scheduler, wait) => {
    const client = await signedIn()
    const id = await addCard(client)
    await rows('UPDATE cards SET scheduler = ? WHERE user_id = ?', scheduler, client.userId)
    await rate(client, id, { id: 'r', rating: 1, at: Date.now() })
    const html = await (await client.get(`/cards/${id}`)).text()
    for (const words of ['>Due</dt><dd>today<', `>Last interval</dt><dd>${wait}<`, `<td class="num">${wait}<`])
      expect(html).toContain(words)
  })

  test('are made from a chunk, with its selected text, several in a row', async () => {
    const client = await withPlan()
    const page = await (await client.get('/plans/p')).text()
    const url = /href="(\/cards\/new\?[^"]*chunk=one)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(page).toMatch(/data-card-form="[^"]*chunk=one"/)
    const form = await (await client.get(`${url}&answer=${encodeURIComponent('<b> “picked”')}`)).text()
    expect(form).toMatch(/<input type="hidden" name="chunk" value="p\/one"/)
    expect(form).toContain('From <bdi>One</bdi>')
    expect(form).toMatch(/<textarea[^>]*name="answer"[^>]*>\s*&lt;b> “picked”|&lt;b&gt; “picked”/)
    const fields = { question: 'One', answer: 'uno', plan_id: 'p', chunk: 'p/one', another: 'yes' }
    const first = await client.post('/cards', fields)
    expect(first.headers.get('Location')).toBe('/cards/new?plan=p&tags=&chunk=one')
    const part = await (await client.post('/cards', fields, { part: true, page: '/cards' })).text()
    expect(part).toMatch(/<input type="hidden" name="chunk" value="p\/one"/)
    await client.post('/cards', { ...fields, plan_id: '' })
    await client.post('/cards', { ...fields, chunk: 'p/none' })
    await client.post('/cards', { ...fields, chunk: 'other/one' })
    const stored = await rows('SELECT plan_id, chunk_id FROM cards WHERE user_id = ? ORDER BY id', client.userId)
    expect(stored.map(({ plan_id, chunk_id }) => [plan_id, chunk_id])).toEqual([
      ['p', 'one'],
      ['p', 'one'],
      [null, null],
      ['p', null],
      ['p', null],
    ])
  })
})
