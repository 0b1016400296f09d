import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type Client, origin, request, rows, signedIn, toastOf } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { answersOf, answersText } from './prompts'

const stored = async (client: Client) =>
  (
    await rows<{ id: string; seq: number; words: string }>(
      'SELECT id, seq, words FROM reviews WHERE user_id = ?',
      client.userId,
    )
  )[0]

const saved = async (client: Client) => {
  const row = await stored(client)
  if (!row) throw new Error('No review is stored')
  return row
}

const week = { period: 'week', date: '2026-03-02' }
const page = '/review/week?date=2026-03-02'

const answerIn = (html: string, name: string) =>
  new RegExp(`<textarea[^>]*name="${name}"[^>]*>([^<]*)<`).exec(html)?.[1]

describe('the answers of a review', () => {
  it('are sections of its words, and come back from them', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab #?-\n') }).map((one) => one.trim())
    fc.assert(
      fc.property(text, text, text, text, (words, well, badly, change) => {
        const answers = { words, well, badly, change }
        expect(answersOf(answersText(answers))).toEqual(answers)
      }),
      { numRuns: runs(300) },
    )
  })

  it('are saved by a form, read by the API as one text, and shown each under its question', async () => {
    const client = await signedIn()
    const answer = await client.post('/reviews', { ...week, well: 'Shipped\r\nit', change: 'Fewer meetings' }, { page })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, page])
    expect((await stored(client))?.words).toBe(
      '## What went well?\n\nShipped\nit\n\n## What will you change?\n\nFewer meetings',
    )
    const html = await (await client.get(page)).text()
    expect(['well', 'badly', 'change'].map((name) => answerIn(html, name))).toEqual([
      'Shipped\nit',
      '',
      'Fewer meetings',
    ])
    expect([answerIn(html, 'words'), html.includes('data-words="true" hidden')]).toEqual(['', true])
    expect(await (await client.get('/reviews')).text()).not.toContain('## What')
    const former = await (await client.get('/review/week?date=2026-03-09')).text()
    expect(former).toContain('Fewer meetings')
    expect(former).not.toContain('## What')
  })

  it('stand beside words that were written without questions', async () => {
    const client = await signedIn()
    await client.json('POST', '/api/v1/reviews', { ...week, words: 'A quiet week' })
    const html = await (await client.get(page)).text()
    expect(answerIn(html, 'words')).toBe('A quiet week')
    const { id, seq } = await saved(client)
    await client.post(`/reviews/${id}`, { words: 'A quiet week', badly: 'Rain', seq }, { page })
    expect((await stored(client))?.words).toBe('A quiet week\n\n## What did not?\n\nRain')
  })

  it.each([
    [{}, 'Enter a few words'],
    [{ well: 'x'.repeat(10_001) }, 'An answer has at most 10,000 characters'],
    [{ well: 'x'.repeat(6000), badly: 'y'.repeat(6000) }, 'A review has at most 10,000 characters'],
  ])('are refused with what was typed: %#', async (fields, message) => {
    const client = await signedIn()
    const answer = await client.post('/reviews', { ...week, ...fields }, { page })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(message)
    for (const [name, value] of Object.entries(fields)) expect(answerIn(html, name)).toBe(value)
    expect(await stored(client)).toBeUndefined()
  })
})

