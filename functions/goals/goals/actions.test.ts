import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { undoIn } from '../../../test/support/html'
import { addDays, dayOf } from '../../lib/time/days'
import { added, everything, list, part, shown, stored, text } from './testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

/** The path whose POST an answer offers as Undo. */
/** The parts of a goal's page in an answer. */
const partsOf = (html: string) =>
  /<hx-partial hx-target="#goal-parts" hx-swap="outerMorph">(.*?)<\/hx-partial>/s.exec(html)?.[1] ?? ''

describe('completing a goal', () => {
  test('sets 100 percent and the time once, and Undo brings back what was', async () => {
    const { id } = await added(client, 'Goal', { status: 'in_progress', progress_percentage: 62 })
    const html = await text(client.post(`/goals/${id}/complete`, {}, part))
    const completed = await stored(client, id)
    expect(completed).toMatchObject({ status: 'completed', progress_percentage: 100 })
    expect(completed.completed_at).toBeGreaterThan(0)
    await client.post(`/goals/${id}/complete`)
    expect(await stored(client, id)).toEqual(completed)
    expect((await client.post(undoIn(html).path, {}, part)).status).toBe(200)
    const before = { status: 'in_progress', progress_percentage: 62, completed_at: null }
    expect(await stored(client, id)).toMatchObject(before)
  })

  test('leaves its parts open, on their own', async () => {
    const parent = await added(client, 'Whole', { status: 'in_progress' })
    await added(client, 'Part', { status: 'in_progress', parent_id: parent.id, target_date: '2020-01-31' })
    expect((await list(client)).in_progress).toEqual(['Whole', '> Part'])
    const html = await text(client.post(`/goals/${parent.id}/complete`, {}, part))
    expect(shown(html)).toMatchObject({ in_progress: ['Part'], completed: ['Whole'] })
    for (const count of ['goals-in_progress-count', 'goals-completed-count']) {
      expect(html).toMatch(new RegExp(`id="${count}"[^>]*>1<`))
    }
    expect(html).toMatch(/id="nav-goals"[^>]*>1 overdue</)
    expect(await text(client.get('/tasks'))).toMatch(/id="nav-goals"[^>]*>1 overdue</)
    expect(await list(client)).toEqual(shown(html))
    const undone = await text(client.post(undoIn(html).path, {}, part))
    expect(shown(undone)).toMatchObject({ in_progress: ['Whole', '> Part'], completed: [] })
  })

  test('of those that are due, only one of a day before is overdue', async () => {
    const today = dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 })
    await added(client, 'Today', { target_date: today })
    expect(await text(client.get('/tasks'))).not.toMatch(/id="nav-goals"[^>]*>\d/)
    await added(client, 'Yesterday', { target_date: addDays(today, -1) })
    expect(await text(client.get('/tasks'))).toMatch(/id="nav-goals"[^>]*>1 overdue</)
  })

  test('without script comes back to the page it was on, with a toast', async () => {
    const { id } = await added(client, 'Goal')
    const answer = await client.post(`/goals/${id}/complete`, {}, { page: '/goals?sort=title' })
    expect(answer.headers.get('Location')).toBe('/goals?sort=title')
    expect(decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')).toContain('"message":"Goal completed"')
  })
})

test('cancelling, starting and reopening give the status and nothing else', async () => {
  const { id } = await added(client, 'Goal', { progress_percentage: 20 })
  await client.post(`/goals/${id}/status`, { status: 'in_progress' })
  expect(await stored(client, id)).toMatchObject({ status: 'in_progress', progress_percentage: 20 })
  await client.post(`/goals/${id}/cancel`)
  expect(await stored(client, id)).toMatchObject({ status: 'cancelled', progress_percentage: 20, completed_at: null })
  expect(await list(client)).toEqual({ in_progress: [], not_started: [], completed: [], cancelled: ['Goal'] })
  await client.post(`/goals/${id}/reopen`)
  expect(await stored(client, id)).toMatchObject({ status: 'in_progress', progress_percentage: 20 })
  const before = await everything(client)
  expect((await client.post(`/goals/${id}/status`, { status: 'won' })).status).toBe(422)
  expect((await client.post(`/goals/${id}/reopen?status=cancelled`)).status).toBe(303)
  expect(await everything(client)).toEqual(before)
})

test('progress is set by hand, and a wrong or stale one is refused on the page of the goal', async () => {
  const { id, seq } = await added(client, 'Goal', { status: 'in_progress' })
  const refused = await client.post(`/goals/${id}/progress`, { progress_percentage: '120', seq })
  expect(refused.status).toBe(422)
  const html = await refused.text()
  expect(html).toContain('Enter a whole number from 0 to 100')
  expect(html).toContain('value="120"')
  expect((await client.post(`/goals/${id}/progress`, { progress_percentage: '45 %', seq })).status).toBe(303)
  expect((await stored(client, id)).progress_percentage).toBe(45)
  const stale = await client.post(`/goals/${id}/progress`, { progress_percentage: 55, seq })
  const conflict = await stale.text()
  expect(stale.status).toBe(409)
  for (const shown of ['55%', '45%', `action="/goals/${id}/progress"`]) expect(conflict).toContain(shown)
})

