import { v7 as uuid } from 'uuid'
import type { Rule } from '../../app-rules/schema'
import { ProblemError, problems } from '../../lib/problem'
import { conflict, retry } from '../../lib/retry'
import { hashed } from '../../lib/secrets'
import { commitAsAdmin } from '../commit'
import { admins } from '../users/queries'
import type { PersonRow } from '../users/schema'
import {
  type Plan,
  type PlanCounts,
  planRules,
  type RulesInput,
  type Step,
  type StoredRule,
  stepsOf,
} from './bulk/plan'
import * as q from './queries'
import { isSameRule, readAuditedRules } from './schema'
import { writeSteps } from './writes'

/**
 * Writes what was planned. False when something of it has moved on; then nothing was written.
 * @throws ProblemError 403 when the admin has meanwhile become none
 */
const write = async (db: D1Database, adminId: string, steps: Step[], changeId: string) => {
  if ((await commitAsAdmin(db, adminId, writeSteps(db, adminId, steps, changeId, Date.now()))) !== null) return true
  if (!(await admins(db, adminId, adminId)).acts) throw new ProblemError(problems.adminsOnly)
  return false
}

/** What is to be done to whom. Rules that are copied are those of `from`. */
export type BulkRequest = {
  userIds: string[]
  what: { kind: 'apply'; rules: ReadonlyMap<string, Rule | null> } | { kind: 'add' | 'replace'; from: string }
}

export type BulkPreview = {
  plan: Plan
  /** Those of the people who are there. */
  people: PersonRow[]
  /** By which a confirmation says what it saw. */
  version: string
}

const wantedOf = async (db: D1Database, { what }: BulkRequest): Promise<RulesInput> => {
  if (what.kind === 'apply') return what
  const held = (await q.adminRulesByPerson(db, [what.from])).get(what.from) ?? new Map<string, StoredRule>()
  return { kind: what.kind, rules: new Map([...held].map(([name, { rule }]) => [name, rule])) }
}

/** Works out what something done to many would come to. Writes nothing. */
export const previewRules = async (db: D1Database, asked: BulkRequest): Promise<BulkPreview> => {
  const { userIds, what } = asked
  const [people, wanted] = await Promise.all([
    q.peopleOf(db, 'from' in what ? userIds.filter((id) => id !== what.from) : userIds),
    wantedOf(db, asked),
  ])
  const ids = people.map(({ id }) => id)
  const plan = planRules(
    await q.adminRulesByPerson(db, ids, wanted.kind === 'replace' ? null : [...wanted.rules.keys()]),
    wanted,
  )
  return { plan, people, version: await hashed(JSON.stringify([ids, stepsOf(plan), plan.counts])) }
}

type Outcome = { done: { changeId: string; people: number; counts: PlanCounts } } | { again: BulkPreview }

/** Does what a preview showed, all of it or nothing; or gives what it would come to by now, if that is something else. */
export const applyRules = (
  db: D1Database,
  adminId: string,
  asked: BulkRequest,
  seen: string | undefined,
): Promise<Outcome> => {
  return retry(async () => {
    const prepared = await previewRules(db, asked)
    if (seen !== undefined && prepared.version !== seen) return { again: prepared }
    const steps = stepsOf(prepared.plan)
    const changeId = uuid()
    const { counts } = prepared.plan
    const people = new Set(steps.map(({ user_id }) => user_id)).size
    if (steps.length === 0 || (await write(db, adminId, steps, changeId))) {
      return { done: { changeId, people, counts } }
    }
    return conflict
  })
}

/** What came of an edit of one rule: what is there now where that is not what the edit saw. */
export type RuleOutcome = { done: string | null; before: StoredRule | null } | { stale: StoredRule | null }

/**
 * Sets an admin's rule about an app for a person; null takes it away. What is so already is left, and not noted again.
 * @param seen the version that the edit saw, null where it saw none; left out, the last edit wins
 */
export const setRule = (
  db: D1Database,
  adminId: string,
  { user_id, package_name }: Pick<Step, 'user_id' | 'package_name'>,
  after: Rule | null,
  seen?: number | null,
): Promise<RuleOutcome> => {
  return retry(async () => {
    const before = (await q.adminRulesByPerson(db, [user_id], [package_name])).get(user_id)?.get(package_name) ?? null
    if (isSameRule(before?.rule ?? null, after)) return { done: null, before }
    if (seen !== undefined && (before?.seq ?? null) !== seen) return { stale: before }
    const changeId = uuid()
    if (await write(db, adminId, [{ user_id, package_name, before, after }], changeId)) {
      return { done: changeId, before }
    }
    return conflict
  })
}

type Undone = { people: number; undone: number; kept: number }

/** Of the rules that a change wrote those that are still as it left them, to be as they were before it. */
const undoing = async (db: D1Database, changeId: string) => {
  const noted = (await q.auditedRules(db, changeId)).map(({ subject, before, after }) => ({
    subject,
    before: readAuditedRules(before),
    after: readAuditedRules(after),
  }))
  const people = (
    await q.peopleOf(
      db,
      noted.map(({ subject }) => subject),
    )
  ).map(({ id }) => id)
  const held = await q.adminRulesByPerson(db, people, [...new Set(noted.flatMap(({ after }) => [...after.keys()]))])
  const rules = noted.flatMap(({ subject, before, after }) =>
    [...after].map(([package_name, left]) => ({
      step: {
        user_id: subject,
        package_name,
        before: held.get(subject)?.get(package_name) ?? null,
        after: before.get(package_name) ?? null,
      },
      left,
    })),
  )
  const steps = rules
    .filter(({ step, left }) => people.includes(step.user_id) && isSameRule(step.before?.rule ?? null, left))
    .map(({ step }) => step)
  return { steps, kept: rules.length - steps.length }
}

/** Takes a change back, where its rules are still as it left them. `nothing` when none is, or there is no such change. */
export const undoAdminRules = (db: D1Database, adminId: string, changeId: string): Promise<Undone | 'nothing'> => {
  return retry(async () => {
    const { steps, kept } = await undoing(db, changeId)
    if (steps.length === 0) return 'nothing'
    if (await write(db, adminId, steps, uuid())) {
      return { people: new Set(steps.map(({ user_id }) => user_id)).size, undone: steps.length, kept }
    }
    return conflict
  })
}