describe('a line of the evidence', () => {
  it('is taken over without script: all that was typed is saved with it, and pressed again it goes', async () => {
    const client = await signedIn()
    await client.json('POST', '/api/v1/learnings', { title: 'Tides <b> turn', date: '2026-03-03' })
    const take =
      /name="take" value="([^"]*)"/
        .exec(await (await client.get(page)).text())?.[1]
        ?.replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>') ?? ''
    expect(take).toBe('well Tides <b> turn')
    const answer = await client.post('/reviews', { ...week, well: 'Typed', badly: 'Kept', take }, { page })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${page}#review-well`])
    const html = await (await client.get(page)).text()
    expect(answerIn(html, 'well')).toBe('Typed\n- Tides &lt;b&gt; turn')
    expect(answerIn(html, 'badly')).toBe('Kept')
    expect(html).toMatch(/value="well Tides[^>]*aria-pressed="true"/)
    const { id, seq } = await saved(client)
    await client.post(`/reviews/${id}`, { well: 'Typed\n- Tides <b> turn', badly: 'Kept', seq, take }, { page })
    expect(answersOf((await stored(client))?.words ?? '').well).toBe('Typed')
  })

  it('stands beside the question that it answers', async () => {
    const client = await signedIn()
    const add = (path: string, body: object) => client.json('POST', `/api/v1${path}`, body)
    await add('/feedback', { content: 'Clear slides', sentiment: 'positive', date: '2026-03-04' })
    await add('/feedback', { content: 'Too many words', sentiment: 'constructive', date: '2026-03-04' })
    await add('/meetings', { title: 'Retrospective', date: '2026-03-05' })
    await add('/sessions', { title: 'Dig', started_at: '2026-03-03T10:00:00Z', ended_at: '2026-03-03T11:00:00Z' })
    const html = await (await client.get(page)).text()
    const takes = [...html.matchAll(/name="take" value="([^"]*)"/g)].map(([, take]) => take)
    expect(takes).toEqual([
      'well Clear slides',
      'badly Too many words',
      'change No project: 1h',
      'change Retrospective',
    ])
  })
})

