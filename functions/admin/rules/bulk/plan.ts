import type { Rule } from '../../../app-rules/schema'
import { isSameRule } from '../schema'

/** A rule that an admin set for a person, as it was read: by its version an edit says what it saw. */
export type StoredRule = { rule: Rule; seq: number }

/** What admins set for a person, by package name. */
export type StoredRules = ReadonlyMap<string, StoredRule>

/** What is wanted of people: these rules, null for none; or those that somebody else has, added or in place of theirs. */
export type RulesInput =
  | { kind: 'apply'; rules: ReadonlyMap<string, Rule | null> }
  | { kind: 'add' | 'replace'; rules: ReadonlyMap<string, Rule> }

/** One rule that becomes another: null is none. */
export type Step = { user_id: string; package_name: string; before: StoredRule | null; after: Rule | null }

export type PlanCounts = { added: number; changed: number; removed: number; unchanged: number }

export type PersonPlan = { user_id: string; steps: Step[]; counts: PlanCounts }

/** What comes of something done to many: by person, and in all. */
export type Plan = { people: PersonPlan[]; counts: PlanCounts }

const stepKind = ({ before, after }: Step) => {
  if (after === null) return 'removed'
  return before === null ? 'added' : 'changed'
}

const wantedOf = ({ kind, rules }: RulesInput, held: StoredRules): [string, Rule | null][] => [
  ...rules,
  ...(kind === 'replace'
    ? [...held.keys()].filter((name) => !rules.has(name)).map((name): [string, null] => [name, null])
    : []),
]

const planPerson = (user_id: string, held: StoredRules, wanted: RulesInput): PersonPlan => {
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 }
  const steps: Step[] = []
  for (const [package_name, after] of wantedOf(wanted, held)) {
    const before = held.get(package_name) ?? null
    if (isSameRule(before?.rule ?? null, after)) counts.unchanged += 1
    else {
      const step = { user_id, package_name, before, after }
      counts[stepKind(step)] += 1
      steps.push(step)
    }
  }
  return { user_id, steps, counts }
}

/** Works out what becomes of the rules that people have. Writes nothing. */
export const planRules = (people: ReadonlyMap<string, StoredRules>, wanted: RulesInput): Plan => {
  const plans = [...people].map(([id, held]) => planPerson(id, held, wanted))
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 }
  for (const { counts: of } of plans) {
    counts.added += of.added
    counts.changed += of.changed
    counts.removed += of.removed
    counts.unchanged += of.unchanged
  }
  return { people: plans, counts }
}

export const stepsOf = ({ people }: Pick<Plan, 'people'>) => people.flatMap(({ steps }) => steps)
