import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { extensionOf, idOf } from './testing'

const begin = Date.parse('2026-02-10T08:00:00.000Z')

stopClock(begin)

/** A person's sessions and reviews, without what depends on when they were written. */
const kept = async (userId: string) => ({
  sessions: await rows(
    `SELECT repo_name, pr_number, status, duration_seconds FROM sessions WHERE user_id = ?
     ORDER BY repo_name, pr_number, status, duration_seconds`,
    userId,
  ),
  reviews: await rows(
    'SELECT activity_type, pr_number, created_at FROM pr_review_activities WHERE user_id = ? ORDER BY 1, 2, 3',
    userId,
  ),
})

const summed = async (userId: string) => {
  const [sum] = await rows<{ seconds: number; sessions: number }>(
    "SELECT coalesce(sum(duration_seconds), 0) AS seconds, count(*) AS sessions FROM sessions WHERE user_id = ? AND status = 'completed'",
    userId,
  )
  return sum
}

/** The whole that the extension's summary says, which must be the naive sum. */
const summary = async (get: (path: string) => Promise<[number, unknown]>) => {
  const [, json] = await get('/api/stats/summary')
  const { total_seconds, total_sessions } = Object(json)
  return { seconds: total_seconds, sessions: total_sessions }
}

type Call =
  | { kind: 'start'; pr: number }
  | { kind: 'end'; pr: number; seconds: number }
  | { kind: 'review'; pr: number; minute: number; type: string }

const prs = fc.integer({ min: 1, max: 3 })
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ kind: fc.constant('start' as const), pr: prs }),
  fc.record({ kind: fc.constant('end' as const), pr: prs, seconds: fc.integer({ min: 0, max: 200_000 }) }),
  fc.record({
    kind: fc.constant('review' as const),
    pr: prs,
    minute: fc.integer({ min: 0, max: 5 }),
    type: fc.constantFrom('comment', 'approve', 'request_changes'),
  }),
)

/** Sends calls in order, each so often; ends are of the session that was opened last for their pull request. */
const play = async (calls: Call[], times: (index: number) => number) => {
  vi.setSystemTime(begin)
  const { userId } = await signedIn({ time_zone: 'Europe/Lisbon' })
  const { start, end, review, get } = await extensionOf(userId)
  const latest = new Map<number, number>()
  for (const [index, call] of calls.entries()) {
    vi.setSystemTime(begin + index * 60_000)
    for (let time = 0; time < times(index); time += 1) {
      if (call.kind === 'start') latest.set(call.pr, idOf(await start({ pr_number: call.pr })))
      else if (call.kind === 'end') {
        const id = latest.get(call.pr)
        if (id !== undefined) expect((await end(id, { duration_seconds: call.seconds }))[0]).toBe(200)
      } else {
        const created_at = new Date(begin - call.minute * 60_000).toISOString()
        await review({ pr_number: call.pr, activity_type: call.type, created_at })
      }
    }
  }
  const sums = await summed(userId)
  expect(await summary(get)).toEqual(sums)
  expect(await wrongSums(userId)).toEqual([])
  return kept(userId)
}

test('however often calls are repeated, the same is there in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { maxLength: 9 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 9 }),
      async (calls, times) => {
        const once = await play(calls, () => 1)
        expect(await play(calls, (index) => times[index] ?? 1)).toEqual(once)
      },
    ),
    { numRuns: runs(6) },
  )
})