describe('deleting a goal', () => {
  test('leaves its parts, which are its parts again when it is restored', async () => {
    const parent = await added(client, 'Whole', { status: 'in_progress' })
    const child = await added(client, 'Part', { status: 'in_progress', parent_id: parent.id })
    const elsewhere = await added(client, 'Later', { parent_id: parent.id })
    const html = await text(client.post(`/goals/${parent.id}/delete`, {}, part))
    for (const { id } of [child, elsewhere]) expect(html).toContain(`<li id="goal-${id}" class="row">`)
    expect(html).not.toContain('subgoal of')
    expect(await list(client)).toMatchObject({ in_progress: ['Part'], not_started: ['Later'] })

    const edited = await stored(client, child.id)
    expect(await text(client.get(`/goals/${child.id}/edit`))).toContain('Whole (deleted)')
    await client.post(`/goals/${child.id}`, { title: 'Part two', parent_id: parent.id, seq: edited.seq })
    expect(await stored(client, child.id)).toMatchObject({ title: 'Part two', parent_id: parent.id })

    const restored = await text(client.post(`/goals/${parent.id}/restore`, {}, part))
    expect(restored).toContain('subgoal of')
    expect(await list(client)).toMatchObject({ in_progress: ['Whole', '> Part two'], not_started: ['Later'] })
  })

  test('from its own page leads to the list', async () => {
    const { id } = await added(client, 'Goal')
    const answer = await client.post(`/goals/${id}/delete`, {}, { page: `/goals/${id}` })
    expect(answer.headers.get('Location')).toBe('/goals')
  })
})

describe('what a goal is part of', () => {
  test('is never itself nor below it', async () => {
    const a = await added(client, 'A')
    const b = await added(client, 'B', { parent_id: a.id })
    const c = await added(client, 'C', { parent_id: b.id })
    const before = await everything(client)
    for (const parent of [a, b, c]) {
      const answer = await client.post(`/goals/${a.id}`, { title: 'A', parent_id: parent.id, seq: a.seq }, part)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('Choose another goal.')
    }
    expect(await everything(client)).toEqual(before)
    const form = await text(client.get(`/goals/${a.id}/edit`))
    for (const { id } of [a, b, c]) expect(form).not.toContain(`<option value="${id}"`)
    expect((await client.post(`/goals/${c.id}`, { title: 'C', parent_id: a.id, seq: c.seq })).status).toBe(303)
  })

  test('is never below it through a goal that is deleted and can come back', async () => {
    const a = await added(client, 'A')
    const b = await added(client, 'B', { parent_id: a.id })
    const c = await added(client, 'C', { parent_id: b.id })
    await client.post(`/goals/${b.id}/delete`)
    expect((await client.post(`/goals/${a.id}`, { title: 'A', parent_id: c.id, seq: a.seq })).status).toBe(422)
  })

  test("is never deleted nor another user's", async () => {
    const { id, seq } = await added(client, 'Goal')
    const deleted = await added(client, 'Deleted')
    await client.post(`/goals/${deleted.id}/delete`)
    const foreign = await added(await signedIn(), 'Foreign')
    for (const parent of [deleted, foreign]) {
      const answer = await client.post(`/goals/${id}`, { title: 'Goal', parent_id: parent.id, seq })
      expect(answer.status).toBe(422)
      expect((await client.post('/goals', { title: 'New', parent_id: parent.id })).status).toBe(422)
    }
  })
})

test('every write is one step of the change sequence, and outdates the figures unless only its own page shows what changed', async () => {
  const { id } = await added(client, 'Goal')
  const heads = await client.heads()
  expect(heads).toMatchObject({ seq: 1, stats_seq: 1 })
  await client.post(`/goals/${id}`, { title: 'Goal', description: 'new', seq: 1 })
  expect(await client.heads()).toMatchObject({ seq: 2, stats_seq: 1 })
  await client.post(`/goals/${id}`, { title: 'Renamed', seq: 2 })
  expect(await client.heads()).toMatchObject({ seq: 3, stats_seq: 3 })
  expect(await rows('SELECT seq FROM goals WHERE user_id = ?', client.userId)).toEqual([{ seq: 3 }])
})

test('on a goal’s page a part stays on its level, and the page is told to renew its figures', async () => {
  const top = await added(client, 'Top')
  const middle = await added(client, 'Middle', { parent_id: top.id })
  const low = await added(client, 'Low', { parent_id: middle.id })
  const there = { part: true, page: `/goals/${top.id}` }
  const row = `<li id="goal-${low.id}" class="row pl-5">`
  const unedited = await text(client.get(`/goals/${low.id}`, there))
  expect(partsOf(unedited)).toContain(row)
  expect(unedited).not.toContain('subgoal of')
  for (const act of ['complete', 'cancel', 'reopen', 'delete', 'restore']) {
    const answer = await client.post(`/goals/${low.id}/${act}`, {}, there)
    expect(answer.headers.get('HX-Trigger')).toBe('goal-changed')
    expect(partsOf(await answer.text()).includes(row)).toBe(act !== 'delete')
  }
  expect(
    (await client.post(`/goals/${low.id}/complete`, {}, { part: true, page: '/goals' })).headers.get('HX-Trigger'),
  ).toBe(null)
})
