import { journalKinds, type KindEntry } from './journal-kinds'
import { allOrgs, clientOf, inOrg, type Org } from './org'
import { constant, part } from './sql'
import { listedTagLimit } from './tags'

/** Adding a kind takes an entry here and the triggers that `npm run triggers -- <kind>` prints, in a migration. */
export const kinds = {
  goal: {
    one: 'Goal',
    many: 'Goals',
    icon: 'goals',
    table: 'goals',
    path: (id) => `/goals/${id}`,
    org: { own: 'goals.organization_id' },
    search: { title: 'title', notes: 'description' },
  },
  milestone: {
    one: 'Milestone',
    many: 'Milestones',
    icon: 'check',
    table: 'goal_milestones',
    path: (id, goalId) => `/goals/${goalId}/milestones/${id}`,
    parent: { kind: 'goal', column: 'goal_id' },
    org: {
      own: '(SELECT organization_id FROM goals WHERE goals.user_id = goal_milestones.user_id AND goals.id = goal_id)',
    },
    search: { title: 'description' },
  },
  project: {
    one: 'Project',
    many: 'Projects',
    icon: 'projects',
    table: 'projects',
    path: (id) => `/projects/${id}`,
    org: { own: 'projects.organization_id' },
    search: { title: 'name' },
    deleted: { detail: clientOf('row'), where: 'merged_into IS NULL' },
  },
  plan: {
    one: 'Plan',
    many: 'Plans',
    icon: 'plans',
    table: 'plans',
    path: (id) => `/plans/${id}`,
    org: { project: 'plans.project_id' },
    search: { title: 'title', notes: 'outline', tags: 'tags' },
    tagged: { list: '/plans', isIn: 'markdown' },
    rowsAtOnce: 10,
  },
  card: {
    one: 'Card',
    many: 'Cards',
    icon: 'cards',
    table: 'cards',
    path: (id) => `/cards/${id}`,
    org: { project: '(SELECT project_id FROM plans WHERE plans.user_id = cards.user_id AND plans.id = cards.plan_id)' },
    search: { title: 'question', notes: 'answer', tags: 'tags' },
    tagged: { list: '/cards' },
  },
  ...journalKinds,
  session: {
    one: 'Session',
    many: 'Sessions',
    icon: 'sessions',
    table: 'sessions',
    path: (id) => `/sessions/${id}`,
    org: { project: 'sessions.project_id' },
    search: { title: 'title', notes: 'notes', tags: 'tags', isOptional: true },
    tagged: { list: '/sessions', isIn: 'ledger' },
    deleted: {
      started_at: 'started_at',
      time_zone: 'time_zone',
      duration_seconds: "iif(status = 'completed', duration_seconds, NULL)",
      where: "status <> 'active'",
    },
  },
} as const satisfies Record<string, KindEntry>

export type Kind = keyof typeof kinds

/** In the order in which they are offered. */
export const kindNames = Object.keys(kinds) as [Kind, ...Kind[]]

export const kindEntries: [Kind, KindEntry][] = kindNames.map((kind) => [kind, kinds[kind]])

export const kindEntry = (kind: Kind): KindEntry => kinds[kind]

/** Kinds whose rows name an organization. */
export const kindsOfOrganizations = kindEntries.flatMap(([kind, { table, org }]) =>
  org.own === `${table}.organization_id` ? [kind] : [],
)

/**
 * Condition for an organization that rows name, deleted ones too. @param id SQL of its id
 * @param but condition of projects that do not count
 */
export const isUsedOrganization = (userId: string, id: string, but = constant('0')) => {
  const uses = kindsOfOrganizations.map((kind) => {
    const counts = kind === 'project' ? part`AND NOT (${but})` : constant('')
    return part`EXISTS (
      SELECT 1 FROM ${constant(kindEntry(kind).table)} AS used
      WHERE used.user_id = ${userId} AND used.organization_id = ${constant(id)} ${counts})`
  })
  return part`(${uses.reduce((some, one) => part`${some} OR ${one}`)})`
}

/** Kinds whose rows have tags of the one list, sessions first. */
export const taggedKinds = kindEntries
  .filter(([, { tagged }]) => tagged)
  .toSorted(([, a], [, b]) => Number(b.tagged?.isIn === 'ledger') - Number(a.tagged?.isIn === 'ledger'))
  .map(([kind]) => kind)

/** Tagged kinds but sessions. */
export const rowTagKinds = taggedKinds.filter((kind) => kindEntry(kind).tagged?.isIn !== 'ledger')

/** SELECT of the tags of all rows but sessions that are not deleted, each with its kind and how many rows have it so. */
export const rowTags = (userId: string) =>
  rowTagKinds
    .map((kind) => {
      const table = constant(kindEntry(kind).table)
      return part`
      SELECT DISTINCT value AS tag, ${constant(`'${kind}'`)} AS kind, tags, uses
      FROM (
        SELECT tags, count(*) AS uses FROM ${table} WHERE user_id = ${userId} AND deleted_at IS NULL GROUP BY tags
      ), json_each(tags)
      WHERE length(value) <= ${listedTagLimit}`
    })
    .reduce((all, one) => part`${all} UNION ALL ${one}`)

/** Tagged kinds whose tags are in the column `tags` alone. */
export const tagColumnKinds = taggedKinds.filter((kind) => kindEntry(kind).tagged?.isIn === undefined)

/** Condition for the rows of a kind that a context shows; see `inOrg`. */
export const kindInOrg = (userId: string, org: Org, kind: Kind) => {
  const { own, project } = kindEntry(kind).org
  return inOrg(userId, org, { own: own ? constant(own) : undefined, project: project ? constant(project) : undefined })
}

/** `AND` with `kindInOrg`; nothing for all, so that the statement is as fast as ever. */
export const andInOrg = (userId: string, org: Org, kind: Kind) =>
  org === allOrgs ? constant('') : part`AND ${kindInOrg(userId, org, kind)}`

type RowOfKind = { kind: Kind; id: string; parent_id: string | null }

/** Path of a row; its edit, delete and restore are below it. */
export const kindPath = ({ kind, id, parent_id }: RowOfKind) => kindEntry(kind).path(id, parent_id)

/** Path of the page that shows a row: its own, or that of the row it is a part of. */
export const kindPage = (row: RowOfKind) => {
  const { parent } = kindEntry(row.kind)
  return parent ? kindEntry(parent.kind).path(row.parent_id ?? '', null) : kindPath(row)
}
