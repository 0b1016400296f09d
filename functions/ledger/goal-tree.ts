import { allRows, part, type SqlPart, sql } from '../lib/sql'

/** The parent of a goal up to the end of `until_date`, or now; null when it has none or is deleted. */
export type Link = { id: string; parent_id: string | null; until_date: string | null }

/** Gives the goal and everything that was below it at the end of a date, each once. */
export type MembersAt = (id: string, date: string) => string[]

/** Goals by id, or a SELECT of their ids. */
type Ids = string[] | SqlPart

const selected = (ids: Ids) => (Array.isArray(ids) ? part`SELECT value FROM json_each(${JSON.stringify(ids)})` : ids)

/**
 * Goals below those of a recursive table `below`. In this order and by this index, as SQLite reads all goals for each of
 * them otherwise: 131,000 rows for a goal with 270 below it, not 23,000.
 */
export const childrenOfBelow = (userId: string) => part`
      FROM below CROSS JOIN goals INDEXED BY goals_by_parent
        ON goals.user_id = ${userId} AND goals.parent_id = below.id
      WHERE goals.deleted_at IS NULL`

/**
 * The present links of goals and everything below them, and of all goals that were moved, deleted or restored since a
 * date, with the links that these had before.
 */
export const linksSince = (db: D1Database, userId: string, ids: Ids, since: string) =>
  allRows<Link>(sql(db)`
    WITH RECURSIVE former (goal_id, until_date, parent_id) AS (
      SELECT goal_id, until_date, parent_id FROM goal_former_parents WHERE user_id = ${userId} AND until_date >= ${since}
    ), below (id) AS (
      ${Array.isArray(ids) && ids.length === 0 ? part`` : part`${selected(ids)} UNION`}
      SELECT goal_id FROM former
      UNION
      SELECT goals.id
      ${childrenOfBelow(userId)}
    )
    SELECT goals.id, iif(deleted_at IS NULL, parent_id, NULL) AS parent_id, NULL AS until_date
    FROM goals
    WHERE user_id = ${userId} AND id IN below
    UNION ALL
    SELECT goal_id, parent_id, until_date FROM former`)

/** Later than any date. */
const never = '~'

const untilOf = ({ until_date }: Link) => until_date ?? never

export const membersOf = (links: Link[]): MembersAt => {
  const ordered = links.toSorted((a, b) => (untilOf(a) < untilOf(b) ? -1 : 1))
  const linksOf = Map.groupBy(ordered, ({ id }) => id)
  const trees = new Map<string, Map<string | null, string[]>>()
  const treeAt = (date: string) => {
    const isInForce = (link: Link) => untilOf(link) >= date
    // The tree is the same between the dates on which it was changed.
    const until = ordered.find(isInForce)?.until_date ?? never
    const known = trees.get(until)
    if (known) return known
    const present = [...linksOf.values()].flatMap((all) => all.find(isInForce) ?? [])
    const tree = new Map(
      [...Map.groupBy(present, ({ parent_id }) => parent_id)].map(([id, parts]) => [id, parts.map((part) => part.id)]),
    )
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

/** Reads who was below goals at the end of any date from `since` on; one statement. */
export const membersSince = async (db: D1Database, userId: string, ids: Ids, since: string): Promise<MembersAt> =>
  membersOf(await linksSince(db, userId, ids, since))
