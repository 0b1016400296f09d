import fc from 'fast-check'
import { fsrs, get_fuzz_range } from 'ts-fsrs'
import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { day } from '../../../../test/support/times'
import { addDays, isoWeekday } from '../../../lib/time/days'
import { addCard, cardRow, rate } from '../reviews/testing'
import { chooseInterval, type NearbyDays } from './days'
import { newFsrs, rateFsrs, replayRatings, stateAfterRating } from './fsrs'
import { newSm2, ratings } from './sm2'

const date = '2026-11-26'
const start = Date.UTC(2026, 10, 26, 9)

const offsets = fc.array(fc.integer({ min: 1, max: 110 }), { maxLength: 60 })
const arounds = fc
  .record({ due: offsets, off: offsets, siblings: offsets, restDays: fc.subarray([1, 2, 3, 4, 5, 6, 7]) })
  .map(
    ({ due, off, siblings, restDays }): NearbyDays => ({
      cards: new Map([...Map.groupBy(due, (days) => days)].map(([days, all]) => [addDays(date, days), all.length])),
      daysOff: new Set(off.map((days) => addDays(date, days))),
      siblings: new Set(siblings.map((days) => addDays(date, days))),
      restDays,
    }),
  )

test('a day is chosen within what FSRS lets vary; only cards of one text go up to three days beyond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), arounds, (ideal, around) => {
      const days = chooseInterval(date, ideal, around)
      expect(chooseInterval(date, ideal, around)).toBe(days)
      const { min_ivl, max_ivl } = ideal < 2.5 ? { min_ivl: ideal, max_ivl: ideal } : get_fuzz_range(ideal, 0, 36_500)
      if (ideal > 90 || ideal === 0) {
        expect(days).toBe(ideal)
        return
      }
      const within = Array.from({ length: max_ivl - min_ivl + 1 }, (_, index) => min_ivl + index)
      const isTaken = (wait: number) => around.siblings.has(addDays(date, wait))
      const isOff = (wait: number) =>
        around.daysOff.has(addDays(date, wait)) || around.restDays.includes(isoWeekday(addDays(date, wait)))
      const cards = (wait: number) => around.cards.get(addDays(date, wait)) ?? 0
      const apart = within.filter((wait) => !isTaken(wait))
      if (apart.length === 0) {
        expect(days).toBeLessThanOrEqual(max_ivl + 3)
        return
      }
      expect(apart).toContain(days)
      const open = apart.filter((wait) => !isOff(wait))
      const best = open.length > 0 ? open : apart
      expect(best).toContain(days)
      expect(cards(days)).toBe(Math.min(...best.map(cards)))
      const lightest = best.filter((wait) => cards(wait) === cards(days))
      expect(Math.abs(days - ideal)).toBe(Math.min(...lightest.map((wait) => Math.abs(wait - ideal))))
    }),
    { numRuns: runs(10_000) },
  )
})

const steps = fc.array(
  fc.record({ rating: fc.constantFrom(...ratings), wait: fc.integer({ min: 60_000, max: 60 * day }) }),
  {
    minLength: 1,
    maxLength: 10,
  },
)

const fresh = {
  ...newSm2,
  fsrs: null,
  sm2_next: date,
  fsrs_next: date,
  last_reviewed_at: null,
  is_new: 1 as const,
  updated_at: 0,
}

const reviewsOf = (given: { rating: 1 | 2 | 3 | 4; wait: number }[]) => {
  let at = start
  return given.map(({ rating, wait }) => {
    at += wait
    return { rating, reviewed_at: at, date: new Date(at).toISOString().slice(0, 10) }
  })
}

test('the intervals are those of ts-fsrs with the retention, and a higher one never gives a longer interval', () => {
  const wanted = fc.integer({ min: 70, max: 97 }).map((percent) => percent / 100)
  fc.assert(
    fc.property(steps, wanted, wanted, (given, one, other) => {
      const [low, high] = one < other ? [one, other] : [other, one]
      let state = newFsrs(start)
      for (const { rating, reviewed_at } of reviewsOf(given)) {
        const [long, short] = [low, high].map((retention) => rateFsrs(state, rating, reviewed_at, retention))
        expect(long?.scheduled_days).toBeGreaterThanOrEqual(short?.scheduled_days ?? 0)
        if (long?.state === 2 && long.scheduled_days > 1) {
          const own = fsrs({ request_retention: low })
          const days = own.next_interval(long.stability, 0)
          expect(Math.abs(long.scheduled_days - days)).toBeLessThanOrEqual(2)
        }
        state = short ?? state
      }
    }),
    { numRuns: runs(2_000) },
  )
})

test('the same replay gives the same dates, and one that changes nothing keeps them, whatever is around now', () => {
  fc.assert(
    fc.property(steps, arounds, arounds, (given, then, now) => {
      const once = replayRatings(fresh, reviewsOf(given), { retention: 0.9, around: then })
      expect(replayRatings(fresh, reviewsOf(given), { retention: 0.9, around: then })).toEqual(once)
      expect(replayRatings(fresh, once, { retention: 0.8, around: now })).toEqual(once)
    }),
    { numRuns: runs(1_000) },
  )
})

test('SM-2 stays as it is, whatever is wanted of FSRS and whatever is around', () => {
  fc.assert(
    fc.property(steps, arounds, (given, around) => {
      const plain = replayRatings(fresh, reviewsOf(given))
      const other = replayRatings(fresh, reviewsOf(given), { retention: 0.75, around })
      const own = ({ after: { ease_factor, interval_days, repetitions, sm2_next } }: { after: typeof fresh }) => [
        ...[ease_factor, interval_days, repetitions, sm2_next],
      ]
      expect(other.map((one) => own(one as never))).toEqual(plain.map((one) => own(one as never)))
    }),
    { numRuns: runs(1_000) },
  )
})

