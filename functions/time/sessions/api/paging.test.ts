import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, cost, signedIn } from '../../../../test/support/client'
import { isWhole, runs } from '../../../../test/support/runs'
import { addDays, datesBetween } from '../../../lib/time/days'
import type { NewSession } from '../schema'
import { newSession, putAll, putProject } from '../testing'

type Item = { id: string; days: { date: string; seconds: number }[] }
const path = '/api/v1/sessions'

/** Every item of a list, page by page; `between` is done after each page. */
const walk = async (client: Client, query: string, between: (page: Item[]) => unknown = () => undefined) => {
  const all: Item[] = []
  const costs: number[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const answer: Response = await client.json('GET', `${path}?${query}${cursor && `&cursor=${cursor}`}`)
    expect(answer.status).toBe(200)
    const { items, next_cursor } = await answer.json<{ items: Item[]; next_cursor: string | null }>()
    costs.push(cost(answer).read)
    all.push(...items)
    expect(next_cursor, 'a page goes on where it began').not.toBe(cursor)
    cursor = next_cursor
    await between(items)
  }
  return { all, costs, ids: all.map(({ id }) => id) }
}

const dayOfSession = (number: number) => addDays('2020-01-01', Math.floor(number / 6))

const many = (count: number) =>
  Array.from({ length: count }, (_, number) =>
    newSession(Date.parse(`${dayOfSession(number)}T08:00:00Z`) + (number % 6) * 3_600_000, 10),
  )

const put = async (client: Client, sessions: NewSession[]) => {
  for (let from = 0; from < sessions.length; from += 1000) await putAll(client, sessions.slice(from, from + 1000))
}

/** Walks a list while, every few pages, sessions come, change and go on both sides of the place in it. */
const walkWhileWriting = async (client: Client, query: string, there: NewSession[], every: number) => {
  const gone = new Set<string>()
  let turn = 0
  const { ids, costs } = await walk(client, query, async (page) => {
    turn += 1
    if (turn % every !== 0) return
    const anywhere = there[(turn * 7919) % there.length]
    const [first, last] = [page[0], page.at(-1)]
    await client.json('POST', path, { started_at: `${dayOfSession(turn * 37)}T05:00:00Z`, duration_seconds: 60 })
    if (first) await client.json('PATCH', `${path}/${first.id}`, { title: 'Edited', duration_seconds: 1 })
    for (const id of [anywhere?.id, last?.id]) {
      if (id === undefined) continue
      gone.add(id)
      await client.json('DELETE', `${path}/${id}`)
    }
  })
  expect(new Set(ids).size).toBe(ids.length)
  const found = new Set(ids)
  expect(there.filter(({ id }) => !gone.has(id) && !found.has(id))).toEqual([])
  expect(gone.size).toBeGreaterThanOrEqual(10)
  expect(Math.max(...costs)).toBeLessThanOrEqual(420)
  return gone
}

test('thousands of sessions are paged through while others are written: none twice, none missed, each page as cheap', async () => {
  const client = await signedIn()
  const sessions = many(isWhole ? 10_000 : 1_500)
  await put(client, sessions)
  const gone = await walkWhileWriting(client, 'limit=100', sessions, isWhole ? 10 : 2)
  const isIn = ({ id }: NewSession, number: number) =>
    !gone.has(id) && dayOfSession(number) >= '2020-02-01' && dayOfSession(number) <= '2020-07-31'
  await walkWhileWriting(client, 'limit=100&from=2020-02-01&to=2020-07-31', sessions.filter(isIn), 2)
})

test('the list of a range has each session with time in it once, by the first of its days there', async () => {
  const day = fc.integer({ min: 0, max: 40 }).map((days) => addDays('2026-02-01', days))
  const session = fc.record({ day, hour: fc.integer({ min: 0, max: 23 }), hours: fc.integer({ min: 0, max: 80 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(session, { maxLength: 12 }),
      fc.tuple(day, day).map((days) => days.sort()),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      async (drawn, [from = '', to = ''], ofProject, limit) => {
        const client = await signedIn()
        const project_id = await putProject(client, 'P')
        const sessions = drawn.map(({ day, hour, hours }, number) =>
          newSession(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000, hours * 60, {
            project_id: number % 2 ? project_id : null,
          }),
        )
        await put(client, sessions)
        const subject = ofProject ? `project:${project_id}` : 'all'
        const { all } = await walk(client, `limit=${limit}&from=${from}&to=${to}&subject=${subject}`)
        const inRange = new Set(datesBetween(from, to))
        const everyone = (await walk(client, 'limit=100')).all
        const mine = new Set(sessions.filter((one) => !ofProject || one.project_id !== null).map(({ id }) => id))
        const expected = everyone
          .flatMap(({ id, days }) => {
            const first = days.find(({ date }) => inRange.has(date))
            return first && mine.has(id) ? [{ id, date: first.date }] : []
          })
          .sort((a, b) => (`${a.date}_${a.id}` < `${b.date}_${b.id}` ? 1 : -1))
        expect(all.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
      },
    ),
    { numRuns: runs(12) },
  )
})

test('a place that is none, or a range that is none, is named', async () => {
  const { json } = await signedIn()
  for (const [query, where] of [
    ['limit=101', 'limit'],
    ['cursor=nothing&from=2026-01-01', 'cursor'],
    ['cursor=2026-13-01_x&from=2026-01-01', 'cursor'],
    ['from=2026-02-30', 'from'],
    ['to=tomorrow', 'to'],
    ['from=2026-02-02&to=2026-02-01', 'to'],
    ['subject=plan', 'subject'],
    ['status=done', 'status'],
  ]) {
    const answer = await json('GET', `${path}?${query}`)
    const { errors } = await answer.json<{ errors: { path: string }[] }>()
    expect([answer.status, errors[0]?.path], query).toEqual([422, where])
  }
})
