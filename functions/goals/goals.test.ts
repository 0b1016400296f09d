import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../test/client'
import { state } from '../changes/testing'
import { addDays, dayOf } from '../lib/days'
import { added, everything, shown, stored } from './testing'

const UTC = { time_zone: 'UTC', day_start_minute: 0 }
const today = () => dayOf(Date.now(), UTC)
const text = async (response: Response | Promise<Response>) => (await response).text()
const part = { part: true, page: '/goals' }

/** The fields that an edit form of a goal sends, with changes. */
const asForm = (goal: Awaited<ReturnType<typeof stored>>, changes: Record<string, string | number> = {}) => ({
  title: goal.title,
  description: goal.description,
  kind: goal.kind,
  category: goal.category,
  status: goal.status,
  start_date: goal.start_date ?? '',
  target_date: goal.target_date ?? '',
  parent_id: goal.parent_id ?? '',
  progress_percentage: goal.progress_percentage,
  seq: goal.seq,
  ...changes,
})

describe('a new goal', () => {
  test('needs a title and nothing else', async () => {
    const client = await signedIn()
    const response = await client.post('/goals', { title: '  Finish thesis ' })
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe('/goals')
    expect(await stored(client, (await added(client, 'Other')).id)).toMatchObject({
      kind: 'open',
      category: 'personal',
      status: 'not_started',
      progress_source: 'auto',
      progress_percentage: 0,
      parent_id: null,
      start_date: null,
      target_date: null,
      target_minutes: null,
      completed_at: null,
    })
    expect(shown(await text(client.get('/goals'))).not_started).toEqual(['Finish thesis', 'Other'])
  })

  test('as a part comes into its place with the counts, and empties the form', async () => {
    const client = await signedIn()
    await added(client, 'First', { target_date: addDays(today(), 20) })
    await added(client, 'Other', { target_date: addDays(today(), 60) })
    const answer = await client.post('/goals', { title: 'Between', target_date: addDays(today(), 40) }, part)
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).toContain('id="new-goal" hx-swap-oob="true"')
    expect(shown(html).not_started).toEqual(['First', 'Between', 'Other'])
    expect(html).toMatch(/autofocus[^>]*><bdi>Between</)
    expect(html).toMatch(/id="goal-counts"[^>]*>3 open</)
    expect(html).toMatch(/id="nav-goals"[^>]*>3</)
    expect(html).toMatch(/id="goals-not_started-count"[^>]*>3</)
  })

  test('keeps what is typed as it is, and shows it as text', async () => {
    const client = await signedIn()
    const title = '<script>alert("x")</script> 🎯 مرحبا \' OR 1=1 --'
    const description = 'one\r\ntwo <b>\n\n{{x}}'
    const { id } = await added(client, title, { description })
    expect(await stored(client, id)).toMatchObject({ title, description: 'one\ntwo <b>\n\n{{x}}' })
    for (const path of ['/goals', `/goals/${id}`, `/goals/${id}/edit`]) {
      const html = await text(client.get(path))
      expect(html).not.toContain('<script>alert')
      expect(html).toContain('&lt;script&gt;alert')
    }
  })

  test.each([
    ['an empty title', { title: '   ' }, 'Enter a title'],
    ['no title', {}, 'Enter a title'],
    ['a long title', { title: 'x'.repeat(201) }, 'A title has at most 200 characters'],
    ['a long description', { title: 'A', description: 'x'.repeat(5001) }, 'A description has at most 5,000 characters'],
    ['an unknown kind', { title: 'A', kind: 'yearly' }, 'Choose a kind from the list'],
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
  ])('with %s is refused, and what was typed is kept', async (_, fields, message) => {
    const client = await signedIn()
    for (const how of [{}, part]) {
      const answer = await client.post('/goals', { description: 'typed <before>', ...fields }, how)
      const html = await answer.text()
      expect(answer.status).toBe(422)
      expect(html).toContain(message)
      expect(html).toContain('aria-invalid="true"')
      if (!('description' in fields)) expect(html).toContain('typed &lt;before&gt;')
      expect(html.includes('<html')).toBe(how !== part)
    }
    expect(await everything(client)).toEqual([])
  })
})

