import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import type { AppRule } from '../../app-rules/schema'
import { addPeople, auditOf, newAdmin, onlyAdmin } from '../testing'
import { setAdminRules, undoAdminRules } from './change'
import { adminRulesByPerson } from './queries'

const allow: AppRule = { is_whitelisted: 1, after: null }
const block: AppRule = { is_whitelisted: 0, after: null }
const earned: AppRule = { is_whitelisted: 1, after: { subject: 'all', seconds: 3600, period: 'day' } }

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

/** Rules about two apps. */
const aboutTwo = (one: AppRule | null, other: AppRule | null): Edits => [
  { package_name: 'a.one', rule: one },
  { package_name: 'b.two', rule: other },
]

type Edits = Parameters<typeof setAdminRules>[3]

const set = (userIds: string[], edits: Edits, by = admin) => setAdminRules(env.DB, by.userId, userIds, edits)

const undo = (changeId: string | null) => undoAdminRules(env.DB, admin.userId, changeId ?? '')

const seqs = (clients: Client[]) => Promise.all(clients.map(async (one) => (await one.heads())?.whitelist_seq))

const edits = fc.array(
  fc.record({
    package_name: fc.constantFrom('a.one', 'b.two', '__proto__', 'constructor', 'f/ü%🦊'),
    rule: fc.constantFrom(allow, block, earned, null),
  }),
  { maxLength: 5 },
)

test('what is counted is what happened, to those people alone; and Undo brings back what was', async () => {
  const clients = await people(4)
  const ids = clients.map(({ userId }) => userId)
  await fc.assert(
    fc.asyncProperty(
      fc.array(edits, { minLength: 4, maxLength: 4 }),
      fc.subarray([1, 2, 3], { minLength: 1 }),
      edits,
      async (given, chosen, rules) => {
        await rows('DELETE FROM user_apps WHERE user_id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
        for (const [index, own] of given.entries()) await set([ids[index] ?? ''], own)
        const targets = chosen.map((index) => ids[index] ?? '')
        const [before, heads] = [await rulesOf(ids), await seqs(clients)]
        const done = await set(targets, rules)
        const after = await rulesOf(ids)

        // Naive model: one person at a time.
        const wanted = new Map(rules.map(({ package_name, rule }) => [package_name, rule]))
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
        expect(done.counts).toEqual(counts)

        const steps = counts.added + counts.changed + counts.removed
        expect(done.changeId === null).toBe(steps === 0)
        expect(await undo(done.changeId)).toEqual(
          steps === 0 ? 'nothing' : expect.objectContaining({ undone: steps, kept: 0 }),
        )
        expect(await rulesOf(ids)).toEqual(before)
        expect(await undo(done.changeId)).toBe('nothing')
      },
    ),
    { numRuns: runs(6) },
  )
})

describe('two admins at once', () => {
  test('an edit that saw another rule, or none, is not written; two equal edits are no conflict', async () => {
    const [second, person] = [await newAdmin(), await signedIn()]
    const one = async (by: Client, rule: AppRule | null, seen?: number) => {
      const { stale, counts } = await set([person.userId], [{ package_name: 'a.one', rule, seen }], by)
      return stale.length > 0 ? 'stale' : counts
    }
    expect(await one(second, block, 1)).toBe('stale')
    expect(await one(admin, allow)).toMatchObject({ added: 1 })
    const [seq] = (
      await rows<{ seq: number }>('SELECT updated_at AS seq FROM user_apps WHERE user_id = ?', person.userId)
    ).map((row) => row.seq)
    expect(await one(second, block, seq)).toMatchObject({ changed: 1 })
    expect(await one(admin, null, seq)).toBe('stale')
    expect(await one(admin, block, seq)).toMatchObject({ unchanged: 1 })
    expect(await one(admin, earned)).toMatchObject({ changed: 1 })
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

  test('twenty who make two changes leave one of them whole, in every row', async () => {
    const clients = await people(5)
    const ids = clients.map(({ userId }) => userId)
    const asked = [aboutTwo(allow, allow), aboutTwo(block, block)]
    await Promise.all(Array.from({ length: 10 }, () => asked.map((one) => set(ids, one))).flat())
    const found = [...(await rulesOf(ids)).values()].flatMap((rules) => [...rules.values()])
    expect(found).toHaveLength(10)
    expect(new Set(found.map(({ is_whitelisted }) => is_whitelisted)).size).toBe(1)
  })
})

test('a change leaves out the state that a restore keeps; its Undo leaves alone what was changed since, and who is gone', async () => {
  const [one, two, three, kept] = (await people(4)).map(({ userId }) => userId)
  const ids = [one ?? '', two ?? '', three ?? '']
  await rows('UPDATE users SET shadow_of = ? WHERE id = ?', one, kept)
  const { changeId } = await set([...ids, kept ?? ''], aboutTwo(allow, block))
  await set([ids[0] ?? ''], [{ package_name: 'a.one', rule: earned }])
  await rows('DELETE FROM users WHERE id = ?', ids[2])
  expect(await undo(changeId)).toEqual({ people: 2, undone: 3, kept: 3 })
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
  const rules = names.map((package_name) => ({ package_name, rule: block }))
  const { changeId } = await set([one?.userId ?? ''], rules)
  expect(await undo(changeId)).toEqual({ people: 1, undone: 4, kept: 0 })
})

test('who is no admin any more writes nothing', async () => {
  const [second, person] = [await newAdmin(), await signedIn()]
  await rows("UPDATE users SET role = 'user' WHERE id = ?", second.userId)
  const edit = { package_name: 'a.one', rule: allow }
  await expect(set([person.userId], [edit], second)).rejects.toThrow('admins_only')
  expect((await person.heads())?.whitelist_seq).toBe(0)
  expect(await auditOf(person.userId)).toEqual([])
})

test('a hundred rules for three hundred people are one batch', async () => {
  const ids = await addPeople(300, Date.now())
  const rules = Array.from({ length: 100 }, (_, index) => ({ package_name: `org.example.app${index}`, rule: allow }))
  const { counts } = await set(ids, rules)
  expect(counts).toEqual({ added: 30_000, changed: 0, removed: 0, unchanged: 0 })
  const [found] = await rows(
    'SELECT count(*) AS count FROM user_apps WHERE user_id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  )
  expect(found).toEqual({ count: 30_000 })
  await rows("DELETE FROM users WHERE email LIKE '%@people.example'")
})
