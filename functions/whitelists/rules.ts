import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { type AppRules, readAppRules } from '../app-rules/queries'
import { type Rule, RuleRow } from '../app-rules/schema'
import { type ChangeKey, dropImages, imagedKeys, readImages, withImages } from '../changes/images'
import { ownRules } from '../changes/tables'
import type { User } from '../lib/env'
import { declare } from '../lib/reads'
import { recoverableSince } from '../lib/recoverable'
import { commitPlanned, type Planned } from '../lib/retry'
import { jsonChunks, sql } from '../lib/sql'

export const ownRuleLimit = 10_000

/** Rules with an unlock condition are checked whenever time under their subject is tracked. */
export const earnedRuleLimit = 100

/** `rule` null removes the person's rule. */
export type RuleEdit = {
  package_name: string
  rule: Rule | null
  label?: string | null
  /** Version that the edit was made from; undefined overwrites any. */
  seen?: number
}

/** A rule is refused under a locked default or an admin's rule, above a limit, or when the edit is stale. */
export type RefusalReason = 'locked' | 'admin' | 'full' | 'full_of_earned' | 'stale'

export type RefusedRule = { package_name: string; why: RefusalReason }

/** Image of an own rule for Undo. */
const OwnRule = RuleRow.pick({
  id: true,
  label: true,
  is_whitelisted: true,
  after_subject: true,
  after_seconds: true,
  after_period: true,
  created_at: true,
})
type OwnRule = z.infer<typeof OwnRule>

type RuleChange = { package_name: string; before: OwnRule | null; after: OwnRule | null }

type RuleCounts = { rules: number; earned: number }

const isSame = (one: OwnRule | null, other: OwnRule | null) =>
  one === other ||
  (one !== null &&
    other !== null &&
    one.label === other.label &&
    one.is_whitelisted === other.is_whitelisted &&
    one.after_subject === other.after_subject &&
    one.after_seconds === other.after_seconds &&
    one.after_period === other.after_period)

/** Checks the limits while counting changes. */
const limitChecker = ({ rules, earned }: RuleCounts) => {
  const isEarned = (rule: OwnRule | null) => Number(rule !== null && rule.after_subject !== null)
  return ({ before, after }: RuleChange): RefusalReason | undefined => {
    const more = Number(after !== null) - Number(before !== null)
    const moreEarned = isEarned(after) - isEarned(before)
    if (more > 0 && rules >= ownRuleLimit) return 'full'
    if (moreEarned > 0 && earned >= earnedRuleLimit) return 'full_of_earned'
    rules += more
    earned += moreEarned
    return undefined
  }
}

type PlanInput = { rules: Map<string, AppRules>; counts: RuleCounts; now: number; newId: () => string }

/**
 * If an app is edited twice, the last edit counts.
 * @param input present rules of the apps, how many there are, and the time in epoch ms
 */
export const planRules = (edits: RuleEdit[], { rules, counts, now, newId }: PlanInput) => {
  const changes: RuleChange[] = []
  const refused: RefusedRule[] = []
  const exceeded = limitChecker(counts)
  const last = new Map(edits.map((one) => [one.package_name, one]))
  for (const { package_name, rule, label, seen } of last.values()) {
    const { app, admin, own } = rules.get(package_name) ?? { app: null, admin: null, own: null }
    const before = own && OwnRule.parse(own)
    const after = rule && {
      id: own?.id ?? newId(),
      label: label === undefined ? (own?.label ?? null) : label,
      is_whitelisted: rule.is_whitelisted,
      after_subject: rule.after?.subject ?? null,
      after_seconds: rule.after?.seconds ?? null,
      after_period: rule.after?.period ?? null,
      created_at: own?.created_at ?? now,
    }
    const change = { package_name, before, after }
    const forbidden = app?.is_locked === 1 ? 'locked' : admin ? 'admin' : undefined
    const isStale = seen !== undefined && seen !== own?.seq
    const why = forbidden ?? (isSame(before, after) ? undefined : isStale ? 'stale' : exceeded(change))
    if (why) refused.push({ package_name, why })
    else if (!isSame(before, after)) changes.push(change)
  }
  return { changes, refused }
}

/** Plans the undo of a change. Rules that were edited since stay. */
const planUndo = (images: RuleChange[], { rules, counts }: Pick<PlanInput, 'rules' | 'counts'>) => {
  const exceeded = limitChecker(counts)
  const changes = images.flatMap(({ package_name, before, after }) => {
    const own = rules.get(package_name)?.own ?? null
    const change = {
      package_name,
      before: own && OwnRule.parse(own),
      after: before && { ...before, id: own?.id ?? before.id },
    }
    return isSame(own, after) && exceeded(change) === undefined ? [change] : []
  })
  return { changes, keptCount: images.length - changes.length }
}

type Person = Pick<User, 'id'>

/** Guard: rolls the batch back if the catalogue changed after `seq`. */
const guardCatalogue = (db: D1Database, seq: number) =>
  sql(db)`SELECT CASE WHEN seq = ${seq} THEN 1 ELSE json('stale') END FROM app_catalogue WHERE id = 1`

const catalogueSeq = async (db: D1Database) =>
  (await sql(db)`SELECT seq FROM app_catalogue WHERE id = 1`.first<{ seq: number }>())?.seq ?? 0

