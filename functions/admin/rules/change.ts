import { v7 as uuid } from 'uuid'
import { isSameRule, type Rule } from '../../app-rules/schema'
import { conflict, retry } from '../../lib/retry'
import { hashed } from '../../lib/secrets'
import { peopleOf } from '../users/queries'
import type { PersonRow } from '../users/schema'
import * as q from './queries'
import { readAuditedRules, type StoredRule } from './schema'
import { type Plan, planRules, type RulesInput, type Step, stepsOf, writeAsAdmin, writeSteps } from './writes'

/** Makes more statements of the batch that writes a change. */
type Also = (changeId: string) => D1PreparedStatement[]

const write = (db: D1Database, adminId: string, steps: Step[], changeId: string, also: Also = () => []) =>
  writeAsAdmin(db, adminId, [...writeSteps(db, adminId, steps, changeId, Date.now()), ...also(changeId)])

/** Rules to set, or `from`: the person whose rules are copied. */
export type BulkRequest = {
  userIds: string[]
  what: { kind: 'apply'; rules: ReadonlyMap<string, Rule | null> } | { kind: 'add' | 'replace'; from: string }
}

export type BulkPreview = {
  plan: Plan
  /** Only people who still exist. */
  people: PersonRow[]
  /** Hash of the preview. Applying it fails if the effect has changed. */
  version: string
}

const inputOf = async (db: D1Database, { what }: BulkRequest): Promise<RulesInput> => {
  if (what.kind === 'apply') return what
  const stored = (await q.adminRulesByPerson(db, [what.from])).get(what.from) ?? new Map<string, StoredRule>()
  return { kind: what.kind, rules: new Map([...stored].map(([name, { rule }]) => [name, rule])) }
}

export const previewRules = async (db: D1Database, request: BulkRequest): Promise<BulkPreview> => {
  const { what } = request
  const userIds = request.userIds.filter((id) => !('from' in what) || id !== what.from)
  const [people, input, stored] = await Promise.all([
    peopleOf(db, userIds),
    inputOf(db, request),
    q.adminRulesByPerson(db, userIds, what.kind === 'apply' ? [...what.rules.keys()] : undefined),
  ])
  const ids = people.map(({ id }) => id)
  const plan = planRules(new Map(ids.map((id) => [id, stored.get(id) ?? new Map()])), input)
  return { plan, people, version: await hashed(JSON.stringify([ids, stepsOf(plan), plan.counts])) }
}

type Outcome = { done: { changeId: string; people: number; counts: Plan['counts'] } } | { preview: BulkPreview }

/**
 * Applies a preview, all of it or nothing. Returns the new preview where the effect has changed since `seen`.
 * @param first preview that this request has read already
 */
export const applyRules = (
  db: D1Database,
  adminId: string,
  request: BulkRequest,
  seen: string | undefined,
  { also, first }: { also?: Also; first?: BulkPreview } = {},
): Promise<Outcome> => {
  let known = first
  return retry(async () => {
    const preview = known ?? (await previewRules(db, request))
    known = undefined
    if (seen !== undefined && preview.version !== seen) return { preview }
    const steps = stepsOf(preview.plan)
    const changeId = uuid()
    const { counts } = preview.plan
    const people = new Set(steps.map(({ user_id }) => user_id)).size
    const isDone = steps.length === 0 || (await write(db, adminId, steps, changeId, also))
    return isDone ? { done: { changeId, people, counts } } : conflict
  })
}

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
    const changeId = uuid()
    const isDone = await write(db, adminId, [{ user_id, package_name, before, after }], changeId)
    return isDone ? { done: changeId, before } : conflict
  })

type Undone = { people: number; undone: number; kept: number }

/** Steps back for the rules that are still as the change left them. */
const planUndo = async (db: D1Database, changeId: string) => {
  const [audited, stored] = await Promise.all([q.auditedRules(db, changeId), q.rulesOfChange(db, changeId)])
  const rules = audited.flatMap(({ subject, before, after, is_gone }) => {
    const was = readAuditedRules(before)
    return [...readAuditedRules(after)].map(([package_name, left]) => ({
      step: {
        user_id: subject,
        package_name,
        before: stored.get(subject)?.get(package_name) ?? null,
        after: was.get(package_name) ?? null,
      },
      isAsLeft: is_gone === 0 && isSameRule(stored.get(subject)?.get(package_name)?.rule ?? null, left),
    }))
  })
  const steps = rules.filter(({ isAsLeft }) => isAsLeft).map(({ step }) => step)
  return { steps, kept: rules.length - steps.length }
}

/** Returns `nothing` for an unknown change or when every rule has changed since. */
export const undoAdminRules = (
  db: D1Database,
  adminId: string,
  changeId: string,
  also: (undone: Undone) => D1PreparedStatement[] = () => [],
): Promise<Undone | 'nothing'> =>
  retry(async () => {
    const { steps, kept } = await planUndo(db, changeId)
    if (steps.length === 0) return 'nothing'
    const done = { people: new Set(steps.map(({ user_id }) => user_id)).size, undone: steps.length, kept }
    return (await write(db, adminId, steps, uuid(), () => also(done))) ? done : conflict
  })
