import { v7 as uuid } from 'uuid'
import { type ChangeKey, dropImages, imagedKeysSql, readImages, withImages } from '../../changes/images'
import { ownRules } from '../../changes/tables'
import { recoverableSince } from '../../lib/db/recoverable'
import { commitPlanned, type PlannedWrite } from '../../lib/db/retry'
import { jsonColumn, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { type AppRules, appLabel } from '../app-rules/app-status'
import { readAppRules } from '../app-rules/queries'
import { type AppRule, columnsOfRule, isSameRule, ruleOf, WrittenRule } from '../app-rules/schema'
import { catalogueSeq, guardCatalogue, writeRules } from '../app-rules/writes'

export const ownRuleLimit = 10_000

/** Maximum number of rules with an unlock condition: each is checked whenever its subject's time changes. */
export const earnedRuleLimit = 100

/** `rule` null removes the person's rule. */
export type RuleEdit = {
  package_name: string
  rule: AppRule | null
  label?: string | null
  /** Version that the edit was made from; undefined overwrites any version. */
  seen?: number
}

/**
 * Reasons to refuse a rule: a locked default, an admin's rule, a limit (of rules, or of earned ones), or a stale edit.
 */
export type RefusalReason = 'locked' | 'admin' | 'full' | 'full_of_earned' | 'stale'

/** `changeId` is for the Undo; null if nothing changed. */
export type OwnRulesChange = { changeId: string | null; changed: number; refused: RefusedRule[] }

export type RefusedRule = { package_name: string; label: string; why: RefusalReason }

type RuleChange = { package_name: string; before: WrittenRule | null; after: WrittenRule | null }

type RuleCounts = { rules: number; earned: number }

const isSame = (one: WrittenRule | null, other: WrittenRule | null) =>
  one?.label === other?.label && isSameRule(one && ruleOf(one), other && ruleOf(other))

/** Returns a check that counts changes and refuses those above the limits. */
const limitChecker = ({ rules, earned }: RuleCounts) => {
  const isEarned = (rule: WrittenRule | null) => Number(rule !== null && rule.after_subject !== null)
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
 * Plans a change of rules. If an app is edited twice, the last edit counts.
 * @param input current rules of the apps, numbers of rules, and the time in epoch ms
 */
export const planRules = (edits: RuleEdit[], { rules, counts, now, newId }: PlanInput) => {
  const changes: RuleChange[] = []
  const refused: RefusedRule[] = []
  const exceeded = limitChecker(counts)
  const last = new Map(edits.map((one) => [one.package_name, one]))
  for (const { package_name, rule, label, seen } of last.values()) {
    const { app, admin, own } = rules.get(package_name) ?? { app: null, admin: null, own: null }
    const before = own && WrittenRule.parse(own)
    const after = rule && {
      id: own?.id ?? newId(),
      label: label === undefined ? (own?.label ?? null) : label,
      ...columnsOfRule(rule),
      created_at: own?.created_at ?? now,
    }
    const change = { package_name, before, after }
    const forbidden = app?.is_locked === 1 ? 'locked' : admin ? 'admin' : undefined
    const isStale = seen !== undefined && seen !== own?.seq
    const why = forbidden ?? (isSame(before, after) ? undefined : isStale ? 'stale' : exceeded(change))
    if (why) refused.push({ package_name, label: appLabel(rules.get(package_name), package_name), why })
    else if (!isSame(before, after)) changes.push(change)
  }
  return { changes, refused }
}

/** Plans the undo of a change, except for rules edited since. */
const planUndo = (images: RuleChange[], { rules, counts }: Pick<PlanInput, 'rules' | 'counts'>) => {
  const exceeded = limitChecker(counts)
  const changes = images.flatMap(({ package_name, before, after }) => {
    const own = rules.get(package_name)?.own ?? null
    const change = {
      package_name,
      before: own && WrittenRule.parse(own),
      after: before && { ...before, id: own?.id ?? before.id },
    }
    return isSame(own, after) && exceeded(change) === undefined ? [change] : []
  })
  return { changes, keptCount: images.length - changes.length }
}

type Person = Pick<User, 'id'>

const countRules = async (db: D1Database, userId: string): Promise<RuleCounts> =>
  (await sql(db)`
    SELECT count(*) AS rules, count(after_subject) AS earned
    FROM user_apps
    WHERE user_id = ${userId} AND set_by = 'user'`.first<RuleCounts>()) ?? { rules: 0, earned: 0 }

/** Reads the data on which `setRules` bases its plan. */
export const readPlanInput = (db: D1Database, userId: string, names: string[]) =>
  Promise.all([catalogueSeq(db), countRules(db, userId), readAppRules(db, userId, names)])

const writeOwn = (db: D1Database, user_id: string, changes: RuleChange[], now: number) =>
  writeRules(
    db,
    { set_by: 'user', admin_id: null },
    changes.map((change) => ({ ...change, user_id })),
    now,
  )

/** State of an own rule before or after a change, stored for Undo. */
const Image = jsonColumn(WrittenRule.nullable())

const readChange = async (db: D1Database, of: ChangeKey, now: number): Promise<RuleChange[]> => {
  const images = await readImages(db, of, ownRules, recoverableSince(now))
  return images.map(({ key, was, is }) => ({
    package_name: key,
    before: Image.parse(was),
    after: Image.parse(is),
  }))
}

/** Plans a change of a person's rules and commits it. Plans again if their rows or the catalogue changed in between. */
const commitRules = <T>(db: D1Database, userId: string, plan: () => Promise<PlannedWrite<T>>): Promise<T> =>
  commitPlanned(db, userId, ['whitelist'], async () => {
    // The catalogue's version must not be read after the rules.
    const [catalogue, { result, writes = [] }] = await Promise.all([catalogueSeq(db), plan()])
    return { result, writes: writes.length > 0 ? [guardCatalogue(db, catalogue), ...writes] : [] }
  })

/**
 * Sets or removes own rules, all in one batch. Rules under a locked default, an admin's rule or a limit are refused;
 * edits without effect write nothing.
 * @param now epoch ms
 * @param check runs before each plan and may throw
 */
export const setRules = (
  db: D1Database,
  { id }: Person,
  edits: RuleEdit[],
  now: number,
  check: () => Promise<void> = async () => {},
) =>
  commitRules<OwnRulesChange>(db, id, async () => {
    await check()
    const names = edits.map(({ package_name }) => package_name)
    const [rules, counts] = await Promise.all([readAppRules(db, id, names), countRules(db, id)])
    const { changes, refused } = planRules(edits, { rules, counts, now, newId: uuid })
    if (changes.length === 0) return { result: { changeId: null, changed: 0, refused } }
    const [changeId, writes] = [uuid(), writeOwn(db, id, changes, now)]
    const keys = changes.map(({ package_name }) => package_name)
    return {
      result: { changeId, changed: changes.length, refused },
      writes: withImages(db, { userId: id, changeId }, [{ table: ownRules, keys }], writes, now),
    }
  })

/**
 * Undoes a change of own rules, except for rules edited since. Also restores rules that a locked default or an admin's
 * rule overrides.
 * @param now epoch ms
 * @param onPlan receives the planned writes before the commit
 * @returns `gone` for a change that expired or never existed
 */
export const undoOwnRules = (
  db: D1Database,
  { id }: Person,
  changeId: string,
  now: number,
  onPlan: (changes: RuleChange[]) => void = () => {},
) =>
  commitRules<{ undone: number; kept: number } | 'gone'>(db, id, async () => {
    const of = { userId: id, changeId }
    const [images, rules, counts] = await Promise.all([
      readChange(db, of, now),
      readAppRules(db, id, imagedKeysSql(of, ownRules)),
      countRules(db, id),
    ])
    if (images.length === 0) return { result: 'gone' }
    const { changes, keptCount } = planUndo(images, { rules, counts })
    onPlan(changes)
    return {
      result: { undone: changes.length, kept: keptCount },
      writes: changes.length === 0 ? [] : [dropImages(db, of), ...writeOwn(db, id, changes, now)],
    }
  })
