import { constant, part } from './db/sql'
import { features, type KindEntry } from './feature'
import { allOrgs, inOrg, type Org } from './org'

/** Kinds of rows in the order in which they are offered. Features define them (`kinds` in feature.ts). */
export const kindNames = [
  'goal',
  'milestone',
  'project',
  'plan',
  'card',
  'organization',
  'person',
  'meeting',
  'learning',
  'task',
  'feedback',
  'skill',
  'checkin',
  'review',
  'evidence',
  'report',
  'view',
  'session',
] as const
export type Kind = (typeof kindNames)[number]

const entries: Record<string, KindEntry> = Object.assign({}, ...features.map(({ kinds }) => kinds))

/** @throws Error if no feature defines the kind */
export const kindEntry = (kind: Kind): KindEntry => {
  const entry = entries[kind]
  if (!entry) throw new Error(`No feature has the kind ${kind}`)
  return entry
}

export const kindEntries = kindNames.map((kind) => [kind, kindEntry(kind)] as const)

/** Kinds whose rows refer to an organization. */
export const kindsOfOrganizations = kindEntries.flatMap(([kind, { table, org }]) =>
  org.own === `${table}.organization_id` ? [kind] : [],
)

/**
 * Condition for an organization that any row refers to.
 * @param id SQL of its id
 * @param but condition for projects that do not count
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

/** Kinds whose rows have tags, sessions first. */
export const taggedKinds = kindEntries
  .filter(([, { tagged }]) => tagged)
  .toSorted(([, a], [, b]) => Number(b.tagged?.isIn === 'ledger') - Number(a.tagged?.isIn === 'ledger'))
  .map(([kind]) => kind)

/** Kinds with tags, except sessions. */
export const rowTagKinds = taggedKinds.filter((kind) => kindEntry(kind).tagged?.isIn !== 'ledger')

/** Kinds whose tags are only in the column `tags`. */
export const tagColumnKinds = taggedKinds.filter((kind) => kindEntry(kind).tagged?.isIn === undefined)

/** Condition for the rows of a kind in a context; see `inOrg`. */
export const kindInOrg = (userId: string, org: Org, kind: Kind) => {
  const { own, project } = kindEntry(kind).org
  return inOrg(userId, org, { own: own ? constant(own) : undefined, project: project ? constant(project) : undefined })
}

/** `AND` with `kindInOrg`. Empty for the context "all", so that the statement stays fast. */
export const andInOrg = (userId: string, org: Org, kind: Kind) =>
  org === allOrgs ? constant('') : part`AND ${kindInOrg(userId, org, kind)}`

type RowOfKind = { kind: Kind; id: string; parent_id: string | null }

/** Path of a row; its edit, delete and restore are below it. */
export const kindPath = ({ kind, id, parent_id }: RowOfKind) => kindEntry(kind).path(id, parent_id)

/** Path of the page that shows a row: its own page, or the page of its parent. */
export const kindPage = (row: RowOfKind) => {
  const { parent } = kindEntry(row.kind)
  return parent ? kindEntry(parent.kind).path(row.parent_id ?? '', null) : kindPath(row)
}
