import { env } from 'cloudflare:workers'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { advanceCatalogue } from '../admin/commit'
import type { AppRule } from '../app-rules/schema'
import { earnedRuleLimit, ownRuleLimit, setRules, undoOwnRules } from './rules'
import { ownRules, putAppsForTest, putRule, somePackage } from './testing'

const allow: AppRule = { is_whitelisted: 1, after: null }
const block: AppRule = { is_whitelisted: 0, after: null }
const earned: AppRule = { is_whitelisted: 1, after: { subject: 'all', seconds: 60, period: 'day' } }

const many = (count: number, rule: AppRule | null, name = 'many') =>
  Array.from({ length: count }, (_, index) => ({ package_name: `${name}.${index}`, rule }))

const set = (userId: string, ...wanted: Parameters<typeof setRules>[2]) =>
  setRules(env.DB, { id: userId }, wanted, Date.now())
const undo = (userId: string, done: Awaited<ReturnType<typeof set>>, now = Date.now()) =>
  undoOwnRules(env.DB, { id: userId }, done.changeId || 'nothing', now)

/** Wraps the database so that something else is written before each of the first `times` writes. */
const interrupted = (times: number, between: () => Promise<unknown>) => {
  let left = times
  return new Proxy(env.DB, {
    get: (db, name) => {
      if (name === 'batch') {
        return async (statements: D1PreparedStatement[]) => {
          if (left > 0) await between()
          left -= 1
          return db.batch(statements)
        }
      }
      const value: unknown = Reflect.get(db, name)
      return typeof value === 'function' ? value.bind(db) : value
    },
  })
}

describe('many rules', () => {
  test('are set and taken back at once, up to as many as there can be', async () => {
    const { userId, heads } = await signedIn()
    const done = await set(userId, ...many(ownRuleLimit, allow))
    expect(done).toMatchObject({ changed: ownRuleLimit, refused: [] })
    const [over, first] = ['many.over', 'many.0']
    const before = await heads()
    const full = { changeId: null, changed: 0, refused: [{ package_name: over, label: over, why: 'full' }] }
    expect(await set(userId, { package_name: over, rule: allow })).toEqual(full)
    expect(await heads()).toEqual(before)
    expect(await set(userId, { package_name: first, rule: null }, { package_name: over, rule: block })).toMatchObject({
      changed: 2,
      refused: [],
    })
    expect(await undo(userId, done)).toEqual({ undone: ownRuleLimit - 1, kept: 1 })
    expect(await ownRules(userId)).toMatchObject([{ package_name: over, is_whitelisted: 0 }])
  })

  test('that wait for time are a few at most, given back ones too', async () => {
    const { userId } = await signedIn()
    const [one, other] = [many(earnedRuleLimit + 1, earned), many(earnedRuleLimit, earned, 'others')]
    expect(await set(userId, ...one)).toMatchObject({
      changed: earnedRuleLimit,
      refused: [{ package_name: `many.${earnedRuleLimit}`, why: 'full_of_earned' }],
    })
    const gone = await set(userId, ...one.map((wanted) => ({ ...wanted, rule: null })))
    expect(await set(userId, ...other)).toMatchObject({ changed: earnedRuleLimit, refused: [] })
    expect(await undo(userId, gone)).toEqual({ undone: 0, kept: earnedRuleLimit })
    expect(await ownRules(userId)).toHaveLength(earnedRuleLimit)
  })
})

