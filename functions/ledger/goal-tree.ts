import { allRows, sql } from '../lib/db/sql'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'

/** The parent of a goal up to the end of `until_date`, or now; null when it has none or is deleted. */
type Link = { id: string; parent_id: string | null; until_date: string | null }

/** Gives the goal and everything that was below it at the end of a date, each once. */
type MembersAt = (id: string, date: string) => string[]

/** Parent links of all goals: present ones, and former ones of goals moved, deleted or restored since a date. */
export const linksSince = (db: D1Database, userId: string, since: string) =>
  allRows<Link>(sql(db)`
    SELECT id, iif(deleted_at IS NULL, parent_id, NULL) AS parent_id, NULL AS until_date
    FROM goals
    WHERE user_id = ${userId}
    UNION ALL
    SELECT goal_id, parent_id, until_date
    FROM goal_former_parents
    WHERE user_id = ${userId} AND until_date >= ${since}`)

/** Later than any date. */
export const never = '~'

const untilOf = ({ until_date }: Link) => until_date ?? never

type Tree = Map<string | null, Link[]>

const treeOf = (links: Link[]): Tree => Map.groupBy(links, ({ parent_id }) => parent_id)

/**
 * The ids of a goal and everything below it, each once: damaged data can contain a cycle.
 * @param parts goals by that which they are part of
 */
export const membersIn = (parts: Map<string | null, { id: string }[]>, id: string) => {
  const ids = new Set([id])
  for (const above of ids) for (const part of parts.get(above) ?? []) ids.add(part.id)
  return [...ids]
}

/** A goal and everything that is below it or once was. */
export const everBelow = (links: Link[], id: string) => membersIn(treeOf(links), id)

export const membersOf = (links: Link[]): MembersAt => {
  const ordered = links.toSorted((a, b) => (untilOf(a) < untilOf(b) ? -1 : 1))
  const linksOf = Map.groupBy(ordered, ({ id }) => id)
  const trees = new Map<string, Tree>()
  const treeAt = (date: string) => {
    const isInForce = (link: Link) => untilOf(link) >= date
    // The tree is the same between the dates on which it was changed.
    const until = ordered.find(isInForce)?.until_date ?? never
    const known = trees.get(until)
    if (known) return known
    const tree = treeOf([...linksOf.values()].flatMap((all) => all.find(isInForce) ?? []))
    trees.set(until, tree)
    return tree
  }
  return (id, date) => membersIn(treeAt(date), id)
}

/** Reads who was below goals at the end of any date from `since` on; one statement. */
export const membersSince = async (db: D1Database, userId: string, since: string): Promise<MembersAt> =>
  membersOf(await linksSince(db, userId, since))

const choiceLimit = 500

/** The goals of a context that time can be spent on now, by title. */
export const openGoals = (db: D1Database, userId: string, org: Org = allOrgs) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title
    FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ${andInOrg(userId, org, 'goal')}
    ORDER BY title COLLATE NOCASE, id
    LIMIT ${choiceLimit}`)
