import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { words } from '../../../time/sessions/testing'

/** A Friday. */
const today = '2026-11-27'
let client: Client
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T12:00:00Z`) })
  client = await signedIn({ time_zone: 'UTC' })
})

type Goal = { id: string } & Record<
  'progress_percentage' | 'reached' | 'missing' | 'needed_a_day' | 'days_left',
  number
>

const add = async (body: object) => {
  const answer = await client.json('POST', '/api/v1/goals', { title: 'Goal', start_date: '2026-11-01', ...body })
  expect(answer.status).toBe(201)
  return (await answer.json<Goal>()).id
}
const tick = (id: string, amount: number, more: object = {}) =>
  client.json('POST', `/api/v1/goals/${id}/ticks`, { amount, ...more })
const read = async (id: string) => (await client.json('GET', `/api/v1/goals/${id}`)).json<Goal>()
const times = { measure: 'times', times_of: 'ticks', unit: 'l' }

test.each([
  [0.3, [0.1, 0.2]],
  [0.8, [0.7, 0.1]],
  [1.1, [0.1, 0.2, 0.3, 0.4, 0.1]],
  [1e-7 * 3, [1e-7, 2e-7]],
  [16.11, [4.35, 11.76]],
])('amounts that sum to %s reach it, and are no more', async (target, amounts) => {
  const [least, most] = [
    await add({ ...times, period: 'day', target }),
    await add({ ...times, period: 'day', target, direction: 'at_most' }),
  ]
  for (const id of [least, most]) for (const amount of amounts) await tick(id, amount, { date: '2026-11-26' })
  const verdicts = async (id: string) =>
    (await (await client.json('GET', `/api/v1/goals/${id}/periods`)).json<{ items: object[] }>()).items.slice(-2, -1)
  expect([await verdicts(least), await verdicts(most)]).toMatchObject([[{ verdict: 'met' }], [{ verdict: 'met' }]])
})

test('a share is exact, and stays from 0 to 100', async () => {
  const id = await add({ ...times, target: 1 })
  await tick(id, 0.29)
  expect(await read(id)).toMatchObject({ reached: 0.29, progress_percentage: 29, missing: 0.71 })
  await client.post(`/goals/${id}/ticks`, { amount: '0,0625' })
  expect(await read(id)).toMatchObject({ reached: 0.3525, missing: 0.6475 })
  await tick(id, 4)
  expect(await read(id)).toMatchObject({ progress_percentage: 100, missing: 0 })
  // Written before negative ticks were refused.
  await client.json('PATCH', `/api/v1/goals/${id}`, { target: 20 })
  await rows('UPDATE goal_ticks SET amount = -5 WHERE goal_id = ? RETURNING id', id)
  expect(await read(id)).toMatchObject({ progress_percentage: 0 })
  const value = await add({ measure: 'value', start_value: -5, target: -10, unit: '°' })
  for (const [amount, percent, date = today] of [
    [-7.5, 50],
    [-20, 100],
    [3, 0],
    [-10, 0, '2026-11-26'],
  ] as const) {
    await tick(value, amount, { date })
    expect((await read(value)).progress_percentage).toBe(percent)
  }
})

test('no tick is negative or of a day to come; a value may be negative', async () => {
  const [ticked, value] = [await add({ ...times, target: 5 }), await add({ measure: 'value', target: -5 })]
  const refusal = async (answer: Response) => [answer.status, await answer.text()]
  const path = (message: string) => expect.stringContaining(`"path":"${message}"`)
  expect(await refusal(await tick(ticked, -1))).toEqual([422, path('amount')])
  expect(await refusal(await tick(value, 1, { date: '2026-11-28' }))).toEqual([422, path('date')])
  expect(await refusal(await tick(value, 1, { at: '2026-11-28T09:00:00Z' }))).toEqual([422, path('at')])
  const typed = await client.post(`/goals/${ticked}/ticks`, { amount: '-1', date: '2026-11-28' })
  const html = await typed.text()
  expect([typed.status, html]).toEqual([422, expect.stringContaining('Enter a number of 0 or more')])
  expect(html).toContain('Choose a day that is not in the future')
  expect((await tick(value, -1)).status).toBe(201)
  expect(await rows('SELECT amount FROM goal_ticks WHERE user_id = ?', client.userId)).toEqual([{ amount: -1 }])
})

test('a goal of a value says what is left, on each day to its date', async () => {
  const of = { measure: 'value', start_value: 80, target: 70, unit: 'kg', target_date: '2026-12-06' }
  const id = await add(of)
  await tick(id, 75)
  expect(await read(id)).toMatchObject({ reached: 75, missing: 5, days_left: 10, needed_a_day: 0.5 })
  const page = words(await (await client.get(`/goals/${id}`)).text())
  expect(page).toContain('5 kg left')
  expect(page).toContain('0.5 kg a day to finish on time')
  const [up, none] = [await add({ ...of, start_value: 60.1 }), await add({ ...of, target_date: null })]
  await tick(up, 60.3)
  expect(await read(up)).toMatchObject({ missing: 9.7, days_left: 10, needed_a_day: 0.97 })
  expect(await read(none)).toMatchObject({ missing: 10, days_left: 0, needed_a_day: null })
  await tick(id, 69)
  expect(await read(id)).toMatchObject({ missing: 0, days_left: 0, needed_a_day: null, progress_percentage: 100 })
})
