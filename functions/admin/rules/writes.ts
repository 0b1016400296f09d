import { v7 as uuid } from 'uuid'
import { columnsOfRule, isSameRule, type Rule } from '../../app-rules/schema'
import { countChanges, writeRules } from '../../app-rules/writes'
import { writeAudit } from '../../lib/audit'
import { ProblemError, problems } from '../../lib/problem'
import { conflict, retry } from '../../lib/retry'
import { jsonChunks, orStale, sql } from '../../lib/sql'
import { readUnlistedApps, type UnlistedApps } from '../../settings/save'
import { advanceWhitelists, commitAsAdmin } from '../commit'
import { admins } from '../users/queries'
import { type AdminRules, type StoredRule, writeAuditedRules } from './schema'

/** Rules to set (null removes one), or another person's rules to add or to replace all rules with. */
export type RulesInput =
  | { kind: 'apply'; rules: ReadonlyMap<string, Rule | null> }
  | { kind: 'add' | 'replace'; rules: ReadonlyMap<string, Rule> }

/** `before` is null for a new rule, `after` for a removed one. */
export type Step = { user_id: string; package_name: string; before: StoredRule | null; after: Rule | null }

type PlanCounts = { added: number; changed: number; removed: number; unchanged: number }

export type PersonPlan = { user_id: string; steps: Step[]; counts: PlanCounts }

export type Plan = { people: PersonPlan[]; counts: PlanCounts }

const planPerson = (user_id: string, stored: AdminRules, { kind, rules }: RulesInput): PersonPlan => {
  const others = kind === 'replace' ? [...stored.keys()].map((name): [string, null] => [name, null]) : []
  const wanted = new Map<string, Rule | null>([...others, ...rules])
  const steps = [...wanted].flatMap(([package_name, after]): Step[] => {
    const before = stored.get(package_name) ?? null
    return isSameRule(before?.rule ?? null, after) ? [] : [{ user_id, package_name, before, after }]
  })
  return { user_id, steps, counts: { ...countChanges(steps), unchanged: wanted.size - steps.length } }
}

export const planRules = (stored: ReadonlyMap<string, AdminRules>, input: RulesInput): Plan => {
  const people = [...stored].map(([id, rules]) => planPerson(id, rules, input))
  const unchanged = people.reduce((sum, { counts }) => sum + counts.unchanged, 0)
  return { people, counts: { ...countChanges(stepsOf({ people })), unchanged } }
}

export const stepsOf = ({ people }: Pick<Plan, 'people'>) => people.flatMap(({ steps }) => steps)

/**
 * Guard: rolls the batch back if a rule is not at the version that was read.
 * @param steps JSON: person, package name, version
 */
const guardVersions = (db: D1Database, steps: string) =>
  sql(db)`
    SELECT CASE
      WHEN NOT EXISTS (
        SELECT 1
        FROM json_each(${steps}) LEFT JOIN user_apps
          ON user_apps.user_id = value ->> 0 AND package_name = value ->> 1 AND set_by = 'admin'
        WHERE user_apps.updated_at IS NOT value ->> 2
      ) THEN 1
      ELSE json('stale')
    END`

type Entry = { subject: string; before: string; after: string }

const entriesOf = (steps: Step[]): Entry[] =>
  [...Map.groupBy(steps, ({ user_id }) => user_id)].map(([subject, theirs]) => ({
    subject,
    before: writeAuditedRules(theirs.map(({ package_name, before }) => [package_name, before?.rule ?? null])),
    after: writeAuditedRules(theirs.map(({ package_name, after }) => [package_name, after])),
  }))

const note = (db: D1Database, adminId: string, entries: string, changeId: string, now: number) =>
  sql(db)`
    INSERT INTO admin_audit (at, admin_id, action, subject, before, after, change_id)
    SELECT ${now}, ${adminId}, 'rules', value ->> 'subject', value ->> 'before', value ->> 'after', ${changeId}
    FROM json_each(${entries})`

