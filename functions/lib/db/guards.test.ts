import { env } from 'cloudflare:workers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { problems } from '../http/problem'
import { conflict, retry } from './retry'
import { commit, constant, isStale, orStale, sql, stale } from './sql'

const { DB } = env

const failed = (text: string) =>
  DB.batch([sql(DB)`SELECT ${constant(text)}`]).then(
    () => null,
    (error: Error) => error,
  )

test('only a guard is a guard: no other mistake in a statement looks like one', async () => {
  expect(isStale(await failed(stale.text))).toBe(true)
  for (const mistake of [
    "json('stale')",
    "json('{')",
    "json_extract('{', '$.a')",
    "json_extract('{}', 'stale')",
    '1 +',
  ])
    expect([mistake, isStale(await failed(mistake))]).toEqual([mistake, false])
  expect(await failed(`CASE WHEN true THEN 1 ELSE ${stale.text} END`)).toBeNull()
})

test('a guard after a write that missed its row rolls the batch back', async () => {
  const { userId, heads } = await signedIn()
  const before = await heads()
  const rename = (id: string) => [sql(DB)`UPDATE users SET username = 'Ada' WHERE id = ${id}`, orStale(DB)]
  expect(await commit(DB, userId, [], [...rename(userId), ...rename('nobody')])).toBe(false)
  expect(await heads()).toEqual(before)
  expect(await commit(DB, userId, [], rename(userId))).toBe(true)
})

test('malformed JSON in a write is an error at once', async () => {
  const { userId } = await signedIn()
  let attempts = 0
  const write = retry(async () => {
    attempts += 1
    return (await commit(DB, userId, [], [sql(DB)`UPDATE users SET preferences = json('{') WHERE id = ${userId}`]))
      ? 'done'
      : conflict
  })
  await expect(write).rejects.toThrow('malformed JSON')
  expect(attempts).toBe(1)
})

test('a row that goes in between is asked for again, and one that is never there is an error', async () => {
  const wait = vi.spyOn(scheduler, 'wait').mockResolvedValue()
  onTestFinished(() => wait.mockRestore())
  const { userId } = await signedIn()
  const goal = (id: string, parent: string | null) => sql(DB)`
    INSERT INTO goals (user_id, id, title, parent_id, seq, created_at, updated_at)
    VALUES (${userId}, ${id}, 'A', ${parent}, 1, 1, 1)`
  let attempts = 0
  const write = (parentOf: (attempt: number) => string | null) =>
    retry(async () => {
      attempts += 1
      return (await commit(DB, userId, [], [goal(crypto.randomUUID(), parentOf(attempts))])) ? 'done' : conflict
    })
  expect(await write((attempt) => (attempt === 1 ? 'gone' : null))).toBe('done')
  attempts = 0
  await expect(write(() => 'never')).rejects.toThrow('FOREIGN KEY')
  expect(attempts).toBe(2)
})

test('attempts that all lose end after 20 of them or 10 seconds, the last without a wait', async () => {
  const wait = vi.spyOn(scheduler, 'wait').mockResolvedValue()
  onTestFinished(() => wait.mockRestore())
  let attempts = 0
  const lose = async (): Promise<typeof conflict> => {
    attempts += 1
    return conflict
  }
  await expect(retry(lose)).rejects.toThrow(problems.busy.code)
  expect([attempts, wait.mock.calls.length]).toEqual([20, 19])
  for (const [index, [milliseconds = Number.NaN]] of wait.mock.calls.entries()) {
    expect(milliseconds).toBeGreaterThanOrEqual(0)
    expect(milliseconds).toBeLessThanOrEqual(Math.min(500, 10 * 2 ** index))
  }
  const start = Date.now()
  const now = vi.spyOn(Date, 'now').mockImplementation(() => start + 4_000 * attempts)
  onTestFinished(() => now.mockRestore())
  attempts = 0
  await expect(retry(lose)).rejects.toThrow(problems.busy.code)
  expect(attempts).toBe(3)
})
