import { describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
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
  const left = async (path: string) => Number(/<\/b> of (\d+)/.exec(await (await client.get(path)).text())?.[1] ?? 0)
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

test('the time of a sitting is kept once as a session on its plan, five minutes of each card at most', async () => {
  const client = await signedIn()
  await putPlan(client, 'p', 'Spanish')
  const ids = [await addCard(client, { plan_id: 'p' }), await addCard(client, { plan_id: 'p' })]
  await addCard(client)
  let page = await (await client.get('/review?plan=p')).text()
  for (const id of ids) {
    const trail = fields(page)
    const shown = String(Date.now() - (id === ids[0] ? 3_600_000 : 65_000))
    const sent = await client.post(`/review/${id}`, { plan: 'p', ...trail, rating: '3', shown }, { part: true })
    page = await sent.text()
    if (id === ids[0]) {
      const url = decoded(/href="([^"]+answer=1[^"]*)"/.exec(page)?.[1] ?? '')
      page = await (await client.get(url)).text()
    }
  }
  expect(page).toContain('Log 6m as a session')
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
  expect(Math.abs((session?.duration_seconds ?? 0) - 365)).toBeLessThanOrEqual(3)
  await client.post(`/sessions/${session?.id}/delete`)
  expect(await kept()).toEqual([])
  await client.post('/review/keep', form)
  expect(await kept()).toEqual([session])
  const stranger = await signedIn()
  expect((await stranger.post('/review/keep', form)).status).toBe(422)
  expect((await client.post('/review/keep', { first: "x'", review: 'x' })).status).toBe(422)
})

/** Fields of the sitting on a page that asks, without the review that it could undo. */
const sittingOf = (html: string) => {
  const { review: _, rating: _rating, ...sitting } = fields(html)
  return sitting
}

const page = async (client: Client, path: string) => (await client.get(path)).text()

const asked = (html: string) =>
  /id="review-question"[^>]*>(.*?)<\/div>/s
    .exec(html)?.[1]
    ?.replace(/<[^>]*>/g, '')
    .trim()

test.each(['sm2', 'fsrs'])('a card that was forgotten comes back in the same sitting (%s)', async (scheduler) => {
  const client = await signedIn()
  await putPlan(client, 'p', 'P')
  await rows('UPDATE plans SET scheduler = ? WHERE user_id = ?', scheduler, client.userId)
  const id = await addCard(client, { plan_id: 'p', question: 'one' })
  await rate(client, id, { id: 'r', rating: 4, at: Date.now() - 90 * 86_400_000 })
  await addCard(client, { plan_id: 'p', question: 'new' })
  const html = await page(client, '/review?answer=1')
  expect(asked(html)).toBe('one')
  expect(/id="rate-1".*?<small[^>]*>(.*?)<\/small>/s.exec(html)?.[1]).toMatch(/^today/)
  expect(html).toContain(scheduler === 'sm2' ? 'Scheduled by SM-2' : 'Scheduled by FSRS')
  expect(html).toContain('href="/plans/p/details#plan-scheduler"')
  const next = await client.post(`/review/${id}`, { ...fields(html), rating: '1' }, { part: true })
  const after = await next.text()
  expect(asked(after)).toBe('new')
  expect(after).toMatch(/>1<\/b> of 2/)
  const [other = ''] = (
    await rows<{ id: string }>("SELECT id FROM cards WHERE question = 'new' AND user_id = ?", client.userId)
  ).map(({ id }) => id)
  const last = await client.post(`/review/${other}`, { ...sittingOf(after), rating: '4' }, { part: true })
  const again = await last.text()
  expect(asked(again)).toBe('one')
  expect(again).toMatch(/>2<\/b> of 2/)
})

test('the review fills the screen, with the plans and tags that have cards due to choose from', async () => {
  const client = await signedIn()
  await putPlan(client, 'p', 'Spanish')
  await addCard(client, { plan_id: 'p', question: 'in the plan', tags: ['verb'] })
  await addCard(client, { question: 'with a tag', tags: ['verb', 'a&b'] })
  await addCard(client, { question: 'alone' })
  const html = await page(client, '/review')
  expect(html).not.toContain('<nav')
  expect(html).toContain('class="skip"')
  const [, sheet = ''] = /<div class="sheet[^>]*>(.*?)<\/div>/s.exec(html) ?? []
  const choices = [...sheet.matchAll(/href="\/review\?([^"]*)"[^>]*>(.*?)<\/a>/gs)].map(([, search, name = '']) => [
    Object.fromEntries(new URLSearchParams(decoded(search ?? ''))),
    name.replace(/<[^>]*>/g, ''),
  ])
  expect(choices).toEqual([
    [{ plan: 'p' }, 'Spanish 1'],
    [{ tag: 'a&b' }, '#a&amp;b 1'],
    [{ tag: 'verb' }, '#verb 2'],
  ])
  const tagged = await page(client, '/review?tag=a%26b')
  expect([asked(tagged), />1<\/b> of 1/.test(tagged)]).toEqual(['with a tag', true])
  expect(await page(client, '/review?tag=none')).toContain('Review 3 other cards')
})

