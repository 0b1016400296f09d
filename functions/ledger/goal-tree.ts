import { allRows, part, sql } from '../lib/db/sql'
import { eachSubject, filterText, isWholeFilter, partsOf } from '../lib/filter'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { decodeTexts, nameKey } from '../lib/text/text'

/** Parent of a goal up to the end of `until_date` (null: now). A missing or deleted parent is null. */
type Link = { id: string; parent_id: string | null; until_date: string | null; counts: string | null }

/** Returns a goal and all goals below it at the end of a date, each once. */
type MembersAt = (id: string, date: string) => string[]

/** Later than any date. */
export const afterAllDates = '~'

const untilOf = ({ until_date }: Link) => until_date ?? afterAllDates

type Tree = Map<string | null, Link[]>

const treeOf = (links: Link[]): Tree => Map.groupBy(links, ({ parent_id }) => parent_id)

/**
 * Ids of a goal and all goals below it. Visits each once, because damaged data can contain a cycle.
 * @param parts goals by their parent's id
 */
export const goalSubtree = (parts: Map<string | null, { id: string }[]>, id: string) => {
  const ids = new Set([id])
  for (const above of ids) for (const part of parts.get(above) ?? []) ids.add(part.id)
  return [...ids]
}

/** Ids of a goal and all goals that are or ever were below it. */
export const goalsEverBelow = (links: Link[], id: string) => goalSubtree(treeOf(links), id)

export const goalMembers = (links: Link[]): MembersAt => {
  const ordered = links.toSorted((a, b) => (untilOf(a) < untilOf(b) ? -1 : 1))
  const linksOf = Map.groupBy(ordered, ({ id }) => id)
  const trees = new Map<string, Tree>()
  const treeAt = (date: string) => {
    const isInForce = (link: Link) => untilOf(link) >= date
    // The tree only changes on the dates of links, so one tree serves all dates up to the next change.
    const until = ordered.find(isInForce)?.until_date ?? afterAllDates
    const known = trees.get(until)
    if (known) return known
    const tree = treeOf([...linksOf.values()].flatMap((all) => all.find(isInForce) ?? []))
    trees.set(until, tree)
    return tree
  }
  return (id, date) => goalSubtree(treeAt(date), id)
}

type CountedProject = {
  id: string
  classification: string | null
  organization_id: string | null
  client: string | null
}

/** True if a subject or filter contains an app. Time of apps is reported usage, not sessions. */
export const hasAppSubject = (subject: string) => eachSubject(subject).some((one) => /^app(-category)?:/.test(one))

/** The filter in a column `counts`; empty for null. */
export const filterIn = (counts: string | null) => (counts === null ? '' : filterText(partsOf(counts)))

/** All subjects in a column `counts`, included or excluded; empty for null. */
export const subjectsIn = (counts: string | null) => (counts === null ? [] : eachSubject(counts))

/** Converts a filter to a column `counts`; null for an empty filter. */
export const countsOf = (filter: string) => {
  if (filter === '') return null
  return isWholeFilter(filter) ? filter : JSON.stringify(decodeTexts(filter))
}

/** Replaces a subject that covers several projects, such as an organization, with the projects' subjects. */
const flat = (subject: string, projects: CountedProject[]): string[] => {
  const colon = subject.indexOf(':')
  const [kind, key] = [subject.slice(0, colon), subject.slice(colon + 1)]
  const those = (is: (project: CountedProject) => boolean) => projects.filter(is).map(({ id }) => `project:${id}`)
  if (kind === 'organization') return those(({ organization_id }) => organization_id === key)
  if (kind === 'client') return those(({ client }) => client === nameKey(key.slice(1)))
  if (kind !== 'classification') return [subject]
  return [
    ...those(({ classification }) => classification === key),
    // Time on a plan counts as learning without a project, too.
    ...(key === 'learning' ? ['plan:any'] : []),
  ]
}

/** A subject that matches nothing. */
const nothing = 'project:'

/** Alternative subjects in a column `counts`. A filter of several groups stays one subject. */
const flatOf = (counts: string | null, projects: CountedProject[]): string[] | null => {
  if (counts === null) return null
  const { all, none } = partsOf(counts)
  const flatGroup = (group: string[]) => group.flatMap((one) => flat(one, projects))
  if (!isWholeFilter(counts)) return all.flatMap(flatGroup)
  // Without this subject, an empty group would match everything.
  const groups = all.map((group) => [...flatGroup(group), nothing])
  return [JSON.stringify({ all: groups, none: flatGroup(none) })]
}