describe('an edit', () => {
  test('stores every field', async () => {
    const client = await signedIn()
    const parent = await added(client, 'Parent')
    const goal = await stored(client, (await added(client, 'Before')).id)
    const values = {
      title: 'After',
      description: 'Why',
      kind: 'rotation',
      category: 'technical',
      status: 'in_progress',
      start_date: '2026-09-01',
      target_date: '2026-11-27',
      parent_id: parent.id,
      progress_percentage: 70,
    }
    const answer = await client.post(`/goals/${goal.id}`, { ...values, seq: goal.seq })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(`/goals/${goal.id}`)
    expect(await stored(client, goal.id)).toMatchObject(values)
  })

  test('answers the list and the counts', async () => {
    const client = await signedIn()
    const goal = await stored(client, (await added(client, 'Before')).id)
    await added(client, 'Other')
    const answer = await client.post(`/goals/${goal.id}`, asForm(goal, { title: 'After' }), part)
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html.startsWith('<hx-partial hx-target="#goal-list" hx-swap="outerMorph">')).toBe(true)
    expect(shown(html).not_started).toEqual(['After', 'Other'])
    expect(html).not.toContain('autofocus')
    expect(html).toMatch(/<p id="goal-counts" hx-swap-oob="true">2 open</)
    expect(html.match(/<li/g)).toHaveLength(2)
  })

  test('of a title changes it where parts of the goal name it', async () => {
    const client = await signedIn()
    const goal = await stored(client, (await added(client, 'Before', { status: 'in_progress' })).id)
    await added(client, 'Part', { parent_id: goal.id })
    const html = await text(client.post(`/goals/${goal.id}`, asForm(goal, { title: '<i>After' }), part))
    expect(html).toContain(`<a href="/goals/${goal.id}">subgoal of <bdi>&lt;i&gt;After</bdi></a>`)
  })

  test('that says nothing of a field leaves it as it is', async () => {
    const client = await signedIn()
    const goal = await stored(client, (await added(client, 'Before', { description: 'Kept', kind: 'weekly' })).id)
    await client.post(`/goals/${goal.id}`, { title: 'After', seq: goal.seq })
    expect(await stored(client, goal.id)).toMatchObject({ title: 'After', description: 'Kept', kind: 'weekly' })
  })

  test('without a version, or with an invalid field, changes nothing', async () => {
    const client = await signedIn()
    const goal = await stored(client, (await added(client, 'Before', { start_date: '2026-09-01' })).id)
    const before = await everything(client)
    const wrong: Record<string, string>[] = [{ seq: '' }, { seq: 'x' }, { title: '' }, { target_date: '2026-08-30' }]
    for (const changes of wrong) {
      expect((await client.post(`/goals/${goal.id}`, asForm(goal, changes), part)).status).toBe(422)
    }
    expect(await everything(client)).toEqual(before)
  })

  test('to completed sets it to 100 percent, and back takes the time of completion away', async () => {
    const client = await signedIn()
    const goal = await stored(client, (await added(client, 'Goal', { progress_percentage: 40 })).id)
    await client.post(`/goals/${goal.id}`, asForm(goal, { status: 'completed' }))
    const completed = await stored(client, goal.id)
    expect(completed).toMatchObject({ status: 'completed', progress_percentage: 100 })
    expect(completed.completed_at).toBeGreaterThanOrEqual(goal.created_at)
    await client.post(`/goals/${goal.id}`, asForm(completed, { status: 'in_progress', progress_percentage: 90 }))
    expect(await stored(client, goal.id)).toMatchObject({ completed_at: null, progress_percentage: 90 })
  })
})

