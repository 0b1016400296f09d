import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { utcToday } from '../../../test/support/times'
import { addDays, isoWeekday } from '../time/days'

const english = (region: string) => ({ headers: { 'Accept-Language': `en-${region},en;q=0.8` } })

type Client = Awaited<ReturnType<typeof signedIn>>

const add = async (client: Client, fields: Record<string, string>, how = {}) => {
  const answer = await client.post('/tasks', { title: 'Write', ...fields }, how)
  expect(answer.status).toBe(303)
  const [row] = await rows<{ id: string; seq: number; date: string | null; due_date: string | null }>(
    'SELECT id, seq, date, due_date FROM tasks WHERE user_id = ? ORDER BY id DESC LIMIT 1',
    client.userId,
  )
  if (!row) throw new Error('no task')
  return row
}

test('a form reads the words of its dates as a line does', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  expect(await add(client, { date: 'tomorrow', due_date: 'in 2 weeks' })).toMatchObject({
    date: addDays(utcToday(), 1),
    due_date: addDays(utcToday(), 14),
  })
  expect(await add(client, { date: '', due_date: '15.12.2031' })).toMatchObject({ date: null, due_date: '2031-12-15' })
  expect(await add(client, { due_date: '2031-12-15' })).toMatchObject({ due_date: '2031-12-15' })
})

test('day and month are in the order of the settings, else of the browser', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const due = async (how?: object) => (await add(client, { due_date: '3/4/2031' }, how)).due_date
  expect(await due()).toBe('2031-04-03')
  expect(await due(english('GB'))).toBe('2031-04-03')
  expect(await due(english('US'))).toBe('2031-03-04')
  for (const language of ['ja', 'hu', 'en-US']) {
    expect(await due({ headers: { 'Accept-Language': language } })).toBe('2031-03-04')
  }
  for (const language of ['*', 'x', 'de-AT', 'pt;q=0.9', '__proto__']) {
    expect(await due({ headers: { 'Accept-Language': language } })).toBe('2031-04-03')
  }
  await client.post('/settings', { section: 'appearance', date_order: 'mdy' })
  expect(await due(english('GB'))).toBe('2031-03-04')
  await client.post('/settings', { section: 'appearance', date_order: 'dmy' })
  expect(await due(english('US'))).toBe('2031-04-03')
})

test('a field has its date in that order, and what it shows is the same date when it is sent back', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const { id, seq } = await add(client, { date: '2031-03-04' })
  for (const [region, written] of [
    ['GB', '4 Mar 2031'],
    ['US', 'Mar 4, 2031'],
  ] as const) {
    const html = await (await client.get(`/tasks/${id}/edit`, english(region))).text()
    expect(html).toMatch(new RegExp(`type="text"[^>]*data-date="${utcToday()} [^>]*value="${written}"`))
    const sent = { field: 'date', date: written, seq: String(seq) }
    await client.post(`/tasks/${id}`, sent, english(region))
    const [row] = await rows('SELECT date, seq FROM tasks WHERE id = ?', id)
    expect(row).toMatchObject({ date: '2031-03-04' })
  }
})

test('words that say no date stay in the field, with what to write', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const answer = await client.post('/meetings', { title: 'Weekly', date: 'soonish' })
  const html = await answer.text()
  expect(answer.status).toBe(422)
  expect(html).toContain('Enter a date, such as fri, 15 Dec or 2026-12-15')
  expect(html).toMatch(/value="soonish"[^>]*name="date"[^>]*aria-invalid="true"/)
})

test('the API takes the dates of the standard alone', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  for (const due_date of ['tomorrow', '15.12.2031', '15 Dec 2031', '2031-12-5']) {
    const answer = await client.json('POST', '/api/v1/tasks', { title: 'Write', due_date })
    expect([due_date, answer.status]).toEqual([due_date, 422])
  }
  const range = await client.json('GET', '/api/v1/stats?from=yesterday&to=today')
  expect(range.status).toBe(422)
})

test('what has been is read as the latest such day: of a session, a day off, a filter', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const before = addDays(utcToday(), -2)
  const weekday = names[isoWeekday(before) - 1] ?? ''
  await client.post('/sessions', { title: 'Read', date: weekday, started_at: '9:00', ended_at: '9:30' })
  const [session] = await rows('SELECT days FROM sessions WHERE user_id = ?', client.userId)
  expect(session).toEqual({ days: `[["${before}",1800]]` })
  const filtered = await (await client.get(`/sessions?from=${weekday}&to=today`)).text()
  expect(filtered).toContain('>Read<')
  const later = await (await client.get('/sessions?from=tomorrow&to=')).text()
  expect(later).not.toContain('>Read<')
  for (const path of ['/stats', '/stats/explain', '/stats/compare', '/evidence']) {
    const figures = await client.get(`${path}?from=${weekday}&to=today&subject=all`)
    const [written] = /data-date="[^>]*value="[^"]*"/.exec(await figures.text()) ?? []
    expect([path, figures.status, written?.endsWith(`${before.slice(0, 4)}"`)]).toEqual([path, 200, true])
  }
  await client.post('/settings/days-off', { from: 'today', to: 'in 2 days' })
  expect(await rows('SELECT date FROM days_off WHERE user_id = ? ORDER BY date', client.userId)).toEqual(
    [0, 1, 2].map((days) => ({ date: addDays(utcToday(), days) })),
  )
})

test('selected rows are planned for a date in words', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const { id } = await add(client, {})
  await client.post('/tasks/selected', { act: 'plan', typed: 'plan', ids: id, date: 'in 3 days' })
  const [row] = await rows('SELECT date FROM tasks WHERE id = ?', id)
  expect(row).toEqual({ date: addDays(utcToday(), 3) })
})
