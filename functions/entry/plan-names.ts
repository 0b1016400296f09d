import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, sql } from '../lib/sql'
import { folded, isolated } from '../lib/text'
import type { PlanLink } from '../sessions/plan-link'

type Named = { id: string; title: string }

/** A plan that a line may name, with its chunks where they are needed. */
export type NamedPlan = Named & { chunks: Named[] }

/** The plan and chunk of a line; `error` says why a name is none. */
export type EntryPlanLink = PlanLink & { label: string; error?: string }

const planLimit = 200
const rowLimit = 1_500

/** The first letters of the plans that a line names, in lower case. */
const initialsIn = (text: string) =>
  Array.from(text.matchAll(/%["“]?\\?(.)/gu), ([, letter = '']) => letter.toLowerCase())

/** Plans that are not archived; chunks only of those that a line with `%plan/chunk` may mean. */
export const plansNamedIn = async (
  db: D1Database,
  userId: string,
  text: string,
  org: Org = allOrgs,
): Promise<NamedPlan[]> => {
  if (!text.includes('%')) return []
  const initials = JSON.stringify(/%.*\//u.test(text) ? initialsIn(text) : [])
  const rows = await allRows<Named & { chunk_id: string | null; chunk_title: string | null }>(sql(db)`
    WITH named AS (
      SELECT user_id, id, title, iif(lower(substr(id, 1, 1)) IN (SELECT value FROM json_each(${initials}))
        OR lower(substr(title, 1, 1)) IN (SELECT value FROM json_each(${initials}))
        OR unicode(title) > 127 AND ${initials} <> '[]', id, NULL) AS wanted
      FROM plans
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status <> 'archived' ${andInOrg(userId, org, 'plan')}
      ORDER BY updated_at DESC
      LIMIT ${planLimit})
    SELECT named.id, named.title, plan_chunks.id AS chunk_id, plan_chunks.title AS chunk_title
    FROM named LEFT JOIN plan_chunks ON plan_chunks.user_id = named.user_id AND plan_chunks.plan_id = wanted
    LIMIT ${rowLimit}`)
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, of]) => ({
    id,
    title: of[0]?.title ?? '',
    chunks: of.flatMap(({ chunk_id, chunk_title }) =>
      chunk_id === null ? [] : [{ id: chunk_id, title: chunk_title ?? '' }],
    ),
  }))
}

/** Texts that may stand behind `%`: a plan by its id or title, alone or with a chunk by its id or title. */
export const planTexts = (plans: NamedPlan[]) =>
  plans.flatMap(({ id, title, chunks }) =>
    [id, title].flatMap((plan) => [
      plan,
      ...chunks.flatMap((chunk) => [`${plan}/${chunk.id}`, `${plan}/${chunk.title}`]),
    ]),
  )

/** The first way of matching that finds anything decides: the id, the title, the beginning of either. */
const matching = <N extends Named>(name: string, all: N[]) => {
  const wanted = folded(name)
  const ways: ((one: Named) => boolean)[] = [
    ({ id }) => id === name,
    ({ id, title }) => folded(id) === wanted || folded(title) === wanted,
    ({ id, title }) => folded(id).startsWith(wanted) || folded(title).startsWith(wanted),
  ]
  return ways.map((way) => all.filter(way)).find((some) => some.length > 0) ?? []
}

const quoted = (text: string) => `“${isolated(text)}”`

const oneOf = <N extends Named>(name: string, all: N[], kind: string): N | { error: string } => {
  const [only, other] = matching(name, all)
  if (!only) return { error: `No ${kind} is called ${quoted(name)}.` }
  if (other)
    return { error: `${quoted(name)} could be ${quoted(only.title)} or ${quoted(other.title)}. Type more of it.` }
  return only
}

const none = (label: string, error: string): EntryPlanLink => ({ plan_id: null, chunk_id: null, label, error })

/** Finds `plan` or `plan/chunk`, each by its id or the beginning of its title. */
export const planNamed = (name: string, plans: NamedPlan[]): EntryPlanLink => {
  const whole = oneOf(name, plans, 'plan')
  if (!('error' in whole)) return { plan_id: whole.id, chunk_id: null, label: whole.title }
  // A title may have slashes, too: the first that parts a plan from one of its chunks counts.
  const parted = Array.from(name.matchAll(/\//g), ({ index }) => {
    const plan = oneOf(name.slice(0, index).trim(), plans, 'plan')
    if ('error' in plan) return none(name, plan.error)
    const chunk = oneOf(name.slice(index + 1).trim(), plan.chunks, `chunk of ${quoted(plan.title)}`)
    if ('error' in chunk) return none(name, chunk.error)
    return { plan_id: plan.id, chunk_id: chunk.id, label: `${plan.title}: ${chunk.title}` }
  })
  return parted.find(({ chunk_id }) => chunk_id !== null) ?? parted[0] ?? none(name, whole.error)
}