/**
 * Returns the subjects that count for a goal on a date: the subjects it counted then, else the goal itself, plus those
 * of all goals below it on that date. A filter of several groups is one subject.
 */
type CountedAt = (id: string, date: string) => string[]

type Counting = { links: Link[]; countedAt: CountedAt }

type CountingRow = { part: 'link' | 'rule' | 'project'; id: string } & Record<'a' | 'b' | 'c', string | null>

const projectRows = (userId: string) => part`
    SELECT 'project' AS part, projects.id, classification AS a, organizations.id AS b, organizations.name_key AS c
    FROM projects
      LEFT JOIN organizations ON organizations.user_id = projects.user_id
        AND organizations.id = projects.organization_id AND organizations.deleted_at IS NULL
    WHERE projects.user_id = ${userId}`

const projectsIn = (rows: CountingRow[]): CountedProject[] =>
  rows.flatMap(({ part, id, a, b, c }) =>
    part === 'project' ? [{ id, classification: a, organization_id: b, client: c }] : [],
  )

/** Reads projects, and returns a function that resolves subjects of several projects. */
export const readProjectResolver = async (db: D1Database, userId: string) => {
  const projects = projectsIn(await allRows<CountingRow>(sql(db)`${projectRows(userId)}`))
  return (subject: string) => flat(subject, projects)
}

/**
 * Reads the lists and the parents of goals at the end of any date from `since` on, in one statement. Includes former
 * links of goals that were moved, deleted or restored since then.
 */
export const readCounting = async (db: D1Database, userId: string, since: string): Promise<Counting> => {
  const rows = await allRows<CountingRow>(sql(db)`
    SELECT 'link' AS part, id, iif(deleted_at IS NULL, parent_id, NULL) AS a, NULL AS b, counts AS c
    FROM goals
    WHERE user_id = ${userId}
    UNION ALL
    SELECT 'link', goal_id, parent_id, until_date, NULL
    FROM goal_former_parents
    WHERE user_id = ${userId} AND until_date >= ${since}
    UNION ALL
    SELECT 'rule', goal_id, from_date, rule ->> 'counts', NULL
    FROM goal_targets
    WHERE user_id = ${userId}
      AND goal_id IN (SELECT goal_id FROM goal_targets WHERE user_id = ${userId} AND rule IS NOT NULL)
    UNION ALL
    ${projectRows(userId)}
      AND (SELECT EXISTS (
        SELECT 1 FROM goals WHERE user_id = ${userId} AND counts IS NOT NULL
        UNION ALL SELECT 1 FROM goal_targets WHERE user_id = ${userId} AND rule ->> 'counts' IS NOT NULL))`)
  const of = (name: CountingRow['part']) => rows.filter((row) => row.part === name)
  const links = of('link').map(({ id, a, b, c }): Link => ({ id, parent_id: a, until_date: b, counts: c }))
  const projects = projectsIn(rows)
  const rules = of('rule')
    .map(({ id, a, b }) => ({ id, from_date: a ?? '', counts: b }))
    .sort((one, other) => (one.from_date < other.from_date ? 1 : -1))
  const membersAt = goalMembers(links)
  const now = new Map(links.filter(({ until_date }) => until_date === null).map(({ id, counts }) => [id, counts]))
  const before = Map.groupBy(rules, ({ id }) => id)
  /** The latest rule is the current one. The first rule also applies to all dates before it. */
  const countedOn = (id: string, date: string) => {
    const [latest, ...earlier] = before.get(id) ?? []
    if (!latest || latest.from_date <= date || earlier.length === 0) return now.get(id) ?? null
    return (earlier.find(({ from_date }) => from_date <= date) ?? earlier.at(-1) ?? latest).counts
  }
  const countedAt = (id: string, date: string) => [
    ...new Set(
      membersAt(id, date).flatMap((member) => flatOf(countedOn(member, date), projects) ?? [`goal:${member}`]),
    ),
  ]
  return { links, countedAt }
}

const choiceLimit = 500

/** Goals in a context that can be worked on now, by title. */
export const openGoals = (db: D1Database, userId: string, org: Org = allOrgs) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title
    FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ${andInOrg(userId, org, 'goal')}
    ORDER BY title COLLATE NOCASE, id
    LIMIT ${choiceLimit}`)
