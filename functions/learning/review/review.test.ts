import { expect, test } from 'vitest'
import { cost, rows, signedIn } from '../../../test/client'
import { addCard, rate } from '../cards/reviews/testing'
import { putPlan } from '../plans/testing'

const fields = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )

const decoded = (text: string) => text.replaceAll('&amp;', '&')

test('a day has at most as many new cards as the person wants, in reviews as in lists of due cards', async () => {
  const client = await signedIn({ new_cards_a_day: 2 })
  await putPlan(client, 'p', 'P')
  for (const plan_id of ['p', 'p', null, 'p', null, null]) await addCard(client, { plan_id })
  const due = async (search: string) =>
    (await (await client.get(`/api/v1/cards?due=true${search}`)).json<{ items: { id: string }[] }>()).items
  const left = async (path: string) => Number(/(\d+) left/.exec(await (await client.get(path)).text())?.[1] ?? 0)
  const [seen] = await due('')
  await rate(client, seen?.id ?? '', { id: 'r', rating: 3, at: Date.now() - 9 * 86_400_000 })
  for (const expected of [3, 2, 1, 0]) {
    expect(await due('')).toHaveLength(expected)
    for (const scope of ['', 'plan=p', 'org=none']) {
      expect(await due(`&${scope.replace('plan', 'plan_id')}`)).toHaveLength(await left(`/review?${scope}`))
    }
    const [card] = await due('')
    if (card) await client.json('POST', `/api/v1/cards/${card.id}/reviews`, { rating: 4 })
  }
  expect(await (await client.get('/review')).text()).toContain('More new cards come tomorrow.')
})

test('the time of a sitting is kept once as a session on its plan', async () => {
  const client = await signedIn()
  await putPlan(client, 'p', 'Spanish')
  const ids = [await addCard(client, { plan_id: 'p' }), await addCard(client, { plan_id: 'p' })]
  await addCard(client)
  let page = await (await client.get('/review?plan=p')).text()
  for (const id of ids) {
    const form = fields(/<form class="ratings".*?<\/form>/s.exec(page)?.[0] ?? '')
    const trail = page.includes('class="ratings"') ? form : fields(page)
    const shown = String(Date.now() - 65_000)
    const sent = await client.post(`/review/${id}`, { plan: 'p', ...trail, rating: '3', shown }, { part: true })
    page = await sent.text()
    if (id === ids[0]) {
      const url = decoded(/href="([^"]+answer=1[^"]*)"/.exec(page)?.[1] ?? '')
      page = await (await client.get(url)).text()
    }
  }
  expect(page).toContain('Keep 2m as a session')
  const form = fields(/<form[^>]*action="\/review\/keep".*?<\/form>/s.exec(page)?.[0] ?? '')
  const sent = await Promise.all([client.post('/review/keep', form), client.post('/review/keep', form)])
  expect(sent.map(({ status, headers }) => [status, headers.get('Location')])).toEqual([
    [303, '/plans/p'],
    [303, '/plans/p'],
  ])
  expect(cost(sent[0] ?? new Response()).trips).toBeLessThanOrEqual(3)
  const kept = () =>
    rows<{ id: string; plan_id: string; duration_seconds: number; title: string }>(
      'SELECT id, plan_id, duration_seconds, title FROM sessions WHERE user_id = ? AND deleted_at IS NULL',
      client.userId,
    )
  const [session, ...others] = await kept()
  expect([session, others]).toEqual([
    { id: form.first, plan_id: 'p', duration_seconds: expect.any(Number), title: 'Card review' },
    [],
  ])
  expect(Math.abs((session?.duration_seconds ?? 0) - 130)).toBeLessThanOrEqual(3)
  await client.post(`/sessions/${session?.id}/delete`)
  expect(await kept()).toEqual([])
  await client.post('/review/keep', form)
  expect(await kept()).toEqual([session])
  const stranger = await signedIn()
  expect((await stranger.post('/review/keep', form)).status).toBe(422)
  expect((await client.post('/review/keep', { first: "x'", review: 'x' })).status).toBe(422)
})