test('a new card has other intervals for Hard, Good and Easy', () => {
  const waits = ratings.map((rating) => stateAfterRating(fresh, { rating, reviewed_at: start, date }).fsrs?.due_at)
  expect(new Set(waits).size).toBe(4)
})

describe('cards that are made here', () => {
  test('come back on days apart where they are from one text, and not on a rest day', async () => {
    const client = await signedIn()
    const text = (one: string) => ({ question: one, answer: 'x' })
    const ids = [
      await addCard(client, text('{{c1::Bern}} is in Switzerland')),
      await addCard(client, text('Bern is in {{c2::Switzerland::where}}')),
      await addCard(client, text('Bern {{c3::is}} in Switzerland')),
    ]
    const restDays = [isoWeekday(addDays(date, 8))]
    for (const [index, id] of ids.entries())
      await rate(client, id, { id: `r${index}`, rating: 4, at: start }, { rest_days: restDays })
    const dates = await Promise.all(ids.map(async (id) => (await cardRow(client, id)).next_review))
    expect(new Set(dates).size).toBe(3)
    expect(dates[0]).not.toBe(addDays(date, 8))
    expect(await rows('SELECT DISTINCT scheduler FROM cards WHERE user_id = ?', client.userId)).toEqual([
      { scheduler: 'fsrs' },
    ])
  })

  test('take the retention of their plan, which is refused beyond its bounds by name', async () => {
    const client = await signedIn()
    const plan = await client.json('POST', '/api/v1/plans', { title: 'P', retention: 0.97 })
    const { id: plan_id, ...made } = await plan.json<{ id: string }>()
    expect(made).toMatchObject({ scheduler: 'fsrs', retention: 0.97 })
    const days = async (retention: number) => {
      expect((await client.json('PATCH', `/api/v1/plans/${plan_id}`, { retention })).status).toBe(200)
      const id = await addCard(client, { plan_id })
      await rate(client, id, { id: `r${retention}`, rating: 4, at: start })
      return JSON.parse(String((await cardRow(client, id)).fsrs)).scheduled_days as number
    }
    expect(await days(0.7)).toBeGreaterThan(await days(0.97))
    for (const retention of [0.69, 0.98, 'x', null]) {
      const refused = await client.json('PATCH', `/api/v1/plans/${plan_id}`, { retention })
      expect([refused.status, await refused.json()]).toMatchObject([422, { errors: [{ path: 'retention' }] }])
    }
    const page = await (await client.get(`/plans/${plan_id}/details`)).text()
    const form = { title: 'P', tags: '', total_hours: '', goal_id: '', project_id: '', scheduler: 'fsrs' }
    const seen = /name="seen" value="([^"]*)"/.exec(page)?.[1] ?? ''
    const send = (retention: string) => client.post(`/plans/${plan_id}/details`, { ...form, seen, retention })
    expect([(await send('0.5')).status, (await send('85 %')).status]).toEqual([422, 303])
    expect(await rows('SELECT retention FROM plans WHERE user_id = ?', client.userId)).toEqual([{ retention: 0.85 }])
  })
})

test('a plan whose first cards come with a schedule goes on by SM-2', async () => {
  const client = await signedIn()
  const id = await client.add('/plans', { title: 'P' })
  const file =
    '## Card 1 {#a}\n**Q**: a\n**A**: b\n**Ease**: 2.6\n**Interval**: 6\n**Repetitions**: 2\n**Next Review**: 2026-12-01\n'
  const put = await client.json('PUT', `/api/v1/plans/${id}/cards.md`, file, { 'Content-Type': 'text/markdown' })
  expect(put.status).toBe(200)
  expect(
    await rows(
      'SELECT p.scheduler, c.scheduler AS own, next_review FROM plans p JOIN cards c ON c.plan_id = p.id AND c.user_id = p.user_id WHERE p.user_id = ?',
      client.userId,
    ),
  ).toEqual([{ scheduler: 'sm2', own: 'sm2', next_review: '2026-12-01' }])
})

test('more new cards are given today when those of the day are done, and not tomorrow', async () => {
  const client = await signedIn({ new_cards_a_day: 1 })
  for (const question of ['a', 'b', 'c']) await addCard(client, { question })
  await client.post(
    `/review/${(await rows<{ id: string }>('SELECT id FROM cards WHERE user_id = ? ORDER BY id', client.userId))[0]?.id}`,
    { rating: '4' },
    { part: true },
  )
  const end = await (await client.get('/review')).text()
  const more = /action="(\/review\/more[^"]*)"[^>]*><button[^>]*>\s*1 more new card today/.exec(end)?.[1] ?? ''
  for (const part of [true, false]) {
    const answer = await client.post(more, {}, { part })
    expect([answer.status, answer.headers.get('Location')]).toEqual(part ? [200, null] : [303, '/review'])
  }
  // It holds for the day, wherever cards are counted.
  expect(await (await client.get('/review')).text()).toContain('Show answer')
  expect(await (await client.get('/')).text()).toMatch(/>1 card</)
  expect(await (await client.get('/api/v1/me')).text()).not.toContain('more_new_cards')
  await rows(
    'UPDATE users SET preferences = replace(preferences, \'"more_new_cards":"20\', \'"more_new_cards":"19\') WHERE id = ?',
    client.userId,
  )
  expect(await (await client.get('/review')).text()).not.toContain('Show answer')
})
