import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import type { Rule } from '../../app-rules/schema'
import { addPeople, auditOf, newAdmin, onlyAdmin } from '../testing'
import { applyRules, type BulkRequest, previewRules, setRule, undoAdminRules } from './change'
import { adminRulesByPerson } from './queries'

const allow: Rule = { is_whitelisted: 1, after: null }
const block: Rule = { is_whitelisted: 0, after: null }
const earned: Rule = { is_whitelisted: 1, after: { subject: 'all', seconds: 3600, period: 'day' } }

let admin: Client
beforeEach(async () => {
  admin = await onlyAdmin()
})

const people = async (count: number) =>
  (await Promise.all(Array.from({ length: count }, () => signedIn()))).toSorted((a, b) =>
    a.userId < b.userId ? -1 : 1,
  )

const rulesOf = async (userIds: string[]) =>
  new Map(
    [...(await adminRulesByPerson(env.DB, userIds))].map(([id, held]) => [
      id,
      new Map([...held].map(([name, { rule }]) => [name, rule])),
    ]),
  )

const apply = (userIds: string[], rules: [string, Rule | null][]): BulkRequest => ({
  userIds,
  rules: new Map(rules),
})

/** Rules about two apps. */
const aboutTwo = (one: Rule | null, other: Rule | null): [string, Rule | null][] => [
  ['a.one', one],
  ['b.two', other],
]

/** Applies a preview and returns its change. */
const make = async (asked: BulkRequest) => {
  const { version } = await previewRules(env.DB, asked)
  const outcome = await applyRules(env.DB, admin.userId, asked, version)
  if ('preview' in outcome) throw new Error('It was not done')
  return outcome.done
}

const seqs = (clients: Client[]) => Promise.all(clients.map(async (one) => (await one.heads())?.whitelist_seq))

const ruleMaps = fc.array(
  fc.tuple(
    fc.constantFrom('a.one', 'b.two', '__proto__', 'constructor', 'f/ü%🦊'),
    fc.constantFrom(allow, block, earned, null),
  ),
  { maxLength: 5 },
)

test('what is counted before is what happens, to those people alone; and Undo brings back what was', async () => {
  const clients = await people(4)
  const ids = clients.map(({ userId }) => userId)
  await fc.assert(
    fc.asyncProperty(
      fc.array(ruleMaps, { minLength: 4, maxLength: 4 }),
      fc.subarray([1, 2, 3], { minLength: 1 }),
      ruleMaps,
      async (given, chosen, rules) => {
        await rows('DELETE FROM user_apps WHERE user_id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
        for (const [index, own] of given.entries()) await make(apply([ids[index] ?? ''], own))
        const targets = chosen.map((index) => ids[index] ?? '')
        const asked = apply(targets, rules)
        const [before, heads] = [await rulesOf(ids), await seqs(clients)]
        const { plan, version } = await previewRules(env.DB, asked)
        expect([await rulesOf(ids), await seqs(clients)]).toEqual([before, heads])

        const done = await applyRules(env.DB, admin.userId, asked, version)
        if ('preview' in done) throw new Error('It was not done')
        const after = await rulesOf(ids)

        // Naive model: one person at a time.
        const wanted = new Map(rules)
        const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 }
        for (const [index, id] of ids.entries()) {
          const expected = new Map(before.get(id))
          if (targets.includes(id)) {
            for (const [name, rule] of wanted) {
              const had = expected.get(name) ?? null
              if (JSON.stringify(had) === JSON.stringify(rule)) counts.unchanged += 1
              else if (rule === null) counts.removed += 1
              else if (had === null) counts.added += 1
              else counts.changed += 1
              if (rule === null) expected.delete(name)
              else expected.set(name, rule)
            }
          }
          expect(after.get(id)).toEqual(expected)
          const moved = JSON.stringify([...expected].sort()) !== JSON.stringify([...(before.get(id) ?? [])].sort())
          expect((await clients[index]?.heads())?.whitelist_seq !== heads[index]).toBe(moved)
        }
        expect(plan.counts).toEqual(counts)
        expect(done.done.plan.counts).toEqual(counts)

        const steps = counts.added + counts.changed + counts.removed
        const undone = await undoAdminRules(env.DB, admin.userId, done.done.changeId)
        expect(undone).toEqual(steps === 0 ? 'nothing' : expect.objectContaining({ undone: steps, kept: 0 }))
        expect(await rulesOf(ids)).toEqual(before)
        expect(await undoAdminRules(env.DB, admin.userId, done.done.changeId)).toBe('nothing')
      },
    ),
    { numRuns: runs(6) },
  )
})

