import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { flashed, undoLast } from '../../data/changes/testing'
import { addDays } from '../../lib/time/days'
import { words } from '../../time/sessions/testing'
import { added, everything, part, shown, stored, text, today } from './testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

describe('a new goal', () => {
  test('leads to its page', async () => {
    const answer = await client.post('/goals', { title: 'Between', target_date: addDays(today(), 40) })
    const [goal] = await rows<{ id: string }>('SELECT id FROM goals WHERE user_id = ?', client.userId)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/goals/${goal?.id}`])
    expect(await text(client.get(`/goals/${goal?.id}`))).toContain('Between')
  })

  test('is asked how one gets there, and comes with its milestones', async () => {
    const form = await text(client.get('/goals/new'))
    const asked = [...form.matchAll(/<input type="radio"[^>]*name="progress_source" value="(\w+)"( checked)?/g)]
    expect(asked.map(([, value, checked]) => [value, Boolean(checked)])).toEqual([
      ['time', false],
      ['times', false],
      ['value', false],
      ['milestones', false],
      ['plan', false],
      ['auto', true],
    ])
    expect(form.indexOf('name="title"')).toBeLessThan(form.indexOf('name="progress_source"'))
    const milestones = '  Outline \r\n\r\n<b>Draft</b>\nمسودة 🏁\n \u200b'
    const { id, kind } = await added(client, 'Thesis', { progress_source: 'milestones', milestones })
    expect(kind).toBe('open')
    const own = 'SELECT description FROM goal_milestones WHERE user_id = ? AND goal_id = ? ORDER BY position'
    const descriptions = async () =>
      (await rows<{ description: string }>(own, client.userId, id)).map(({ description }) => description)
    expect(await descriptions()).toEqual(['Outline', '<b>Draft</b>', 'مسودة 🏁'])
    const edit = await text(client.get(`/goals/${id}/edit`))
    expect(edit).toMatch(/value="milestones" checked/)
    expect(edit).toContain('3 milestones so far')
    const { seq } = await stored(client, id)
    await client.post(`/goals/${id}`, { title: 'Thesis', progress_source: 'milestones', milestones: 'Hand in', seq })
    expect(await descriptions()).toEqual(['Outline', '<b>Draft</b>', 'مسودة 🏁', 'Hand in'])
  })

  test('keeps what was typed when a milestone is too long or there are too many', async () => {
    const long = `Outline\n${'x'.repeat(501)}`
    for (const [milestones, message] of [
      [long, 'Line 2 has more than 500 characters'],
      ['x\n'.repeat(101), 'Enter at most 100 milestones'],
    ] as const) {
      const answer = await client.post('/goals', { title: 'A', progress_source: 'milestones', milestones })
      const html = await answer.text()
      expect([answer.status, html]).toEqual([422, expect.stringContaining(message)])
      expect(html).toContain(milestones.trimEnd())
      expect(html).toMatch(/value="milestones" checked/)
    }
    const { id, seq } = await added(client, 'Full', { progress_source: 'milestones', milestones: 'x\n'.repeat(99) })
    const full = await client.post(`/goals/${id}`, { title: 'Full', milestones: 'y\nz', seq })
    expect([full.status, await full.text()]).toEqual([422, expect.stringContaining('at most 100 milestones')])
    expect(await rows('SELECT 1 FROM goal_milestones WHERE user_id = ?', client.userId)).toHaveLength(99)
  })

  test.each([
    ['an empty title', { title: '   ' }, 'Enter a title'],
    ['a long title', { title: 'x'.repeat(201) }, 'A title has at most 200 characters'],
    ['a long description', { title: 'A', description: 'x'.repeat(5001) }, 'A description has at most 5,000 characters'],
    ['an unknown period', { title: 'A', period: 'hour' }, 'Choose a period from the list'],
    ['hours each week, but no hours', { title: 'A', kind: 'weekly' }, 'Enter the hours per week'],
    ['milestones, but none', { title: 'A', progress_source: 'milestones', milestones: ' ' }, 'Enter a milestone'],
    ['hours each month, but no hours', { title: 'A', kind: 'monthly' }, 'Enter the hours per month'],
    ['an empty category', { title: 'A', category: ' ' }, 'Enter a category'],
    ['a long category', { title: 'A', category: 'x'.repeat(51) }, 'A category has at most 50 characters'],
    ['an unknown status', { title: 'A', status: 'done' }, 'Choose a status from the list'],
    ['a date that does not exist', { title: 'A', target_date: '2026-02-30' }, 'Enter a target date'],
    ['a start that is no date', { title: 'A', start_date: 'soon' }, 'Enter a start date'],
    ['too much progress', { title: 'A', progress_percentage: '101' }, 'Enter a whole number from 0 to 100'],
    ['progress that is no number', { title: 'A', progress_percentage: 'half' }, 'Enter a whole number'],
    [
      'a target before its start',
      { title: 'A', start_date: '2026-09-01', target_date: '2026-08-30' },
      'The target date is before the start. Choose a later date or change the start.',
    ],
    ['a parent that is not there', { title: 'A', parent_id: 'nobody' }, 'Choose another goal'],
  ])('with %s is refused', async (_, fields, message) => {
    const answer = await client.post('/goals', fields, part)
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
    expect(await everything(client)).toEqual([])
  })
})

describe('an edit', () => {
  test('stores every field, and leaves those that it does not have', async () => {
    const parent = await added(client, 'Parent')
    const { id, seq } = await added(client, 'Before')
    const values = {
      title: 'After',
      description: 'one\n\ntwo {{x}}',
      kind: 'rotation',
      category: 'technical',
      status: 'in_progress',
      start_date: '2026-09-01',
      target_date: '2026-11-27',
      parent_id: parent.id,
      progress_percentage: 70,
    }
    const answer = await client.post(`/goals/${id}`, { ...values, description: 'one\r\n\r\ntwo {{x}}', seq })
    expect(answer.headers.get('Location')).toBe(`/goals/${id}`)
    expect(await stored(client, id)).toMatchObject(values)
    await client.post(`/goals/${id}`, { title: 'Later', seq: (await stored(client, id)).seq })
    expect(await stored(client, id)).toMatchObject({ ...values, title: 'Later' })
  })

  test('answers the list and the counts, with a new title where parts of the goal name it', async () => {
    const { id, seq } = await added(client, 'Before', { status: 'in_progress' })
    await added(client, 'Part', { parent_id: id })
    const html = await text(client.post(`/goals/${id}`, { title: '<i>After', seq }, part))
    expect(html.startsWith('<hx-partial hx-target="#goal-list" hx-swap="outerMorph">')).toBe(true)
    expect(shown(html)).toMatchObject({ in_progress: ['&lt;i&gt;After'], not_started: ['Part'] })
    expect(html).toMatch(/<p id="goal-counts" hx-swap-oob="true">2 open</)
    expect(html).toContain(`<a href="/goals/${id}">subgoal of <bdi>&lt;i&gt;After</bdi></a>`)
  })

  test('to completed sets it to 100 percent, and back takes the time of completion away', async () => {
    const { id, seq, created_at } = await added(client, 'Goal', { progress_percentage: 40 })
    await client.post(`/goals/${id}`, { title: 'Goal', status: 'completed', seq })
    const completed = await stored(client, id)
    expect(completed).toMatchObject({ status: 'completed', progress_percentage: 100 })
    expect(completed.completed_at).toBeGreaterThanOrEqual(created_at)
    const back = { status: 'in_progress', progress_percentage: 90 }
    await client.post(`/goals/${id}`, { title: 'Goal', ...back, seq: completed.seq })
    expect(await stored(client, id)).toMatchObject({ ...back, completed_at: null })
  })
})

describe('a stale edit', () => {
  test('shows both versions of each field that differs, and of no other', async () => {
    const { id, seq } = await added(client, 'Goal', { target_date: '2026-11-20' })
    const edit = (values: object) => client.post(`/goals/${id}`, { title: 'Goal', seq, ...values }, part)
    await edit({ target_date: '2026-11-27', target_minutes: '20h', progress_source: 'time' })
    const mine = { target_minutes: '1500h', progress_source: 'manual', kind: 'rotation' }
    const answer = await edit({ target_date: '2026-12-04', ...mine })
    const html = await answer.text()
    expect(answer.status).toBe(409)
    for (const shown of ['4 December', '27 November', 'Keep mine', 'Use that version']) expect(html).toContain(shown)
    expect(words(html)).toMatch(/Progress source: Manual.*Target time: 1,500h.*Progress source: Tracked time.*20h/)
    expect(html).toMatch(/Saved (\d+ \w+, )?\d\d:\d\d/)
    expect(html).not.toMatch(/Category:|Kind:/)
  })
})

test('a part is added from the page of the goal', async () => {
  const whole = await added(client, 'Whole')
  const there = `/goals/new?parent_id=${whole.id}`
  expect(await text(client.get(`/goals/${whole.id}`))).toContain(`href="${there}"`)
  const form = await text(client.get(there))
  expect(form).toContain(`<option value="${whole.id}" selected`)
  const part = await added(client, 'Part', { parent_id: whole.id })
  expect(await text(client.get(`/goals/${part.id}`))).toContain(`href="/goals/${whole.id}"`)
  expect(await text(client.get('/goals/new?parent_id=%3Cb%3E'))).not.toContain('&lt;b&gt;')
  await client.post(`/goals/${whole.id}/complete`)
  expect(await text(client.get(`/goals/${whole.id}`))).not.toContain(there)
})

describe('categories', () => {
  test('are there once a goal has them, for their owner', async () => {
    const category = '<b>健康 🏃'
    const { id } = await added(client, 'Goal', { category })
    expect(await stored(client, id)).toMatchObject({ category })
    await added(client, 'Other')
    const path = `/goals?category=${encodeURIComponent(category)}`
    const html = await text(client.get(path))
    expect(shown(html).not_started).toEqual(['Goal'])
    expect(html).toContain('<option value="&lt;b&gt;健康 🏃" selected')
    expect(await text(client.get('/goals/new'))).toContain('<option value="&lt;b&gt;健康 🏃"')
    expect(await text((await signedIn()).get('/goals/new'))).not.toContain('健康')
  })

  test.each([
    ['soft skill', 'soft_skill'],
    ['Hiring readiness', 'hiring_readiness'],
    ['technical', 'technical'],
  ])('typed as %s are stored as %s', async (typed, category) => {
    const { id } = await added(client, 'Goal', { category: typed })
    expect(await stored(client, id)).toMatchObject({ category })
    expect(await text(client.get(`/goals/${id}/edit`))).not.toContain('value="soft_skill"')
  })
})

const rename = (client: Client, category: string, name: string) => client.post('/goals/categories', { category, name })

const remove = (client: Client, category: string) => client.post('/goals/categories/remove', { category })

test('a category is renamed in all goals of its owner, or merged into another', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const health = await added(client, 'Run', { category: 'Health' })
  const theirs = await added(other, 'Run', { category: 'Health' })
  expect(await text(client.get('/goals?category=Health'))).toContain('action="/goals/categories"')
  const answer = await rename(client, 'Health', 'Fitness')
  expect(answer.headers.get('Location')).toBe('/goals?category=Fitness')
  expect(await stored(client, health.id)).toMatchObject({ category: 'Fitness', seq: (await client.heads())?.seq })
  expect(await stored(other, theirs.id)).toMatchObject({ category: 'Health' })
  await rename(client, 'Fitness', 'personal')
  expect(await stored(client, health.id)).toMatchObject({ category: 'personal' })
  const empty = await rename(client, 'Health', ' ')
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('Enter a category')])
})

test('a category is removed from all goals of its owner, and Undo brings it back', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const run = await added(client, 'Run', { category: 'Health' })
  const swim = await added(client, 'Swim', { category: 'Health' })
  const deleted = await added(client, 'Row', { category: 'Health' })
  const theirs = await added(other, 'Run', { category: 'Health' })
  await client.post(`/goals/${deleted.id}/delete`)
  expect(await text(client.get('/goals?category=Health'))).toContain('action="/goals/categories/remove"')
  expect(await text(client.get('/goals?category=none'))).not.toContain('/goals/categories/remove')

  const answer = await remove(client, 'Health')
  expect(answer.headers.get('Location')).toBe('/goals')
  expect(flashed(answer)).toContain('Removed the category “Health” from 2 goals')
  for (const { id } of [run, swim, deleted]) expect(await stored(client, id)).toMatchObject({ category: 'personal' })
  expect(await stored(other, theirs.id)).toMatchObject({ category: 'Health' })
  expect(await text(client.get('/goals/new'))).not.toContain('Health')

  await client.post(`/goals/${swim.id}`, { title: 'Swim', category: 'Sport', seq: (await stored(client, swim.id)).seq })
  expect(flashed(await undoLast(client))).toContain('Kept 1 later edit')
  for (const { id } of [run, deleted]) expect(await stored(client, id)).toMatchObject({ category: 'Health' })
  expect(await stored(client, swim.id)).toMatchObject({ category: 'Sport' })

  const before = await client.heads()
  await remove(client, 'Nothing has this')
  for (const category of ['none', 'No category', '', 'x'.repeat(51)]) {
    const refused = await remove(client, category)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toMatch(/can’t be removed|Enter a category|at most 50 characters/)
  }
  expect(await client.heads()).toEqual(before)
})

describe('the categories that everybody starts with', () => {
  const offered = async (client: Client) =>
    [...(await text(client.get('/goals/new'))).matchAll(/<option value="([^"]*)"><\/option>/g)].map(([, name]) => name)

  test('leave goals without a category once Personal is removed', async () => {
    const read = await added(client, 'Read')
    expect(await stored(client, read.id)).toMatchObject({ category: 'personal' })
    await remove(client, 'Personal')
    expect(await stored(client, read.id)).toMatchObject({ category: 'none' })
    expect((await offered(client)).filter((name) => name === 'Personal')).toEqual([])
    const page = await text(client.get(`/goals/${read.id}`))
    expect(page).not.toMatch(/Personal|No category/)
    expect(await text(client.get(`/goals/${read.id}/edit`))).toContain('value="No category"')

    await client.post('/capture', { kind: 'goal', entry: 'Swim' })
    const swim = await client.json('GET', '/api/v1/goals?category=none')
    expect((await swim.json<{ items: { title: string }[] }>()).items.map(({ title }) => title)).toEqual([
      'Swim',
      'Read',
    ])
    const health = await added(client, 'Run', { category: 'Health' })
    await remove(client, 'Health')
    expect(await stored(client, health.id)).toMatchObject({ category: 'none' })
    await rename(client, 'none', 'Life')
    expect(await stored(client, read.id)).toMatchObject({ category: 'Life' })
  })

  test('are gone under their old name when they are renamed', async () => {
    const code = await added(client, 'Code', { category: 'technical' })
    await rename(client, 'technical', 'Engineering')
    expect(await stored(client, code.id)).toMatchObject({ category: 'Engineering' })
    expect(await offered(client)).not.toContain('Technical')
    await undoLast(client)
    expect(await stored(client, code.id)).toMatchObject({ category: 'technical' })
    expect(await offered(client)).toContain('Technical')
  })
})

test('categories that differ only in case are one, whoever writes them', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const first = await added(client, 'Run', { category: 'Éducation' })
  const second = await added(client, 'Swim', { category: ' éDUCATION ' })
  expect(await stored(client, second.id)).toMatchObject({ category: 'Éducation' })
  const third = await added(client, 'Row')
  await client.json('PATCH', `/api/v1/goals/${third.id}`, { category: 'ÉDUCATION' })
  expect(await stored(client, third.id)).toMatchObject({ category: 'Éducation' })
  expect(await stored(other, (await added(other, 'Run', { category: 'éducation' })).id)).toMatchObject({
    category: 'éducation',
  })
  const odd = await added(client, 'Build', { category: 'constructor' })
  expect(await text(client.get('/goals?category=constructor'))).toContain('/goals/categories/remove')
  await remove(client, 'constructor')
  expect(await stored(client, odd.id)).toMatchObject({ category: 'personal' })
  await added(client, 'Sing', { category: 'Music' })
  const merged = await rename(client, 'Éducation', 'MUSIC')
  expect(merged.headers.get('Location')).toBe('/goals?category=Music')
  expect(flashed(merged)).toContain('Merged the category “Éducation” into “Music”, 3 goals')
  expect(await stored(client, first.id)).toMatchObject({ category: 'Music' })
  await rename(client, 'Music', 'music')
  expect(await stored(client, first.id)).toMatchObject({ category: 'music' })
})

describe('the form', () => {
  const isOpen = (html: string) => /<details( open[^>]*)?><summary class="link">More/.exec(html)?.[1] !== undefined

  test('begins with kind, title, date and time; the rest is open only if it is set or invalid', async () => {
    const form = await text(client.get('/goals/new'))
    expect(isOpen(form)).toBe(false)
    const [first = ''] = form.slice(form.indexOf('name="title"')).split('<details')
    expect(first).toContain('name="target_date"')
    expect(first).toContain('name="target_minutes"')
    expect(first).not.toContain('name="status"')
    const plain = await added(client, 'Plain', { target_date: '2031-01-15', target_minutes: '60h' })
    expect(isOpen(await text(client.get(`/goals/${plain.id}/edit`)))).toBe(false)
    const set = await added(client, 'Set', { start_date: '2026-03-01' })
    expect(isOpen(await text(client.get(`/goals/${set.id}/edit`)))).toBe(true)
    const invalid = await client.post('/goals', { title: 'A', start_date: 'soon' })
    expect(isOpen(await invalid.text())).toBe(true)
    expect(isOpen(await text(client.post('/goals', { title: '' })))).toBe(false)
  })

  test('of an open goal’s page has the timer as its main button, and what ends it in a menu', async () => {
    const { id } = await added(client, 'Goal')
    const page = await text(client.get(`/goals/${id}`))
    const head = page.slice(page.indexOf('class="page-head"')).split('id="goal-figures"')[0] ?? ''
    expect(head.match(/class="button primary/g)).toHaveLength(1)
    expect(head).toMatch(/class="button primary[^>]*aria-label="Start: Goal"/)
    const [buttons = '', menu = ''] = head.split('<details class="menu"')
    for (const action of ['complete', 'cancel', 'delete']) {
      expect(buttons).not.toContain(`action="/goals/${id}/${action}"`)
      expect(menu).toContain(`action="/goals/${id}/${action}"`)
    }
    await client.post(`/goals/${id}/complete`)
    expect(await text(client.get(`/goals/${id}`))).toContain(`action="/goals/${id}/delete"`)
  })
})