describe('the week without a date', () => {
  const shownOn = async (date: string, path = '/review/week', preferences = {}) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${date}T12:00:00Z`) })
    const html = await (await (await signedIn(preferences)).get(path)).text()
    return /<h1>(.*?)</.exec(html)?.[1]
  }

  it.each([
    ['2026-11-23', '16–22 November'],
    ['2026-11-24', '16–22 November'],
    ['2026-11-25', '16–22 November'],
    ['2026-11-26', '23–29 November'],
  ])('is the last one from Monday to Wednesday: %s', async (date, title) => {
    expect(await shownOn(date)).toBe(title)
  })

  it('begins where the week of the person does', async () => {
    expect(await shownOn('2026-11-24', '/review/week', { week_start: 2 })).toBe('17–23 November')
    expect(await shownOn('2026-11-27', '/review/week', { week_start: 2 })).toBe('24–30 November')
  })

  it.each([
    ['2026-11-03', 'October 2026'],
    ['2026-11-04', 'November 2026'],
  ])('is the last month in its first three days: %s', async (date, title) => {
    expect(await shownOn(date, '/review/month')).toBe(title)
  })
})

describe('planning the next days', () => {
  const onThursday = async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-26T12:00:00Z') })
    const client = await signedIn()
    const { add } = client
    const left = await add('/tasks', { title: 'Left over', date: '2026-11-24' })
    const someday = await add('/tasks', { title: 'Some day', date: null })
    const goal = await add('/goals', { title: 'Finish the thesis' })
    return { client, left, someday, goal }
  }
  const tasks = (client: Client) =>
    rows('SELECT title, date FROM tasks WHERE user_id = ? AND deleted_at IS NULL ORDER BY title', client.userId)
  const next = '/review/week?date=2026-11-23#next'

  it('offers open tasks and goals, and puts them on days of the next week', async () => {
    const { client, left, someday, goal } = await onThursday()
    const html = await (await client.get('/review/week')).text()
    expect(html).toContain('>Next week<')
    for (const name of [`task-${left}`, `task-${someday}`, `goal-${goal}`]) expect(html).toContain(`name="${name}"`)
    const fields = {
      date: '2026-11-23',
      [`task-${left}`]: '2026-11-30',
      [`task-${someday}`]: '',
      [`goal-${goal}`]: '2026-12-01',
    }
    const answer = await client.post('/review/week/plan', fields)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, next])
    expect(await tasks(client)).toEqual([
      { title: 'Finish the thesis', date: '2026-12-01' },
      { title: 'Left over', date: '2026-11-30' },
      { title: 'Some day', date: null },
    ])
    const [added] = await rows('SELECT goal_id FROM tasks WHERE user_id = ? AND title LIKE ?', client.userId, 'Finish%')
    expect(added).toEqual({ goal_id: goal })
  })

  it('answers with the section, and one Undo takes the tasks back', async () => {
    const { client, left, someday } = await onThursday()
    const fields = { date: '2026-11-23', [`task-${left}`]: '2026-11-30', [`task-${someday}`]: '2026-11-30' }
    const html = await (await client.post('/review/week/plan', fields, { part: true })).text()
    expect(html).toContain('2 tasks planned')
    expect(html).toContain('Mon 30<span class="grey">2 planned</span>')
    const undo = /action="(\/changes\/[^"]*)"/.exec(html)?.[1] ?? ''
    expect((await client.post(undo)).status).toBe(303)
    expect(await tasks(client)).toEqual([
      { title: 'Left over', date: '2026-11-24' },
      { title: 'Some day', date: null },
    ])
  })

  it('plans a row by the button of a day, and names it', async () => {
    const { client, left, goal } = await onThursday()
    const plan = async (row: string) => {
      const fields = { date: '2026-11-23', [row]: '2026-11-30' }
      const html = await (await client.post('/review/week/plan', fields, { part: true })).text()
      return /<p>(“[^<]*)<.*?action="([^"]*)"/.exec(html.replaceAll(/[\u2068\u2069]/g, ''))?.slice(1) ?? []
    }
    expect((await plan(`task-${left}`))[0]).toBe('“Left over” planned for Monday, 30 November')
    const [message, undo = ''] = await plan(`goal-${goal}`)
    expect(message).toBe('“Finish the thesis” planned for Monday, 30 November')
    expect(await tasks(client)).toHaveLength(3)
    await client.post(undo)
    expect(await tasks(client)).toMatchObject([{ title: 'Left over', date: '2026-11-30' }, { date: null }])
  })

  it.each([false, true])('refuses a day outside (part: %s)', async (part) => {
    const { client, left, someday } = await onThursday()
    const fields = { date: '2026-11-23', [`task-${left}`]: '2026-11-30', [`task-${someday}`]: '2027-01-01' }
    const answer = await client.post('/review/week/plan', fields, { part })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Choose a day from the list')
    expect(await tasks(client)).toMatchObject([{ date: '2026-11-24' }, { date: null }])
  })

  it('plans nothing of somebody else, and nothing in a week that is over', async () => {
    const { client, left, goal } = await onThursday()
    const other = await signedIn()
    const fields = { [`task-${left}`]: '2026-11-30', [`goal-${goal}`]: '2026-11-30' }
    await other.post('/review/week/plan', { date: '2026-11-23', ...fields })
    expect(await tasks(client)).toMatchObject([{ date: '2026-11-24' }, { date: null }])
    expect(await tasks(other)).toEqual([])
    expect((await client.post('/review/week/plan', { date: '2026-10-05', ...fields })).status).toBe(409)
    expect(await (await client.get('/review/week?date=2026-10-05')).text()).not.toContain('id="next"')
  })

  it('sets goals of a month their date', async () => {
    const { client, goal } = await onThursday()
    expect(await (await client.get('/review/month')).text()).toContain(`name="goal-${goal}"`)
    const answer = await client.post('/review/month/plan', { date: '2026-11-01', [`goal-${goal}`]: 'on' })
    expect(answer.status).toBe(303)
    const [row] = await rows('SELECT target_date FROM goals WHERE user_id = ?', client.userId)
    expect(row).toEqual({ target_date: '2026-12-31' })
    expect(await (await client.get('/review/month')).text()).toContain('1 goal due')
    await client.post(toastOf(answer).undo)
    expect(await rows('SELECT target_date FROM goals WHERE user_id = ?', client.userId)).toEqual([
      { target_date: null },
    ])
  })

  it('adds a task for the first day to plan, and returns from its line to the week', async () => {
    const { client } = await onThursday()
    expect(await (await client.get('/review/week')).text()).toContain('/tasks/quick?date=2026-11-30"')
    const headers = { Cookie: client.cookie, Origin: origin, Referer: `${origin}/review/week` }
    const body = new URLSearchParams({ line: 'Call the bank Monday' })
    const answer = await request('/tasks/quick', { method: 'POST', headers, body })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/review/week'])
  })
})
