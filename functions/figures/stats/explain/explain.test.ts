import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../../test/support/client'
import { newSession, nextPage, putAll, putGoal, words } from '../../../time/sessions/testing'

const inBerlin = () => signedIn({ time_zone: 'Europe/Berlin' })

const read = async ({ get }: Client, query: string) => {
  const answer = await get(`/stats/explain${query}`)
  const html = await answer.text()
  return { status: answer.status, html, text: words(/<main.*<\/main>/s.exec(html)?.[0] ?? '') }
}

test('figures of days are explained by their days, each leading to its rows', async () => {
  const client = await inBerlin()
  await putAll(client, [
    newSession('2015-03-02T09:00:00+01:00', 60),
    newSession('2015-03-03T09:00:00+01:00', 90),
    newSession('2015-03-05T09:00:00+01:00', 31),
  ])
  const dates = 'from=2015-03-01&to=2015-03-31'
  const average = await read(client, `?figure=average&${dates}`)
  expect(average.text).toContain('Average per active day 1 h total time ÷ 3 active days')
  expect(average.html).toContain('/stats/explain?subject=all&amp;from=2015-03-03&amp;to=2015-03-03')
  const longest = await read(client, `?figure=longest&${dates}`)
  expect(longest.text).toContain('Longest streak 2 days')
  expect(longest.text).not.toContain('Thu 5 Mar')
  expect((await read(client, '?figure=active')).text).toContain('Active days 3 days')
  const best = await read(client, `?figure=best&${dates}`)
  expect(best.text).toContain('Best day 1 h 30 m Tue 3 Mar')
  expect(best.text).toContain('1 row makes 1h 30m')
})

test('a streak says how many of its days count', async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin', rest_days: [3] })
  await putAll(client, [newSession('2015-03-03T09:00:00+01:00', 90), newSession('2015-03-05T09:00:00+01:00', 31)])
  const { text } = await read(client, '?figure=longest')
  expect(text).toContain('Longest streak 2 days')
  expect(text).toContain('Days 2 counted, 1 skipped')
})

test('days come by pages of 100, none of them empty', async () => {
  const client = await inBerlin()
  const onDay = (day: number) => newSession(Date.parse('2015-03-03T09:00:00Z') + day * 86_400_000, 30)
  await putAll(
    client,
    Array.from({ length: 100 }, (_, day) => onDay(day)),
  )
  expect(nextPage((await read(client, '?figure=active')).html)).toBeUndefined()
  await putAll(client, [onDay(100)])
  expect(nextPage((await read(client, '?figure=active')).html)).toContain('figure=active')
})

test('rows come by pages of 50, which go on within a day', async () => {
  const client = await inBerlin()
  const start = Date.parse('2015-03-03T00:00:00+01:00')
  await putAll(
    client,
    Array.from({ length: 70 }, (_, n) => newSession(start + n * 1_000_000, 1)),
  )
  const { html, text } = await read(client, '')
  expect(text).toContain('50 rows so far add up to 50m of 1h 10m')
  const next = nextPage(html) ?? ''
  expect(words(await (await client.get(next)).text())).toContain('70 rows add up to 1h 10m')
  const part = await (await client.get(next, { part: true })).text()
  expect(part.match(/<li class="row/g)).toHaveLength(20)
  expect(part).toContain('hx-target="#explained-2015-03-03" hx-swap="beforeend"')
  const whole = await client.json('GET', '/api/v1/stats/explain?limit=100')
  const json = await whole.json<{ items: { seconds: number }[]; next_cursor: null; total_seconds: number }>()
  expect([json.items.length, json.next_cursor, json.total_seconds]).toEqual([70, null, 4200])
})

test('what cannot be explained is said, and what is not one’s own is not there', async () => {
  const [client, other] = [await inBerlin(), await signedIn()]
  const theirs = await putGoal(other, 'Theirs')
  for (const [query, status, said] of [
    ['?from=2015-03-01', 422, 'Enter both dates, or neither'],
    ['?subject=planet', 422, 'Unknown subject'],
    ['?figure=median', 422, 'Unknown figure'],
    [`?subject=goal:${theirs}`, 404, 'Page not found'],
    ['?cursor=%00&from=&to=', 200, 'Nothing to show'],
  ] as const) {
    const { status: answered, html } = await read(client, query)
    expect([query, answered, html.includes(said)]).toEqual([query, status, true])
  }
  const json = await client.json('GET', `/api/v1/stats/explain?subject=goal:${theirs}`)
  expect(await json.json()).toEqual({ items: [], next_cursor: null, total_seconds: 0, session_count: 0 })
})
