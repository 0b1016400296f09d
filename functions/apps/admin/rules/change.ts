import { v7 as uuid } from 'uuid'
import { conflict, retry } from '../../../lib/db/retry'
import { hashed } from '../../../lib/secrets'
import { isSameRule, type Rule } from '../../app-rules/schema'
import { countChanges } from '../../app-rules/writes'
import { commitAsAdmin } from '../commit'
import { peopleOf } from '../users/queries'
import type { PersonRow } from '../users/schema'
import * as q from './queries'
import { type AdminRules, readAuditedRules, type Step, type StoredRule } from './schema'

type PlanCounts = { added: number; changed: number; removed: number; unchanged: number }

export type PersonPlan = { user_id: string; steps: Step[]; counts: PlanCounts }

export type Plan = { people: PersonPlan[]; steps: Step[]; counts: PlanCounts }

const planPerson = (user_id: string, stored: AdminRules, rules: ReadonlyMap<string, Rule | null>): PersonPlan => {
  const steps = [...rules].flatMap(([package_name, after]): Step[] => {
    const before = stored.get(package_name) ?? null
    return isSameRule(before?.rule ?? null, after) ? [] : [{ user_id, package_name, before, after }]
  })
  return { user_id, steps, counts: { ...countChanges(steps), unchanged: rules.size - steps.length } }
}

/** Makes more statements of the batch that writes a change. */
type Also = (changeId: string) => D1PreparedStatement[]

/** Commits steps as one change; null where a guard failed. */
const commitSteps = async (db: D1Database, adminId: string, steps: Step[], also: Also = () => []) => {
  const changeId = uuid()
  const people = new Set(steps.map(({ user_id }) => user_id)).size
  const writes = () => [...q.writeSteps(db, { adminId, changeId, now: Date.now() }, steps), ...also(changeId)]
  return steps.length === 0 || (await commitAsAdmin(db, adminId, writes())) ? { changeId, people } : null
}

/** Rules to set by package name, of which null removes one. */
export type BulkRequest = { userIds: string[]; rules: ReadonlyMap<string, Rule | null> }

export type BulkPreview = {
  plan: Plan
  /** Only people who still exist. */
  people: PersonRow[]
  /** Hash of the preview. Applying it fails if the effect has changed. */
  version: string
}

export const previewRules = async (db: D1Database, { userIds, rules }: BulkRequest): Promise<BulkPreview> => {
  const [people, stored] = await Promise.all([
    peopleOf(db, userIds),
    q.adminRulesByPerson(db, userIds, [...rules.keys()]),
  ])
  const plans = people.map(({ id }) => planPerson(id, stored.get(id) ?? new Map(), rules))
  const steps = plans.flatMap((plan) => plan.steps)
  const unchanged = plans.reduce((sum, { counts }) => sum + counts.unchanged, 0)
  const counts = { ...countChanges(steps), unchanged }
  const effect = steps.map(({ user_id, package_name, before, after }) => [user_id, package_name, before?.seq, after])
  const version = await hashed(JSON.stringify([people.map(({ id }) => id), effect, counts]))
  return { plan: { people: plans, steps, counts }, people, version }
}

type Outcome = { done: { changeId: string; people: number; plan: Plan } } | { preview: BulkPreview }

/** Applies a preview, all of it or nothing. Returns the new preview where the effect has changed since `seen`. */
export const applyRules = (
  db: D1Database,
  adminId: string,
  request: BulkRequest,
  seen: string | undefined,
  also: (changeId: string, plan: Plan) => D1PreparedStatement[] = () => [],
): Promise<Outcome> =>
  retry(async () => {
    const preview = await previewRules(db, request)
    if (seen !== undefined && preview.version !== seen) return { preview }
    const { plan } = preview
    const written = await commitSteps(db, adminId, plan.steps, (changeId) => also(changeId, plan))
    return written ? { done: { ...written, plan } } : conflict
  })

/** `stale` is the present rule where the edit was made from another version. */
type RuleOutcome = { done: string | null; before: StoredRule | null } | { stale: StoredRule | null }

/**
 * Sets or, with null, removes an admin's rule for a person. An edit without effect writes nothing.
 * @param seen version that the edit was made from, null for no rule; without it the last edit wins
 */
export const setRule = (
  db: D1Database,
  adminId: string,
  { user_id, package_name }: Pick<Step, 'user_id' | 'package_name'>,
  after: Rule | null,
  seen?: number | null,
): Promise<RuleOutcome> =>
  retry(async () => {
    const before = (await q.adminRulesByPerson(db, [user_id], [package_name])).get(user_id)?.get(package_name) ?? null
    if (isSameRule(before?.rule ?? null, after)) return { done: null, before }
    if (seen !== undefined && (before?.seq ?? null) !== seen) return { stale: before }
    const written = await commitSteps(db, adminId, [{ user_id, package_name, before, after }])
    return written ? { done: written.changeId, before } : conflict
  })

type Undone = { people: number; undone: number; kept: number }

/**
 * Undoes a change for the rules that are still as it left them. Returns `nothing` for an unknown change or when every
 * rule has changed since.
 */
export const undoAdminRules = (db: D1Database, adminId: string, changeId: string): Promise<Undone | 'nothing'> =>
  retry(async () => {
    const { audited, stored } = await q.auditedChange(db, changeId)
    const rules = audited.flatMap(({ subject, before, after, is_gone }) => {
      const was = readAuditedRules(before)
      return [...readAuditedRules(after)].map(([package_name, left]) => {
        const present = stored.get(subject)?.get(package_name) ?? null
        const isAsLeft = is_gone === 0 && isSameRule(present?.rule ?? null, left)
        return { isAsLeft, user_id: subject, package_name, before: present, after: was.get(package_name) ?? null }
      })
    })
    const steps = rules.flatMap(({ isAsLeft, ...step }) => (isAsLeft ? [step] : []))
    if (steps.length === 0) return 'nothing'
    const people = new Set(steps.map(({ user_id }) => user_id)).size
    const done = { people, undone: steps.length, kept: rules.length - steps.length }
    return (await commitSteps(db, adminId, steps)) ? done : conflict
  })
