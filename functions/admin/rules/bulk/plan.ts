import type { Rule } from '../../../app-rules/schema'
import { isSameRule } from '../schema'

/** An admin's rule for a person; `seq` is its version. */
export type StoredRule = { rule: Rule; seq: number }

export type StoredRules = ReadonlyMap<string, StoredRule>

/** Rules to set (null removes one), or another person's rules to add or to replace all rules with. */
export type RulesInput =
  | { kind: 'apply'; rules: ReadonlyMap<string, Rule | null> }
  | { kind: 'add' | 'replace'; rules: ReadonlyMap<string, Rule> }

/** `before` is null for a new rule, `after` for a removed one. */
export type Step = { user_id: string; package_name: string; before: StoredRule | null; after: Rule | null }

export type PlanCounts = { added: number; changed: number; removed: number; unchanged: number }

export type PersonPlan = { user_id: string; steps: Step[]; counts: PlanCounts }

export type Plan = { people: PersonPlan[]; counts: PlanCounts }

const stepKind = ({ before, after }: Step) => {
  if (after === null) return 'removed'
  return before === null ? 'added' : 'changed'
}

const wantedOf = ({ kind, rules }: RulesInput, stored: StoredRules): [string, Rule | null][] => [
  ...rules,
  ...(kind === 'replace'
    ? [...stored.keys()].filter((name) => !rules.has(name)).map((name): [string, null] => [name, null])
    : []),
]

const planPerson = (user_id: string, stored: StoredRules, input: RulesInput): PersonPlan => {
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 }
  const steps: Step[] = []
  for (const [package_name, after] of wantedOf(input, stored)) {
    const before = stored.get(package_name) ?? null
    if (isSameRule(before?.rule ?? null, after)) counts.unchanged += 1
    else {
      const step = { user_id, package_name, before, after }
      counts[stepKind(step)] += 1
      steps.push(step)
    }
  }
  return { user_id, steps, counts }
}

export const planRules = (people: ReadonlyMap<string, StoredRules>, input: RulesInput): Plan => {
  const plans = [...people].map(([id, stored]) => planPerson(id, stored, input))
  const total = (kind: keyof PlanCounts) => plans.reduce((sum, { counts }) => sum + counts[kind], 0)
  const changes = { added: total('added'), changed: total('changed'), removed: total('removed') }
  return { people: plans, counts: { ...changes, unchanged: total('unchanged') } }
}

export const stepsOf = ({ people }: Pick<Plan, 'people'>) => people.flatMap(({ steps }) => steps)
