import type { Rule } from '../../whitelists/schema'
import { isSameRule } from './schema'

/** A rule that an admin set for a person, as it was read: by its version an edit says what it saw. */
export type Held = { rule: Rule; seq: number }

/** What admins set for a person, by package name. */
export type HeldRules = ReadonlyMap<string, Held>

/** What is wanted of people: these rules, null for none; or those that somebody else has, added or in place of theirs. */
export type Wanted =
  | { kind: 'apply'; rules: ReadonlyMap<string, Rule | null> }
  | { kind: 'add' | 'replace'; rules: ReadonlyMap<string, Rule> }

/** One rule that becomes another: null is none. */
export type Step = { user_id: string; package_name: string; before: Held | null; after: Rule | null }

export type Counts = { added: number; changed: number; removed: number; unchanged: number }

export type PersonPlan = { user_id: string; steps: Step[]; counts: Counts }

/** What comes of something done to many: by person, and in all. */
export type Plan = { people: PersonPlan[]; counts: Counts }

const stepKind = ({ before, after }: Step) => {
  if (after === null) return 'removed'
  return before === null ? 'added' : 'changed'
}

const wantedOf = ({ kind, rules }: Wanted, held: HeldRules): [string, Rule | null][] => [
  ...rules,
  ...(kind === 'replace'
    ? [...held.keys()].filter((name) => !rules.has(name)).map((name): [string, null] => [name, null])
    : []),
]

const planPerson = (user_id: string, held: HeldRules, wanted: Wanted): PersonPlan => {
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
export const planRules = (people: ReadonlyMap<string, HeldRules>, wanted: Wanted): Plan => {
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