const countRules = async (db: D1Database, userId: string): Promise<RuleCounts> =>
  (await sql(db)`
    SELECT (SELECT count(*) FROM user_apps WHERE user_id = ${userId} AND set_by = 'user') AS rules,
      (SELECT count(*) FROM user_apps
        WHERE user_id = ${userId} AND set_by = 'user' AND after_subject IS NOT NULL) AS earned`.first<RuleCounts>()) ?? {
    rules: 0,
    earned: 0,
  }

/** Starts the reads from which `setRules` plans, with the first ones of a request. */
export const rememberRules = (db: D1Database, userId: string, names: string[]) =>
  declare(catalogueSeq(db), countRules(db, userId), readAppRules(db, userId, names))

const putRules = (db: D1Database, userId: string, changes: RuleChange[], now: number) =>
  jsonChunks(changes.flatMap(({ package_name, after }) => (after ? [{ package_name, ...after }] : []))).map(
    (chunk) => sql(db)`
      INSERT INTO user_apps (user_id, id, package_name, set_by, label, is_whitelisted, after_subject, after_seconds,
        after_period, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'package_name', 'user', value ->> 'label', value ->> 'is_whitelisted',
        value ->> 'after_subject', value ->> 'after_seconds', value ->> 'after_period',
        (SELECT seq FROM change_heads WHERE user_id = ${userId}), value ->> 'created_at', ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, package_name, set_by) DO UPDATE
      SET label = excluded.label, is_whitelisted = excluded.is_whitelisted, after_subject = excluded.after_subject,
        after_seconds = excluded.after_seconds, after_period = excluded.after_period, seq = excluded.seq,
        updated_at = excluded.updated_at`,
  )

const dropRules = (db: D1Database, userId: string, changes: RuleChange[]) =>
  jsonChunks(changes.flatMap(({ package_name, after }) => (after ? [] : [package_name]))).map(
    (chunk) => sql(db)`
      DELETE FROM user_apps
      WHERE user_id = ${userId} AND set_by = 'user' AND package_name IN (SELECT value FROM json_each(${chunk}))`,
  )

const writeRules = (db: D1Database, userId: string, changes: RuleChange[], now: number) => [
  ...dropRules(db, userId, changes),
  ...putRules(db, userId, changes, now),
]

const StoredRule = z
  .string()
  .transform((json): unknown => JSON.parse(json))
  .pipe(OwnRule.nullable())

const readChange = async (db: D1Database, of: ChangeKey, now: number): Promise<RuleChange[]> => {
  const images = await readImages(db, of, ownRules, recoverableSince(now))
  return images.map(({ key, was, is }) => ({
    package_name: key,
    before: StoredRule.parse(was),
    after: StoredRule.parse(is),
  }))
}

/** Plans a change of a person's rules and commits it; plans again if their rows or the catalogue changed in between. */
const commitRules = <T>(db: D1Database, userId: string, plan: () => Promise<Planned<T>>): Promise<T> =>
  commitPlanned(db, userId, ['whitelist'], async () => {
    // The catalogue's version is read before the rules or with them.
    const [catalogue, { result, writes }] = await Promise.all([catalogueSeq(db), plan()])
    return { result, writes: writes.length > 0 ? [guardCatalogue(db, catalogue), ...writes] : [] }
  })

/**
 * Sets or removes own rules, all in one batch. Rules under a locked default, an admin's rule or a limit are refused;
 * edits without effect write nothing.
 * @param now epoch ms
 * @param check runs before each plan and may throw
 * @returns `changeId` for `undoOwnRules`, null where nothing changed
 */
export const setRules = (
  db: D1Database,
  { id }: Person,
  edits: RuleEdit[],
  now: number,
  check: () => Promise<void> = async () => {},
) =>
  commitRules<{ changeId: string | null; changed: number; refused: RefusedRule[] }>(db, id, async () => {
    await check()
    const names = edits.map(({ package_name }) => package_name)
    const [{ rules }, counts] = await Promise.all([readAppRules(db, id, names), countRules(db, id)])
    const { changes, refused } = planRules(edits, { rules, counts, now, newId: uuid })
    if (changes.length === 0) return { result: { changeId: null, changed: 0, refused }, writes: [] }
    const [changeId, writes] = [uuid(), writeRules(db, id, changes, now)]
    const keys = changes.map(({ package_name }) => package_name)
    return {
      result: { changeId, changed: changes.length, refused },
      writes: withImages(db, { userId: id, changeId }, [{ table: ownRules, keys }], writes, now),
    }
  })

/**
 * Undoes a change of own rules, except for rules edited since. It works under a locked default or an admin's rule too;
 * the rules are just not effective there.
 * @param now epoch ms
 * @returns `gone` for a change that expired or never existed
 */
export const undoOwnRules = (db: D1Database, { id }: Person, changeId: string, now: number) =>
  commitRules<{ undone: number; kept: number } | 'gone'>(db, id, async () => {
    const of = { userId: id, changeId }
    const [images, { rules }, counts] = await Promise.all([
      readChange(db, of, now),
      readAppRules(db, id, imagedKeys(of, ownRules)),
      countRules(db, id),
    ])
    if (images.length === 0) return { result: 'gone', writes: [] }
    const { changes, keptCount } = planUndo(images, { rules, counts })
    return {
      result: { undone: changes.length, kept: keptCount },
      writes: changes.length === 0 ? [] : [dropImages(db, of), ...writeRules(db, id, changes, now)],
    }
  })