describe('a stale edit', () => {
  const twice = async (client: Client) => {
    const goal = await stored(client, (await added(client, 'Goal', { target_date: '2026-11-20' })).id)
    await client.post(`/goals/${goal.id}`, asForm(goal, { target_date: '2026-11-27', progress_percentage: 80 }))
    const mine = asForm(goal, { target_date: '2026-12-04', progress_percentage: 70, description: 'a "long" one' })
    return { goal, mine, saved: await stored(client, goal.id) }
  }

  test.each([
    ['as a part', part],
    ['as a page', {}],
  ])('shows both versions %s, and loses nothing that was typed', async (_, how) => {
    const client = await signedIn()
    const { goal, mine, saved } = await twice(client)
    const answer = await client.post(`/goals/${goal.id}`, mine, how)
    const html = await answer.text()
    expect(answer.status).toBe(409)
    expect(await stored(client, goal.id)).toEqual(saved)
    expect(html).toContain('This goal was changed while you were editing. Nothing you typed is lost.')
    for (const words of ['4 December', '27 November', '70%', '80%', 'Keep mine', 'Use that version']) {
      expect(html).toContain(words)
    }
    expect(html).toMatch(/Saved (\d+ \w+, )?\d\d:\d\d/)
    expect(html).not.toContain('Category:')
    expect(html).toContain('name="description" value="a &quot;long&quot; one"')
    expect(html).toContain(`name="seq" value="${saved.seq}"`)
    expect(html).not.toContain(`name="seq" value="${goal.seq}"`)
    expect(/aria-label="Choose a version"[^>]* hx-post=/.test(html)).toBe(how === part)
    expect(html.startsWith(`<li class="goal editing" id="goal-${goal.id}" hx-morph-skip`)).toBe(how === part)
  })

  test('of the progress alone shows both versions too', async () => {
    const client = await signedIn()
    const { goal, saved } = await twice(client)
    const answer = await client.post(`/goals/${goal.id}/progress`, { progress_percentage: 55, seq: goal.seq })
    const html = await answer.text()
    expect(answer.status).toBe(409)
    expect(html).toContain('55%')
    expect(html).toContain(`action="/goals/${goal.id}/progress"`)
    expect(await stored(client, goal.id)).toEqual(saved)
  })
})

