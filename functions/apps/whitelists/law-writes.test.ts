import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import type { AppRule } from '../app-rules/schema'
import { setRules, undoOwnRules } from './rules'
import { ownRules, putAppsForTest, putRule, somePackage } from './testing'

const names = ['a', 'b', 'c', 'd', 'locked', 'admins'] as const

const rule: fc.Arbitrary<AppRule | null> = fc.constantFrom(
  null,
  { is_whitelisted: 0, after: null },
  { is_whitelisted: 1, after: null },
  { is_whitelisted: 1, after: { subject: 'all', seconds: 60, period: 'day' } },
)
const wanted = fc.record({
  name: fc.constantFrom(...names),
  rule,
  label: fc.constantFrom(undefined, null, 'Mine', '🦊 <b>'),
})
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ set: fc.array(wanted, { minLength: 1, maxLength: 6 }) }) },
  fc.record({ undo: fc.nat({ max: 5 }) }),
)

type Own = { rule: AppRule; label: string | null }
type Change = { id: string; parts: { name: string; before: string | undefined; after: string | undefined }[] }

const text = (own: Own | undefined) => own && JSON.stringify([own.rule, own.label])
const owned = (kept: string): Own => {
  const [rule, label] = JSON.parse(kept)
  return { rule, label }
}

test('rules are what was set last, and taken back only where nothing was set since', async () => {
  const locked = somePackage('locked')
  await putAppsForTest({ package_name: locked, is_locked: 1 })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const { userId, heads } = await signedIn()
      const other = await signedIn()
      const packageOf = (name: string) => (name === 'locked' ? locked : `${name}.${userId}`)
      await putRule(userId, packageOf('admins'), { is_whitelisted: 0, after: null }, userId)
      await putRule(other.userId, packageOf('a'), { is_whitelisted: 1, after: null })
      const model = new Map<string, Own>()
      const changes: Change[] = []
      for (const one of steps) {
        const before = await heads()
        let isChanged: boolean
        if ('set' in one) {
          const last = [...new Map(one.set.map((item) => [item.name, item])).values()]
          const parts = last.flatMap(({ name, rule, label }) => {
            if (name === 'locked' || name === 'admins') return []
            const own = model.get(name)
            const now = rule ? { rule, label: label === undefined ? (own?.label ?? null) : label } : undefined
            return text(own) === text(now) ? [] : [{ name, before: text(own), after: text(now) }]
          })
          const done = await setRules(
            env.DB,
            { id: userId },
            one.set.map(({ name, ...rest }) => ({ package_name: packageOf(name), ...rest })),
            Date.now(),
          )
          const refused = last.flatMap(({ name }) =>
            name === 'locked' || name === 'admins'
              ? [{ package_name: packageOf(name), why: name === 'admins' ? 'admin' : name }]
              : [],
          )
          expect(done).toMatchObject({ changed: parts.length, refused })
          if (typeof done === 'object' && done.changeId) changes.push({ id: done.changeId, parts })
          for (const { name, after } of parts) {
            if (after === undefined) model.delete(name)
            else model.set(name, owned(after))
          }
          isChanged = parts.length > 0
        } else {
          const change = changes[one.undo]
          const back = change?.parts.filter(({ name, after }) => text(model.get(name)) === after) ?? []
          expect(await undoOwnRules(env.DB, { id: userId }, change?.id ?? 'nothing', Date.now())).toEqual(
            change ? { undone: back.length, kept: change.parts.length - back.length } : 'gone',
          )
          expect(await undoOwnRules(env.DB, { id: other.userId }, change?.id ?? 'nothing', Date.now())).toBe('gone')
          for (const { name, before: was } of back) {
            if (was === undefined) model.delete(name)
            else model.set(name, owned(was))
          }
          if (change && back.length > 0) changes.splice(one.undo, 1)
          isChanged = back.length > 0
        }
        const stored = [...model].map(([name, { rule, label }]) => ({
          package_name: packageOf(name),
          label,
          is_whitelisted: rule.is_whitelisted,
          after_subject: rule.after?.subject ?? null,
          after_seconds: rule.after?.seconds ?? null,
          after_period: rule.after?.period ?? null,
        }))
        expect(await ownRules(userId)).toEqual(stored.toSorted((x, y) => (x.package_name < y.package_name ? -1 : 1)))
        expect((await heads())?.whitelist_seq === before?.whitelist_seq).toBe(!isChanged)
      }
      expect(await ownRules(other.userId)).toHaveLength(1)
      expect(await rows("SELECT 1 FROM user_apps WHERE user_id = ? AND set_by = 'admin'", userId)).toHaveLength(1)
    }),
    { numRuns: runs(12) },
  )
})
