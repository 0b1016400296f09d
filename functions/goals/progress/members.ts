import { z } from 'zod'
import { allRows, sql } from '../../lib/sql'
import { type Family, subtreeIds } from './measure'

/** Parents of goals up to the end of a date, in the order of the dates; null when a goal had none or was deleted. */
export const FormerParents = z
  .array(z.object({ goal_id: z.string(), until_date: z.string(), parent_id: z.string().nullable() }))
  .transform((parents) => parents.toSorted((a, b) => (a.until_date < b.until_date ? -1 : 1)))
type FormerParents = z.infer<typeof FormerParents>

type Link = { id: string; parent_id: string | null }

/** Gives the goal and everything that was below it at the end of a date, each once. */
export type MembersAt = (id: string, date: string) => string[]

/** Goals and everything below them now, each with its parent; null for a deleted one. */
const linksBelow = (db: D1Database, userId: string, ids: string[]) =>
  allRows<Link>(sql(db)`
    WITH RECURSIVE below (id) AS (
      SELECT value FROM json_each(${JSON.stringify(ids)})
      UNION
      SELECT goals.id
      FROM below CROSS JOIN goals INDEXED BY goals_by_parent
        ON goals.user_id = ${userId} AND goals.parent_id = below.id
      WHERE goals.deleted_at IS NULL
    )
    SELECT goals.id, iif(deleted_at IS NULL, parent_id, NULL) AS parent_id
    FROM below CROSS JOIN goals ON goals.user_id = ${userId} AND goals.id = below.id`)

/** The members of goals at the end of dates, from the present links and the former ones in the order of their dates. */
export const membersAt = (links: Link[], former: FormerParents): MembersAt => {
  const trees = new Map<string, Map<string | null, string[]>>()
  const byGoal = Map.groupBy(former, ({ goal_id }) => goal_id)
  const treeAt = (date: string) => {
    // The tree is the same between the dates on which it was changed.
    const until = former.find(({ until_date }) => until_date >= date)?.until_date ?? ''
    const known = trees.get(until)
    if (known) return known
    const parentOf = ({ id, parent_id }: Link) => {
      const before = byGoal.get(id)?.find(({ until_date }) => until_date >= date)
      return before ? before.parent_id : parent_id
    }
    const parts = Map.groupBy(links, parentOf)
    const tree = new Map([...parts].map(([parent, below]) => [parent, below.map(({ id }) => id)]))
    trees.set(until, tree)
    return tree
  }
  return (id, date) => {
    const tree = treeAt(date)
    const ids = new Set([id])
    for (const above of ids) for (const below of tree.get(above) ?? []) ids.add(below)
    return [...ids]
  }
}

/** Gives the members of the goals of a family; reads what was moved out of it only if anything was. */
export const readMembers = async (
  db: D1Database,
  userId: string,
  { family, former }: { family: Family; former: FormerParents },
): Promise<MembersAt> => {
  if (former.length === 0) return (id) => subtreeIds(family, id)
  const moved = await linksBelow(db, userId, [...new Set(former.map(({ goal_id }) => goal_id))])
  const links = new Map([...family.byId.values(), ...moved].map((link) => [link.id, link]))
  return membersAt([...links.values()], former)
}
