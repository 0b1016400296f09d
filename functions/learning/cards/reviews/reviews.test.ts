import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { putPlan } from '../../plans/testing'
import { newFsrs, rateFsrs } from '../schedule/fsrs'
import { ratings } from '../schedule/sm2'
import { addCard, cardRow, rate, reviewRows, undo } from './testing'

const start = Date.UTC(2026, 2, 27, 12)

const steps = fc.array(
  fc.record({ rating: fc.constantFrom(...ratings), wait: fc.integer({ min: 0, max: 20 * 86_400_000 }) }),
  { minLength: 1, maxLength: 5 },
)

/** Ratings with ids and moments, in their order. */
const reviewsOf = (given: { rating: 1 | 2 | 3 | 4; wait: number }[]) => {
  let at = start
  return given.map(({ rating, wait }, index) => {
    at += wait
    return { id: `r${index}`, rating, at }
  })
}

describe('a review', () => {
  test('is undone to the row that was before, one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const client = await signedIn()
        const id = await addCard(client)
        const before = []
        for (const review of reviewsOf(given)) {
          before.push(await cardRow(client, id))
          await rate(client, id, review)
        }
        for (const row of before.toReversed()) {
          await undo(client, id)
          expect(await cardRow(client, id)).toEqual(row)
        }
        expect(await undo(client, id)).toBe('none')
        expect(await reviewRows(client, id)).toEqual([])
      }),
      { numRuns: 10 },
    )
  })

  test('counts in the order of its moment, whenever it arrives', async () => {
    const orders = steps.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray([...given.keys()], { minLength: given.length })),
    )
    await fc.assert(
      fc.asyncProperty(orders, async ([given, order]) => {
        // Other cards decide the day, so each has a person of its own.
        const [client, second] = [await signedIn(), await signedIn()]
        const [one, other] = [await addCard(client), await addCard(second)]
        const reviews = reviewsOf(given)
        for (const { id, ...review } of reviews) await rate(client, one, { ...review, id: `a${id}` })
        for (const index of order) {
          const review = reviews[index]
          if (review) await rate(second, other, { ...review, id: `b${review.id}` })
        }
        const { id: _one, created_at: _a, updated_at: _u, user_id: _c, ...expected } = await cardRow(client, one)
        const { id: _other, created_at: _b, updated_at: _v, user_id: _d, ...late } = await cardRow(second, other)
        expect(late).toEqual(expected)
        const chain = (await reviewRows(second, other)).map(({ id, before, after, is_first }) => ({
          id: String(id).slice(1),
          before: { ...JSON.parse(String(before)), updated_at: 0 },
          after: { ...JSON.parse(String(after)), updated_at: 0 },
          is_first,
        }))
        expect(chain.map(({ id }) => id)).toEqual(reviews.map(({ id }) => id))
        expect(chain.map(({ is_first }) => is_first)).toEqual(reviews.map((_, index) => Number(index === 0)))
        for (const [index, { before }] of chain.slice(1).entries()) expect(before).toEqual(chain[index]?.after)
      }),
      { numRuns: 10 },
    )
  })

  test('that is sent twice, or by two devices at once, is kept once each', async () => {
    const client = await signedIn()
    const id = await addCard(client)
    const body = (review: string, minutes: number) => ({
      id: review,
      rating: 3,
      reviewed_at: new Date(Date.now() - minutes * 60_000).toISOString(),
    })
    const [phone, laptop] = [body('phone', 1), body('laptop', 2)]
    const path = `/api/v1/cards/${id}/reviews`
    const answers = await Promise.all([phone, laptop, phone, laptop].map((one) => client.json('POST', path, one)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200])
    expect((await reviewRows(client, id)).map(({ id }) => id)).toEqual(['laptop', 'phone'])
    expect(await cardRow(client, id)).toMatchObject({ repetitions: 2, interval_days: 6 })
    const other = await addCard(client)
    const taken = await client.json('POST', `/api/v1/cards/${other}/reviews`, phone)
    expect(taken.status).toBe(422)
    expect(await reviewRows(client, other)).toEqual([])
  })

  test.each([
    ['before the clocks go forward', 'Europe/Berlin', 0, '2026-03-28T22:59:00Z', '2026-03-28', '2026-03-29'],
    ['on the day of 23 hours', 'Europe/Berlin', 0, '2026-03-29T21:59:00Z', '2026-03-29', '2026-03-30'],
    ['on the day of 25 hours', 'Europe/Berlin', 0, '2026-10-25T22:59:00Z', '2026-10-25', '2026-10-26'],
    ['before the day starts', 'Europe/Berlin', 240, '2026-06-10T01:59:00Z', '2026-06-09', '2026-06-10'],
    ['east of the date line', 'Pacific/Kiritimati', 0, '2026-06-10T10:00:00Z', '2026-06-11', '2026-06-12'],
    ['west of it', 'Pacific/Pago_Pago', 0, '2026-06-10T10:00:00Z', '2026-06-09', '2026-06-10'],
    ['over a day that a zone skipped', 'Pacific/Apia', 0, '2011-12-30T09:59:00Z', '2011-12-29', '2011-12-30'],
  ])('counts on the person’s own day: %s', async (_, time_zone, day_start_minute, moment, date, next) => {
    const client = await signedIn()
    const id = await addCard(client)
    const review = { id: 'r', rating: 3, at: Date.parse(moment) } as const
    expect(await rate(client, id, review, { time_zone, day_start_minute })).toMatchObject({ review: { date } })
    expect(await cardRow(client, id)).toMatchObject({ sm2_next: next })
  })

  test('keeps both schedulers, and a plan that switches has the dates of the other', async () => {
    const client = await signedIn()
    await putPlan(client, 'p', 'P')
    const id = await addCard(client, { plan_id: 'p' })
    const reviews = reviewsOf(ratings.map((rating) => ({ rating, wait: 5 * 86_400_000 })))
    for (const review of reviews) await rate(client, id, review)
    const before = await cardRow(client, id)
    const replayed = reviews.reduce(
      (state, { rating, at }) => rateFsrs(state, rating, at),
      newFsrs(reviews[0]?.at ?? 0),
    )
    expect(JSON.parse(String(before.fsrs))).toEqual(replayed)
    await rows("UPDATE plans SET scheduler = 'fsrs' WHERE user_id = ?", client.userId)
    expect(await cardRow(client, id)).toEqual({ ...before, scheduler: 'fsrs', next_review: before.fsrs_next })
    await rows("UPDATE plans SET scheduler = 'sm2' WHERE user_id = ?", client.userId)
    expect(await cardRow(client, id)).toEqual(before)
    expect(before.next_review).toBe(before.sm2_next)
  })
})

test('a review keeps its moment, however long ago it was', async () => {
  const client = await signedIn()
  const [card_id, now] = [await addCard(client), Date.now()]
  const moments = [0, 29, 30, 31, 400, 4_000].map((days) => new Date(now - days * 86_400_000).toISOString())
  const reviews = moments.slice(3).map((reviewed_at, n) => ({ id: `sent-${n}`, card_id, rating: 3, reviewed_at }))
  await client.json('POST', '/api/v1/sync', { state: { device_id: 'phone' }, reviews })
  for (const reviewed_at of moments.slice(0, 3))
    await client.json('POST', `/api/v1/cards/${card_id}/reviews`, { rating: 3, reviewed_at })
  const kept = 'SELECT reviewed_at FROM card_reviews WHERE user_id = ? ORDER BY reviewed_at DESC'
  expect(
    (await rows<{ reviewed_at: number }>(kept, client.userId)).map((row) => new Date(row.reviewed_at).toISOString()),
  ).toEqual(moments)
})