/**
 * Writes admins' rules, each person's new version and the audit log. Rolls back when a rule changed since it was read
 * or a person is gone.
 */
export const writeSteps = (db: D1Database, adminId: string, steps: Step[], changeId: string, now: number) => {
  const people = [...new Set(steps.map(({ user_id }) => user_id))]
  const written = steps.map(({ after, ...step }) => ({
    ...step,
    after: after && { id: uuid(), label: null, ...columnsOfRule(after), created_at: now },
  }))
  return [
    advanceWhitelists(db, people),
    orStale(db, people.length),
    ...jsonChunks(steps.map(({ user_id, package_name, before }) => [user_id, package_name, before?.seq ?? null])).map(
      (chunk) => guardVersions(db, chunk),
    ),
    ...writeRules(db, { set_by: 'admin', admin_id: adminId }, written, now),
    ...jsonChunks(entriesOf(steps)).map((chunk) => note(db, adminId, chunk, changeId, now)),
  ]
}

/**
 * Returns false, with nothing written, when a guard failed.
 * @throws ProblemError 403 when the caller is no longer an admin
 */
export const writeAsAdmin = async (db: D1Database, adminId: string, writes: D1PreparedStatement[]) => {
  if ((await commitAsAdmin(db, adminId, writes)) !== null) return true
  if (!(await admins(db, adminId, adminId)).acts) throw new ProblemError(problems.adminsOnly)
  return false
}

export type UnlistedSetting = { unlisted_apps: 'block' | 'allow'; locked: boolean }

export const unlistedSetting = ({ unlisted_apps, locked_at }: UnlistedApps): UnlistedSetting => ({
  unlisted_apps,
  locked: locked_at !== null,
})

export const unlistedVersion = ({ unlisted_apps, locked_at }: UnlistedApps) => `${unlisted_apps}.${locked_at ?? ''}`

type Person = { userId: string; before: UnlistedApps }

const setUnlisted = (
  db: D1Database,
  adminId: string,
  { userId, before }: Person,
  after: UnlistedSetting,
  now: number,
) => [
  sql(db)`
    UPDATE users
    SET preferences = json_set(preferences, '$.unlisted_apps', ${after.unlisted_apps}), updated_at = ${now},
        unlisted_locked_at = ${after.locked ? now : null}, unlisted_locked_by = ${after.locked ? adminId : null}
    WHERE id = ${userId} AND unlisted_locked_at IS ${before.locked_at}
      AND iif(preferences ->> '$.unlisted_apps' = 'allow', 'allow', 'block') = ${before.unlisted_apps}`,
  orStale(db),
  writeAudit(db, { adminId, action: 'unlisted', subject: userId, before: unlistedSetting(before), after }, now),
  advanceWhitelists(db, [userId]),
]

/**
 * Sets the preference for undecided apps and its lock. An edit without effect writes nothing.
 * @param seen `unlistedVersion` that the edit was made from; without it the last edit wins
 * @returns null for an unknown person; `stale` is the present setting where the edit was made from another version
 * @throws ProblemError 403 when the caller is no longer an admin
 */
export const setUnlistedApps = (
  db: D1Database,
  adminId: string,
  userId: string,
  { unlisted_apps, locked }: Partial<UnlistedSetting>,
  seen?: string,
): Promise<'changed' | 'unchanged' | { stale: UnlistedApps } | null> =>
  retry(async () => {
    const before = await readUnlistedApps(db, userId)
    if (!before) return null
    const was = unlistedSetting(before)
    const after = { unlisted_apps: unlisted_apps ?? was.unlisted_apps, locked: locked ?? was.locked }
    if (after.unlisted_apps === was.unlisted_apps && after.locked === was.locked) return 'unchanged'
    if (seen !== undefined && seen !== unlistedVersion(before)) return { stale: before }
    const writes = setUnlisted(db, adminId, { userId, before }, after, Date.now())
    return (await writeAsAdmin(db, adminId, writes)) ? 'changed' : conflict
  })