test('a part is added from the page of the goal, and leads back there', async () => {
  const client = await signedIn()
  const whole = await added(client, 'Whole')
  const there = `/goals/new?parent_id=${whole.id}`
  expect(await text(client.get(`/goals/${whole.id}`))).toContain(`href="${there}"`)
  expect(await text(client.get(there))).toContain(`<option value="${whole.id}" selected`)
  const answer = await client.post('/goals', { title: 'Part', parent_id: whole.id }, { page: there })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/goals/${whole.id}`])
  expect(await text(client.get('/goals/new?parent_id=%3Cb%3E'))).not.toContain('&lt;b&gt;')
  await client.post(`/goals/${whole.id}/complete`)
  expect(await text(client.get(`/goals/${whole.id}`))).not.toContain(there)
})

describe('categories', () => {
  test.each(['Health', '<b>Salt', '健康 🏃', 'צרפתית'])('%s is a category once a goal has it', async (category) => {
    const client = await signedIn()
    const { id } = await added(client, 'Goal', { category })
    expect(await stored(client, id)).toMatchObject({ category })
    await added(client, 'Other')
    const path = `/goals?category=${encodeURIComponent(category)}`
    const list = await (await client.get(path)).text()
    expect(shown(list).not_started).toEqual(['Goal'])
    const written = category.replace('<', '&lt;').replace('>', '&gt;')
    expect(list).toContain(`<option value="${written}" selected`)
    expect(await (await client.get('/goals/new')).text()).toContain(`<option value="${written}"`)
    const answer = await client.json('PATCH', `/api/v1/goals/${id}`, { category: 'Home' })
    expect(await answer.json()).toMatchObject({ category: 'Home' })
    const stranger = await signedIn()
    expect(await (await stranger.get('/goals/new')).text()).not.toContain(written)
  })

  test('of everybody keep their keys, however they are typed', async () => {
    const client = await signedIn()
    for (const [typed, category] of [
      ['soft skill', 'soft_skill'],
      ['Hiring readiness', 'hiring_readiness'],
      ['technical', 'technical'],
    ]) {
      const { id } = await added(client, `Goal ${typed}`, { category: typed ?? '' })
      expect(await stored(client, id)).toMatchObject({ category })
      expect(await (await client.get(`/goals/${id}/edit`)).text()).not.toContain('value="soft_skill"')
    }
  })
})

test('a category is renamed in all goals of its owner, or merged into another', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const health = await added(client, 'Run', { category: 'Health' })
  const theirs = await added(other, 'Run', { category: 'Health' })
  expect(await (await client.get('/goals?category=Health')).text()).toContain('action="/goals/categories"')
  const answer = await client.post('/goals/categories', { category: 'Health', name: 'Fitness' })
  expect(answer.headers.get('Location')).toBe('/goals?category=Fitness')
  expect(await stored(client, health.id)).toMatchObject({ category: 'Fitness', seq: (await client.heads())?.seq })
  expect(await stored(other, theirs.id)).toMatchObject({ category: 'Health' })
  await client.post('/goals/categories', { category: 'Fitness', name: 'personal' })
  expect(await stored(client, health.id)).toMatchObject({ category: 'personal' })
  const empty = await client.post('/goals/categories', { category: 'Health', name: ' ' })
  expect(empty.status).toBe(422)
  expect(await empty.text()).toContain('Enter a category')
})

test('a category is removed from all goals of its owner, and Undo brings it back', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const run = await added(client, 'Run', { category: 'Health' })
  const swim = await added(client, 'Swim', { category: 'Health' })
  const deleted = await added(client, 'Row', { category: 'Health' })
  const theirs = await added(other, 'Run', { category: 'Health' })
  await client.post(`/goals/${deleted.id}/delete`)
  const page = await (await client.get('/goals?category=Health')).text()
  expect(page).toContain('action="/goals/categories/remove"')
  expect(await (await client.get('/goals?category=none')).text()).not.toContain('/goals/categories/remove')

  const answer = await client.post('/goals/categories/remove', { category: 'Health' })
  expect(answer.headers.get('Location')).toBe('/goals')
  expect(decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')).toContain(
    'Removed the category “Health” from 2 goals',
  )
  for (const { id } of [run, swim, deleted]) expect(await stored(client, id)).toMatchObject({ category: 'personal' })
  expect(await stored(other, theirs.id)).toMatchObject({ category: 'Health' })
  expect(await (await client.get('/goals/new')).text()).not.toContain('Health')

  await client.post(`/goals/${swim.id}`, { title: 'Swim', category: 'Sport', seq: (await stored(client, swim.id)).seq })
  const [change] = await rows<{ id: string }>('SELECT id FROM changes WHERE user_id = ?', client.userId)
  const undone = await client.post(`/changes/${change?.id}/undo`)
  expect(decodeURIComponent(undone.headers.get('Set-Cookie') ?? '')).toContain('Kept 1 later edit')
  for (const { id } of [run, deleted]) expect(await stored(client, id)).toMatchObject({ category: 'Health' })
  expect(await stored(client, swim.id)).toMatchObject({ category: 'Sport' })

  const before = await client.heads()
  await client.post('/goals/categories/remove', { category: 'Nothing has this' })
  for (const category of ['none', 'No category', '', 'x'.repeat(51)]) {
    const refused = await client.post('/goals/categories/remove', { category })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toMatch(/can’t be removed|Enter a category|at most 50 characters/)
  }
  expect(await client.heads()).toEqual(before)
})

describe('the categories that everybody starts with', () => {
  const offered = async (client: Client) =>
    [...(await (await client.get('/goals/new')).text()).matchAll(/<option value="([^"]*)"><\/option>/g)].map(
      ([, name]) => name,
    )
  const remove = async (client: Client, category: string) => {
    const answer = await client.post('/goals/categories/remove', { category })
    expect(answer.headers.get('Location')).toBe('/goals')
    return decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')
  }
  const undoLast = async (client: Client) => {
    const [change] = await rows<{ id: string }>(
      'SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC',
      client.userId,
    )
    await client.post(`/changes/${change?.id}/undo`)
  }

  test('are removed with the goals moving, come back with Undo, and are created again', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    expect(await offered(client)).toEqual(['Technical', 'Soft skill', 'Hiring readiness', 'Personal'])
    expect(await (await client.get('/goals?category=technical')).text()).toContain('/goals/categories/remove')
    const code = await added(client, 'Code', { category: 'technical' })
    const before = await state(client)

    expect(await remove(client, 'technical')).toContain('Removed the category “Technical” from 1 goal')
    expect(await stored(client, code.id)).toMatchObject({ category: 'personal' })
    expect(await offered(client)).toEqual(['Soft skill', 'Hiring readiness', 'Personal'])
    expect(await (await client.get('/goals')).text()).not.toContain('<option value="technical"')
    expect(await offered(other)).toContain('Technical')
    await undoLast(client)
    expect(await state(client)).toEqual(before)

    await remove(client, 'technical')
    expect(await remove(client, 'soft_skill')).toContain('Removed the category “Soft skill”')
    expect(await client.post('/goals/categories/remove', { category: 'soft_skill' })).toMatchObject({ status: 303 })
    expect(await offered(client)).toEqual(['Hiring readiness', 'Personal'])

    const talk = await client.json('POST', '/api/v1/goals', { title: 'Talk', category: 'technical' })
    expect(await talk.json()).toMatchObject({ category: 'technical' })
    expect(await offered(client)).toContain('Technical')
  })

  test('leave goals without a category once Personal is removed', async () => {
    const client = await signedIn()
    const read = await added(client, 'Read')
    expect(await stored(client, read.id)).toMatchObject({ category: 'personal' })
    await remove(client, 'Personal')
    expect(await stored(client, read.id)).toMatchObject({ category: 'none' })
    expect((await offered(client)).filter((name) => name === 'Personal')).toEqual([])
    const page = await (await client.get(`/goals/${read.id}`)).text()
    expect(page).not.toMatch(/Personal|No category/)
    expect(await (await client.get(`/goals/${read.id}/edit`)).text()).toContain('value="No category"')

    await client.post('/goals/capture', { entry: 'Swim' })
    const swim = await client.json('GET', '/api/v1/goals?category=none')
    expect((await swim.json<{ items: { title: string }[] }>()).items.map(({ title }) => title)).toEqual([
      'Swim',
      'Read',
    ])
    const health = await added(client, 'Run', { category: 'Health' })
    await remove(client, 'Health')
    expect(await stored(client, health.id)).toMatchObject({ category: 'none' })
    await client.post('/goals/categories', { category: 'none', name: 'Life' })
    expect(await stored(client, read.id)).toMatchObject({ category: 'Life' })
  })

  test('are gone under their old name when they are renamed', async () => {
    const client = await signedIn()
    const code = await added(client, 'Code', { category: 'technical' })
    await client.post('/goals/categories', { category: 'technical', name: 'Engineering' })
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
  expect(await (await client.get('/goals?category=constructor')).text()).toContain('/goals/categories/remove')
  await client.post('/goals/categories/remove', { category: 'constructor' })
  expect(await stored(client, odd.id)).toMatchObject({ category: 'personal' })
  await added(client, 'Sing', { category: 'Music' })
  const merged = await client.post('/goals/categories', { category: 'Éducation', name: 'MUSIC' })
  expect(merged.headers.get('Location')).toBe('/goals?category=Music')
  expect(decodeURIComponent(merged.headers.get('Set-Cookie') ?? '')).toContain(
    'Merged the category “Éducation” into “Music”, 3 goals',
  )
  expect(await stored(client, first.id)).toMatchObject({ category: 'Music' })
  await client.post('/goals/categories', { category: 'Music', name: 'music' })
  expect(await stored(client, first.id)).toMatchObject({ category: 'music' })
})

describe('the form', () => {
  const isOpen = (html: string) => /<details( open[^>]*)?><summary class="link">More/.exec(html)?.[1] !== undefined

  test('asks for title, date and time; the rest is open only if it is set or invalid', async () => {
    const client = await signedIn()
    const form = await (await client.get('/goals/new')).text()
    expect(isOpen(form)).toBe(false)
    const [first = ''] = form.slice(form.indexOf('name="title"')).split('<details')
    expect(first).toContain('name="target_date"')
    expect(first).toContain('name="target_minutes"')
    expect(first).not.toContain('name="kind"')
    const plain = await added(client, 'Plain', { target_date: '2031-01-15', target_minutes: '60h' })
    expect(isOpen(await (await client.get(`/goals/${plain.id}/edit`)).text())).toBe(false)
    const set = await added(client, 'Set', { kind: 'weekly' })
    expect(isOpen(await (await client.get(`/goals/${set.id}/edit`)).text())).toBe(true)
    const invalid = await client.post('/goals', { title: 'A', start_date: 'soon' })
    expect(isOpen(await invalid.text())).toBe(true)
    expect(isOpen(await (await client.post('/goals', { title: '' })).text())).toBe(false)
  })

  test('of an open goal’s page has the timer as its main button, and what ends it in a menu', async () => {
    const client = await signedIn()
    const { id } = await added(client, 'Goal')
    const page = await (await client.get(`/goals/${id}`)).text()
    const progress = page.slice(page.indexOf('id="goal-progress"')).split('</section>')[0] ?? ''
    expect(progress.match(/btn primary|class="[^"]*primary/g)).toHaveLength(1)
    expect(progress).toMatch(/class="[^"]*primary[^>]*aria-label="Start timer: Goal"/)
    const [buttons = '', menu = ''] = progress.split('<details class="menu"')
    for (const action of ['complete', 'cancel', 'delete']) {
      expect(buttons).not.toContain(`action="/goals/${id}/${action}"`)
      expect(menu).toContain(`action="/goals/${id}/${action}"`)
    }
    await client.post(`/goals/${id}/complete`)
    expect(await (await client.get(`/goals/${id}`)).text()).toContain(`action="/goals/${id}/delete"`)
  })
})
