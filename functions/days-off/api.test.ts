import { expect, test } from 'vitest'
import { rows, signedIn } from '../../test/client'

const path = '/api/v1/days-off'

test('a date is made a day off, and gets another label', async () => {
  const { json, heads } = await signedIn()
  expect(await (await json('PUT', `${path}/2026-12-24`, { label: ' Christmas  Eve ' })).json()).toEqual({
    date: '2026-12-24',
    label: 'Christmas  Eve',
  })
  const before = await heads()
  expect(await (await json('PUT', `${path}/2026-12-24`, {})).json()).toEqual({ date: '2026-12-24', label: '' })
  expect((await heads())?.stats_seq).toBeGreaterThan(before?.stats_seq ?? Number.NaN)
})

test('the list keeps to its dates and goes by pages', async () => {
  const { json } = await signedIn()
  const dates = ['2026-12-24', '2026-01-01', '2026-05-01', '2026-12-25', '2027-01-01']
  for (const date of dates) await json('PUT', `${path}/${date}`, {})
  const list = async (search: string) => {
    const page = await json('GET', `${path}?${search}`)
    const { items, next_cursor } = await page.json<{ items: { date: string }[]; next_cursor: string | null }>()
    return [items.map(({ date }) => date), next_cursor]
  }
  expect(await list('from=2026-05-01&to=2026-12-24')).toEqual([['2026-05-01', '2026-12-24'], null])
  expect(await list('limit=3')).toEqual([['2026-01-01', '2026-05-01', '2026-12-24'], '2026-12-24'])
  expect(await list('limit=3&cursor=2026-12-24')).toEqual([['2026-12-25', '2027-01-01'], null])
})

test('what is no date, label or range is refused', async () => {
  const { json, userId } = await signedIn()
  for (const [method, at, body, where] of [
    ['PUT', '/2026-02-29', {}, 'date'],
    ['PUT', '/today', {}, 'date'],
    ['DELETE', '/2026-2-1', undefined, 'date'],
    ['PUT', '/2026-02-28', { label: 'x'.repeat(101) }, 'label'],
    ['PUT', '/2026-02-28', { name: 'x' }, 'name'],
    ['GET', '?from=2026-02-02&to=2026-02-01', undefined, 'to'],
    ['GET', '?from=yesterday', undefined, 'from'],
    ['GET', '?cursor=x', undefined, 'cursor'],
  ] as const) {
    const answer = await json(method, path + at, body)
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({ errors: [{ path: where, message: expect.any(String) }] }),
    ])
  }
  expect(await rows('SELECT date FROM days_off WHERE user_id = ?', userId)).toEqual([])
})