describe('the card on screen', () => {
  test('is the next one if the address is of a card that was rated since, as after ratings without a network', async () => {
    const client = await signedIn()
    const ids = [await addCard(client, { question: 'first' }), await addCard(client, { question: 'second' })]
    const first = asked(await page(client, '/review')) === 'first' ? 0 : 1
    const at = (shown: number) => page(client, `/review?of=2&card=${ids[first]}&shown=${shown}&answer=1`)
    const shown = Date.now() - 1_000
    expect(asked(await at(shown))).toBe(['first', 'second'][first])
    await client.post(`/review/${ids[first]}`, { rating: '3', shown: String(shown) })
    const html = await at(shown)
    expect([asked(html), html.includes('id="rate-3"')]).toEqual([['second', 'first'][first], false])
    expect(asked(await at(Date.now() + 1_000))).toBe(['first', 'second'][first])
  })

  test('is edited, and comes back with its answer; its conflict and its errors stay with the review', async () => {
    const client = await signedIn()
    const id = await addCard(client, { question: 'before' })
    const href = decoded(/id="review-edit" href="([^"]*)"/.exec(await page(client, '/review'))?.[1] ?? '')
    expect(href).toMatch(new RegExp(`^/review/${id}/edit\\?of=1&shown=\\d+$`))
    const form = await page(client, href)
    expect(form).toContain(`<a class="button quiet" href="/review?of=1`)
    const { seq = '' } = fields(form)
    const values = { question: 'after', answer: 'ser', tags: '', plan_id: '', source: '', seq }
    const empty = await client.post(href, { ...values, question: ' ' })
    expect([empty.status, (await empty.text()).includes('Enter a question')]).toEqual([422, true])
    const saved = await client.post(href, values)
    const back = saved.headers.get('Location') ?? ''
    expect([saved.status, back.startsWith(`/review?of=1&card=${id}&shown=`)]).toEqual([303, true])
    const html = await page(client, back)
    expect([asked(html), html.includes('id="rate-3"')]).toEqual(['after', true])
    expect((await client.post(href, { ...values, question: 'stale' })).status).toBe(409)
    const stranger = await signedIn()
    expect((await stranger.post(href, values)).status).toBe(404)
    expect((await stranger.get(href)).status).toBe(404)
  })

  test('is suspended with an undo, which brings it back', async () => {
    const client = await signedIn()
    const id = await addCard(client, { question: 'one' })
    await addCard(client, { question: 'two' })
    const trail = fields(await page(client, '/review'))
    const sent = await client.post(`/review/${id}/suspend`, trail, { part: true })
    const html = await sent.text()
    expect([asked(html), />1<\/b> of 1/.test(html)]).toEqual(['two', true])
    const undo = decoded(/action="([^"]*review\.suspend~[^"]*)"/.exec(html)?.[1] ?? '')
    const undone = await client.post(undo)
    expect(undone.status).toBe(303)
    expect(asked(await page(client, undone.headers.get('Location') ?? ''))).toBe('one')
    expect(await rows('SELECT suspended FROM cards WHERE user_id = ? AND id = ?', client.userId, id)).toEqual([
      { suspended: 0 },
    ])
    const plain = await client.post(`/review/${id}/suspend`, trail)
    expect([plain.status, plain.headers.get('Location')]).toEqual([303, '/review?of=1'])
  })

  test('is named as a leech once it was forgotten eight times', async () => {
    const client = await signedIn()
    const id = await addCard(client)
    const day = 86_400_000
    let at = Date.now() - 200 * day
    const rated = async (rating: 1 | 4) => {
      at += 3 * day
      await rate(client, id, { id: `r${at}`, rating, at })
    }
    for (let lapses = 1; lapses <= 8; lapses += 1) {
      await rated(4)
      expect(await page(client, `/review?card=${id}&answer=1`)).not.toContain('A leech')
      await rated(1)
    }
    const html = await page(client, `/review?card=${id}&answer=1`)
    expect(html).toContain('A leech: you forgot it 8 times. Simplify it, or suspend it.')
    expect(await page(client, `/review?card=${id}`)).not.toContain('A leech')
  })
})

test('no session is offered or logged for less than a minute', async () => {
  const client = await signedIn()
  const ids = [await addCard(client), await addCard(client)]
  const review = async (id: string, took: number, trail: object) => {
    const sent = await client.post(
      `/review/${id}`,
      { ...trail, rating: '4', shown: String(Date.now() - took) },
      { part: true },
    )
    return sent.text()
  }
  const first = await review(ids[0] ?? '', 20_000, sittingOf(await page(client, '/review')))
  const short = await review(ids[1] ?? '', 20_000, sittingOf(first))
  expect(short).toContain('2 reviews done')
  expect(short).not.toContain('as a session')
  const { first: id = '', review: last = '' } = fields(short)
  expect((await client.post('/review/keep', { first: id, review: last })).status).toBe(422)
  expect(await rows('SELECT 1 FROM sessions WHERE user_id = ?', client.userId)).toEqual([])
})

test('a device can ask for the next cards with their answers, in the order of the review, and no more than are due', async () => {
  const client = await signedIn({ new_cards_a_day: 40 })
  await addCard(client, { question: 'later' })
  const seen = await addCard(client, { question: 'seen <b>', answer: 'known' })
  await rate(client, seen, { id: 'r', rating: 4, at: Date.now() - 90 * 86_400_000 })
  const ahead = async () => (await client.get('/review/ahead', { part: true })).text()
  const html = await ahead()
  const ids = [...html.matchAll(/<template data-card="([^"]+)"/g)].map(([, id]) => id)
  expect(ids).toHaveLength(2)
  expect(ids[0]).toBe(seen)
  const [question = '', answer = ''] = html.split(`<template data-answers="${seen}">`)
  expect(question).not.toContain('known')
  expect(question).toMatch(/>1<\/b> of 2/)
  expect(answer).toContain('known')
  expect(answer).toContain(`action="/review/${seen}"`)
  for (let n = 0; n < 30; n++) await addCard(client, { question: `n${n}` })
  expect((await ahead()).match(/<template data-card=/g)).toHaveLength(30)
  expect((await client.get('/review/ahead')).headers.get('Location')).toBe('/review')
  expect(await (await (await signedIn()).get('/review/ahead', { part: true })).text()).toMatch(/^<template data-end/)
})