describe('a change', () => {
  test('is taken back under a lock and an admin’s rule', async () => {
    const { userId } = await signedIn()
    const [locked, theirs] = [somePackage(), somePackage()]
    await set(userId, { package_name: locked, rule: allow, label: 'Mine' }, { package_name: theirs, rule: allow })
    const done = await set(userId, { package_name: locked, rule: null }, { package_name: theirs, rule: block })
    await putAppsForTest({ package_name: locked, is_whitelisted: 0, is_locked: 1 })
    await putRule(userId, theirs, block, userId)
    expect(await undo(userId, done)).toEqual({ undone: 2, kept: 0 })
    const stored = Object.fromEntries((await ownRules(userId)).map((rule) => [rule.package_name, rule]))
    expect(stored[locked]).toMatchObject({ label: 'Mine', is_whitelisted: 1 })
    expect(stored[theirs]).toMatchObject({ is_whitelisted: 1 })
  })

  test('keeps the id and the beginning of a rule that it gives back', async () => {
    const { userId } = await signedIn()
    const app = { package_name: somePackage(), rule: earned, label: '🦊' }
    await set(userId, app)
    const stored = () => rows('SELECT id, label, created_at, after_subject FROM user_apps WHERE user_id = ?', userId)
    const before = await stored()
    expect(await undo(userId, await set(userId, { ...app, rule: null }))).toEqual({ undone: 1, kept: 0 })
    expect(await stored()).toEqual(before)
  })

  test('is taken back once, by its person, within 30 days', async () => {
    const [{ userId }, other] = [await signedIn(), await signedIn()]
    const days = 24 * 60 * 60 * 1000
    const one = await set(userId, { package_name: 'a', rule: allow })
    expect(await undo(other.userId, one)).toBe('gone')
    expect(await undo(userId, one, Date.now() + 31 * days)).toBe('gone')
    expect(await undo(userId, one, Date.now() + 29 * days)).toEqual({ undone: 1, kept: 0 })
    expect(await undo(userId, one)).toBe('gone')
    await set(userId, { package_name: 'b', rule: allow })
    await setRules(env.DB, { id: userId }, [{ package_name: 'c', rule: allow }], Date.now() + 31 * days)
    expect(
      await rows("SELECT value ->> 'id' AS package_name FROM change_parts, json_each(rows) WHERE user_id = ?", userId),
    ).toEqual([{ package_name: 'c' }])
  })
})

describe('what is written between planning and writing counts', () => {
  test('a lock and an admin’s rule', async () => {
    const { userId } = await signedIn()
    const [locked, theirs] = [somePackage(), somePackage()]
    const both = async () => {
      await putAppsForTest({ package_name: locked, is_locked: 1 })
      await putRule(userId, theirs, block, userId)
    }
    const wanted = [locked, theirs].map((package_name) => ({ package_name, rule: allow }))
    const done = await setRules(interrupted(1, both), { id: userId }, wanted, Date.now())
    const refused = [
      { package_name: locked, label: locked, why: 'locked' },
      { package_name: theirs, label: theirs, why: 'admin' },
    ]
    expect(done).toEqual({ changeId: null, changed: 0, refused })
    expect(await ownRules(userId)).toEqual([])
  })

  test('a lock alone: the defaults have a sequence of their own', async () => {
    const { userId } = await signedIn()
    const locked = somePackage()
    const lock = () => putAppsForTest({ package_name: locked, is_locked: 1 })
    const wanted = [{ package_name: locked, rule: allow }]
    const done = await setRules(interrupted(1, lock), { id: userId }, wanted, Date.now())
    expect(done).toMatchObject({ refused: [{ package_name: locked, why: 'locked' }] })
    expect(await ownRules(userId)).toEqual([])
  })

  test('other rules, which Undo leaves alone', async () => {
    const { userId } = await signedIn()
    const done = await set(userId, { package_name: 'a', rule: allow }, { package_name: 'b', rule: allow })
    const other = () => set(userId, { package_name: 'a', rule: block })
    expect(await undoOwnRules(interrupted(1, other), { id: userId }, done.changeId ?? '', Date.now())).toEqual({
      undone: 1,
      kept: 1,
    })
    expect(await ownRules(userId)).toMatchObject([{ package_name: 'a', is_whitelisted: 0 }])
  })

  test('again and again, until it is given up', async () => {
    const wait = vi.spyOn(scheduler, 'wait').mockResolvedValue()
    onTestFinished(() => wait.mockRestore())
    const { userId } = await signedIn()
    const between = () => env.DB.batch([advanceCatalogue(env.DB)])
    const busy = interrupted(Number.POSITIVE_INFINITY, between)
    const refused = setRules(busy, { id: userId }, [{ package_name: 'a', rule: allow }], Date.now())
    await expect(refused).rejects.toMatchObject({ problem: { status: 409, code: 'busy' } })
    expect(await ownRules(userId)).toEqual([])
  })
})