describe('two admins at once', () => {
  test('an edit that saw another rule, or none, is not written, and learns what there is', async () => {
    const [second, person] = [await newAdmin(), await signedIn()]
    const about = { user_id: person.userId, package_name: 'a.one' }
    const set = (by: Client, rule: Rule | null, seen?: number | null) => setRule(env.DB, by.userId, about, rule, seen)
    expect(await set(admin, allow, null)).toMatchObject({ before: null })
    const [seq] = (
      await rows<{ seq: number }>('SELECT updated_at AS seq FROM user_apps WHERE user_id = ?', person.userId)
    ).map((row) => row.seq)
    expect(await set(second, block, null)).toMatchObject({ stale: { rule: allow, seq } })
    expect(await set(second, block, seq)).toMatchObject({ done: expect.any(String) })
    expect(await set(admin, null, seq)).toMatchObject({ stale: { rule: block, seq: expect.any(Number) } })
    // Two equal edits are no conflict.
    expect(await set(admin, block, seq)).toMatchObject({ done: null })
    expect(await set(admin, earned)).toMatchObject({ before: { rule: block } })
    expect(await auditOf(person.userId)).toMatchObject([
      {
        admin_id: admin.userId,
        action: 'rules',
        before: '{"a.one":null}',
        after: '{"a.one":{"is_whitelisted":true,"after":null}}',
      },
      { admin_id: second.userId },
      { admin_id: admin.userId },
    ])
    expect((await person.heads())?.whitelist_seq).toBe(3)
  })

  test('a preview that is outdated is made again, by whatever outdated it, and nothing is written', async () => {
    const [one, two] = await people(2)
    const ids = [one?.userId ?? '', two?.userId ?? '']
    const asked = apply(ids, aboutTwo(allow, null))
    await make(apply([ids[1] ?? ''], [['a.one', allow]]))
    const outdated = [
      () => setRule(env.DB, admin.userId, { user_id: ids[0] ?? '', package_name: 'a.one' }, block),
      () => setRule(env.DB, admin.userId, { user_id: ids[0] ?? '', package_name: 'b.two' }, block),
      () => setRule(env.DB, admin.userId, { user_id: ids[1] ?? '', package_name: 'a.one' }, null),
      () => rows('DELETE FROM users WHERE id = ?', ids[1]),
    ]
    for (const outdate of outdated) {
      const { version } = await previewRules(env.DB, asked)
      await outdate()
      const before = await rulesOf(ids)
      expect(await applyRules(env.DB, admin.userId, asked, version)).toEqual({
        preview: await previewRules(env.DB, asked),
      })
      expect(await rulesOf(ids)).toEqual(before)
    }
  })

  test('twenty who apply two changes leave one of them whole, in every row', async () => {
    const clients = await people(5)
    const ids = clients.map(({ userId }) => userId)
    const asked = [apply(ids, aboutTwo(allow, allow)), apply(ids, aboutTwo(block, block))]
    await Promise.all(
      Array.from({ length: 10 }, () => asked.map((one) => applyRules(env.DB, admin.userId, one, undefined))).flat(),
    )
    const found = [...(await rulesOf(ids)).values()].flatMap((rules) => [...rules.values()])
    expect(found).toHaveLength(10)
    expect(new Set(found.map(({ is_whitelisted }) => is_whitelisted)).size).toBe(1)
  })
})

test('an Undo leaves alone what was changed since, and who is gone', async () => {
  const [one, two, three] = (await people(3)).map(({ userId }) => userId)
  const ids = [one ?? '', two ?? '', three ?? '']
  const { changeId } = await make(apply(ids, aboutTwo(allow, block)))
  await setRule(env.DB, admin.userId, { user_id: ids[0] ?? '', package_name: 'a.one' }, earned)
  await rows('DELETE FROM users WHERE id = ?', ids[2])
  expect(await undoAdminRules(env.DB, admin.userId, changeId)).toEqual({ people: 2, undone: 3, kept: 3 })
  expect([...(await rulesOf(ids)).values()].map((rules) => [...rules])).toEqual([[['a.one', earned]], [], []])
  expect((await auditOf(ids[1] ?? '')).at(-1)).toMatchObject({
    action: 'rules',
    before: expect.stringContaining('"a.one":{"is_whitelisted":true'),
    after: '{"a.one":null,"b.two":null}',
  })
})

test('an Undo finds rules by whatever name', async () => {
  const [one] = await people(1)
  const names = ['a"b\\c', 'é😀', '__proto__', "o'ne"]
  const rules = names.map((name): [string, Rule] => [name, block])
  const { changeId } = await make(apply([one?.userId ?? ''], rules))
  expect(await undoAdminRules(env.DB, admin.userId, changeId)).toEqual({ people: 1, undone: 4, kept: 0 })
})

test('who is no admin any more writes nothing', async () => {
  const [second, person] = [await newAdmin(), await signedIn()]
  await rows("UPDATE users SET role = 'user' WHERE id = ?", second.userId)
  const asked = apply([person.userId], [['a.one', allow]])
  await expect(applyRules(env.DB, second.userId, asked, undefined)).rejects.toThrow('admins_only')
  await expect(
    setRule(env.DB, second.userId, { user_id: person.userId, package_name: 'a.one' }, allow),
  ).rejects.toThrow('admins_only')
  expect((await person.heads())?.whitelist_seq).toBe(0)
  expect(await auditOf(person.userId)).toEqual([])
})

test('a hundred rules for three hundred people are one batch', async () => {
  const ids = await addPeople(300, Date.now())
  const rules = Array.from({ length: 100 }, (_, index): [string, Rule] => [`org.example.app${index}`, allow])
  const asked = apply(ids, rules)
  const { plan, version } = await previewRules(env.DB, asked)
  expect(plan.counts).toEqual({ added: 30_000, changed: 0, removed: 0, unchanged: 0 })
  expect(await applyRules(env.DB, admin.userId, asked, version)).toMatchObject({ done: { people: 300 } })
  const [found] = await rows(
    'SELECT count(*) AS count FROM user_apps WHERE user_id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  )
  expect(found).toEqual({ count: 30_000 })
  await rows("DELETE FROM users WHERE email LIKE '%@people.example'")
})
