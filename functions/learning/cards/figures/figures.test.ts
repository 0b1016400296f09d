import { beforeEach, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { day, utcToday } from '../../../../test/support/times'
import { addDays } from '../../../lib/time/days'
import { words } from '../../../time/sessions/testing'
import { addCard, rate } from '../reviews/testing'
import { weeksOf } from './figures'

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'UTC', new_cards_a_day: 2 })
})

const forecast = async (search = '') =>
  (await (await client.get(`/api/v1/cards/forecast${search}`)).json<{ items: { date: string; due: number }[] }>()).items

test('the forecast counts overdue and new cards today and others on their days', async () => {
  for (let n = 0; n < 3; n += 1) await addCard(client)
  const ids = [await addCard(client), await addCard(client), await addCard(client)]
  for (const [index, id] of ids.entries()) {
    await rate(client, id, { id: `r${index}`, rating: 3, at: Date.now() - 40 * day })
    const date = addDays(utcToday(), [-3, 1, 29][index] ?? 0)
    await rows('UPDATE cards SET next_review = ? WHERE user_id = ? AND id = ?', date, client.userId, id)
  }
  const all = await forecast()
  expect(all).toHaveLength(30)
  expect(all.filter(({ due }) => due > 0)).toEqual([
    { date: utcToday(), due: 3 },
    { date: addDays(utcToday(), 1), due: 1 },
    { date: addDays(utcToday(), 29), due: 1 },
  ])
  expect(await forecast('?days=1')).toEqual([{ date: utcToday(), due: 3 }])
  expect((await forecast('?plan_id=none')).every(({ due }) => due === 0)).toBe(true)
  expect(await (await client.get('/stats/cards')).text()).toContain('2 cards after today in 30 days')
  for (const days of ['0', '366', 'x', '1.5']) {
    expect((await client.get(`/api/v1/cards/forecast?days=${days}`)).status).toBe(422)
  }
})

test('weeks count ratings, and retention among cards seen before', () => {
  const of = (date: string, again: number, good: number, introduced: number, forgotten: number) => ({
    ...{ date, again, hard: 1, good, easy: 0, introduced, forgotten },
  })
  const days = [of('2026-11-15', 1, 1, 0, 1), of('2026-11-16', 2, 3, 3, 1), of('2026-11-21', 0, 4, 0, 0)]
  expect(weeksOf(days, { today: '2026-11-21', weekStart: 1 }, 3)).toEqual([
    { from: '2026-11-16', to: '2026-11-22', ratings: [2, 2, 7, 0], retention: 88 },
    { from: '2026-11-09', to: '2026-11-15', ratings: [1, 1, 1, 0], retention: 67 },
    { from: '2026-11-02', to: '2026-11-08', ratings: [0, 0, 0, 0], retention: null },
  ])
})

test('the page counts what is due and leeches among 20,000 cards, and the list has the leeches', async () => {
  await rows(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
     INSERT INTO cards (user_id, id, question, answer, fsrs, sm2_next, fsrs_next, next_review, last_reviewed_at, is_new, seq,
       created_at, updated_at)
     SELECT ?1, printf('card-%05d', i), 'Question ' || i, 'answer', json_object('stability', 1, 'difficulty', 1, 'state', 2,
       'learning_steps', 0, 'scheduled_days', 1, 'reps', 9, 'lapses', iif(i % 800 = 0, 8, 7), 'due_at', 1, 'reviewed_at', 1),
       d, d, d, 1, 0, 1, 1, 1
     FROM (SELECT i, date(?2, (i % 401 - 200) || ' days') AS d FROM n)`,
    client.userId,
    utcToday(),
  )
  const page = await client.get('/stats/cards')
  expect(words(await page.text())).toMatch(/Due today 10,049 .*Leeches 20\+ forgotten/)
  const list = await client.get('/cards?leech=1')
  const leeches = [...(await list.text()).matchAll(/<bdi>(Question \d+)</g)].map(([, one]) => one)
  expect([leeches.length, leeches[0], leeches[1]]).toEqual([25, 'Question 20000', 'Question 19200'])
})
