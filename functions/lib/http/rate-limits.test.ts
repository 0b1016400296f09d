import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rows } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { countInMemory, countRequest, dropEndedWindows, type Limit, refund } from './rate-limits'

const fresh = (limit: number, seconds = 60): Limit => ({ key: crypto.randomUUID(), limit, seconds })
const countOf = async ({ key }: Limit) =>
  (await rows<{ count: number }>('SELECT count FROM rate_limits WHERE key = ?', key))[0]?.count ?? 0

const start = Date.UTC(2026, 2, 29)

test('on a full disk a limit is counted in memory, and other failures fail', async () => {
  const broken = (message: string) =>
    new Proxy(env.DB, {
      get: (db, name) => (name === 'batch' ? () => Promise.reject(new Error(message)) : Reflect.get(db, name).bind(db)),
    })
  const limit = fresh(20)
  const full = broken('D1_ERROR: database or disk is full: SQLITE_FULL')
  const allowed: boolean[] = []
  for (let n = 0; n < 25; n += 1) allowed.push((await countInMemory(full, limit, start, true)).isAllowed)
  expect(allowed).toEqual([...Array(20).fill(true), ...Array(5).fill(false)])
  expect((await countInMemory(env.DB, limit, start + 60_000, true)).isAllowed).toBe(true)
  const other = fresh(2)
  await expect(countInMemory(broken('D1_ERROR: locked'), other, start, true)).rejects.toThrow('locked')
})

describe('a limit', () => {
  test('lets exactly as many pass of any number at once, and counts no other', async () => {
    const limit = fresh(100)
    const taken = await Promise.all(Array.from({ length: 150 }, () => countRequest(env.DB, [limit], start)))
    expect(taken.filter(({ isAllowed }) => isAllowed)).toHaveLength(100)
    expect(await countOf(limit)).toBe(100)
    expect(taken.map(({ states }) => states[0]?.remaining).sort((a = 0, b = 0) => a - b)).toEqual([
      ...Array(51).fill(0),
      ...Array.from({ length: 99 }, (_, index) => index + 1),
    ])
  })

  test('has a window that begins with the first request counted, and ends to the millisecond', async () => {
    const limit = fresh(2, 60)
    const at = async (later: number) => {
      const { isAllowed, states } = await countRequest(env.DB, [limit], start + later)
      return [isAllowed, states[0]?.remaining, states[0]?.resetSeconds]
    }
    expect(await at(0)).toEqual([true, 1, 60])
    expect(await at(30_500)).toEqual([true, 0, 30])
    expect(await at(59_999)).toEqual([false, 0, 1])
    expect(await at(60_000)).toEqual([true, 1, 60])
  })

  test('given back has room again, but only in the window it was taken from', async () => {
    const limit = fresh(1)
    const [state] = (await countRequest(env.DB, [limit], start)).states
    if (!state) throw new Error('no state')
    await refund(env.DB, state)
    expect(await countOf(limit)).toBe(0)
    await refund(env.DB, state)
    expect(await countOf(limit)).toBe(0)
    await countRequest(env.DB, [limit], start + 60_000)
    await refund(env.DB, state)
    expect(await countOf(limit)).toBe(1)
  })

  test('that is over is let go of, others stay', async () => {
    const [over, open] = [fresh(5, 10), fresh(5, 11)]
    await countRequest(env.DB, [over, open], start)
    await dropEndedWindows(env.DB, start + 10_000).run()
    expect([await countOf(over), await countOf(open)]).toEqual([0, 1])
  })
})

test('several limits at once: a request that one of them refuses is counted by none', async () => {
  const [wide, narrow] = [fresh(20, 3600), fresh(5, 60)]
  const taken = await Promise.all(Array.from({ length: 25 }, () => countRequest(env.DB, [wide, narrow], start)))
  expect(taken.filter(({ isAllowed }) => isAllowed)).toHaveLength(5)
  expect([await countOf(wide), await countOf(narrow)]).toEqual([5, 5])
})

/** Models the limits without a database: each key's requests of its window. */
const model = () => {
  const windows = new Map<string, { from: number; seconds: number; count: number }>()
  return (limits: Limit[], now: number) => {
    const open = limits.map(({ key, seconds }) => {
      const known = windows.get(key)
      return known && now < known.from + known.seconds * 1000 ? known : { from: now, seconds, count: 0 }
    })
    const isAllowed = limits.every(({ limit }, index) => (open[index]?.count ?? 0) < limit)
    if (isAllowed) {
      limits.forEach(({ key }, index) => {
        const window = open[index]
        if (window) windows.set(key, { ...window, count: window.count + 1 })
      })
    }
    const left = limits.map(({ key, limit, seconds }, index) => {
      const window = isAllowed ? windows.get(key) : open[index]
      if (!window || window.count === 0) return [limit, seconds]
      return [Math.max(0, limit - window.count), Math.ceil((window.from + window.seconds * 1000 - now) / 1000)]
    })
    return { isAllowed, left }
  }
}

test('any requests at any times pass and stand as a plain count says', async () => {
  const kinds = fc.record({ limit: fc.integer({ min: 1, max: 4 }), seconds: fc.integer({ min: 1, max: 5 }) })
  const asked = fc.record({
    later: fc.integer({ min: 0, max: 2500 }),
    of: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(kinds, kinds, kinds),
      fc.array(asked, { minLength: 10, maxLength: 40 }),
      async (chosen, requests) => {
        const limits = chosen.map(({ limit, seconds }) => fresh(limit, seconds))
        const expected = model()
        let now = start
        for (const { later, of } of requests) {
          now += later
          const held = limits.filter((_, index) => of.includes(index))
          const { isAllowed, states } = await countRequest(env.DB, held, now)
          const left = states.map(({ remaining, resetSeconds }) => [remaining, resetSeconds])
          expect({ isAllowed, left }).toEqual(expected(held, now))
        }
      },
    ),
    { numRuns: runs(20) },
  )
})

describe('a limit that is taken lightly', () => {
  const lightly = (limit: Limit, now = start, isRead = true) => countInMemory(env.DB, limit, now, isRead)

  test('writes a tenth at a time, and each one once half is used; a worker lets exactly as many pass', async () => {
    const limit = fresh(100)
    const counts: number[] = []
    for (let asked = 0; asked < 60; asked += 1) {
      expect((await lightly(limit)).states[0]?.remaining).toBe(99 - asked)
      counts.push(await countOf(limit))
    }
    expect(counts.slice(0, 10)).toEqual(Array(10).fill(0))
    expect(counts.slice(10, 22)).toEqual([...Array(11).fill(11), 22])
    expect(counts.slice(50)).toEqual(Array.from({ length: 10 }, (_, index) => 51 + index))
    const rest = await Promise.all(Array.from({ length: 60 }, () => lightly(limit)))
    expect(rest.filter(({ isAllowed }) => isAllowed)).toHaveLength(40)
  })

  test('that others used is read first, and a window that ended begins anew', async () => {
    const limit = fresh(20, 3600)
    for (let asked = 0; asked < 20; asked += 1) await countRequest(env.DB, [limit], start)
    expect((await lightly(limit)).isAllowed).toBe(false)
    expect((await lightly(limit, start + 3_600_000)).states[0]?.remaining).toBe(19)
    const unread = fresh(20, 3600)
    for (let asked = 0; asked < 19; asked += 1) await countRequest(env.DB, [unread], start)
    const allowed = await Promise.all(Array.from({ length: 10 }, () => lightly(unread, start, false)))
    // Two that were not counted, and the one that was left.
    expect(allowed.filter(({ isAllowed }) => isAllowed)).toHaveLength(3)
  })
})
