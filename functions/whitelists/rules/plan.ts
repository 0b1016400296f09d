import type { z } from 'zod'
import type { AppRules } from '../../app-rules/queries'
import { type Rule, RuleRow } from '../../app-rules/schema'

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
export const OwnRule = RuleRow.pick({
  id: true,
  label: true,
  is_whitelisted: true,
  after_subject: true,
  after_seconds: true,
  after_period: true,
  created_at: true,
})
export type OwnRule = z.infer<typeof OwnRule>

export type RuleChange = { package_name: string; before: OwnRule | null; after: OwnRule | null }

export type RuleCounts = { rules: number; earned: number }

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
export const planUndo = (images: RuleChange[], { rules, counts }: Pick<PlanInput, 'rules' | 'counts'>) => {
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
