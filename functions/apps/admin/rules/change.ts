import { v7 as uuid } from 'uuid'
import { isSameRule } from '../../app-rules/schema'
import { countChanges } from '../../app-rules/writes'
import type { RuleEdit } from '../../whitelists/rules'
import { commitAsAdmin } from '../commit'
import { peopleOf } from '../users/queries'
import * as q from './queries'
import { type AdminRules, type RuleStep, readAuditedRules } from './schema'

type Edits = Pick<RuleEdit, 'package_name' | 'rule' | 'seen'>[]

type PersonPlan = ReturnType<typeof planPerson>

/** `changeId` is for the Undo; null if nothing changed. */
export type AdminRulesChange = Omit<PersonPlan, 'user_id'> & { people: PersonPlan[]; changeId: string | null }

const countsOf = (steps: RuleStep[], unchanged: number) => ({ ...countChanges(steps), unchanged })

const planPerson = (user_id: string, stored: AdminRules, edits: Edits) => {
  const [steps, stale]: [RuleStep[], string[]] = [[], []]
  for (const { package_name, rule: after, seen } of edits) {
    const before = stored.get(package_name) ?? null
    if (isSameRule(before?.rule ?? null, after)) continue
    if (seen !== undefined && before?.seq !== seen) stale.push(package_name)
    else steps.push({ user_id, package_name, before, after })
  }
  return { user_id, steps, stale, counts: countsOf(steps, edits.length - steps.length - stale.length) }
}

/**
 * Sets admins' rules for people or, with null, removes them, all or none. If an app is edited twice, the last edit
 * counts. Leaves out deleted people, edits without effect, and edits based on an old version.
 */
export const setAdminRules = (
  db: D1Database,
  adminId: string,
  userIds: string[],
  edits: Edits,
  also: (changeId: string, done: AdminRulesChange) => D1PreparedStatement[] = () => [],
): Promise<AdminRulesChange> =>
  commitAsAdmin<AdminRulesChange>(db, adminId, async () => {
    const last = new Map(edits.map((one) => [one.package_name, one]))
    const [found, stored] = await Promise.all([
      peopleOf(db, userIds),
      q.adminRulesByPerson(db, userIds, [...last.keys()]),
    ])
    const people = found.map(({ id }) => planPerson(id, stored.get(id) ?? new Map(), [...last.values()]))
    const steps = people.flatMap((one) => one.steps)
    const unchanged = people.reduce((sum, { counts }) => sum + counts.unchanged, 0)
    const plan = { people, steps, stale: people.flatMap((one) => one.stale), counts: countsOf(steps, unchanged) }
    if (steps.length === 0) return { result: { ...plan, changeId: null } }
    const changeId = uuid()
    const result = { ...plan, changeId }
    const writes = [...q.writeSteps(db, { adminId, changeId, now: Date.now() }, steps), ...also(changeId, result)]
    return { result, writes }
  })

type Undone = { people: number; undone: number; kept: number }

/**
 * Undoes a change, except for rules that have changed since. Returns `nothing` for an unknown change, or if every rule
 * has changed.
 */
export const undoAdminRules = (db: D1Database, adminId: string, changeId: string): Promise<Undone | 'nothing'> =>
  commitAsAdmin<Undone | 'nothing'>(db, adminId, async () => {
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
    if (steps.length === 0) return { result: 'nothing' }
    const people = new Set(steps.map(({ user_id }) => user_id)).size
    const done = { people, undone: steps.length, kept: rules.length - steps.length }
    return { result: done, writes: q.writeSteps(db, { adminId, changeId: uuid(), now: Date.now() }, steps) }
  })
