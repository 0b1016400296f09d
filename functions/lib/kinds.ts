import { constant, part } from './db/sql'
import { features, type KindEntry } from './feature'
import { allOrgs, inOrg, type Org } from './org'

/** The kinds of rows in the order in which they are offered. A feature says what each is (`kinds` in its feature.ts). */
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

/** @throws Error when no feature has the kind */
export const kindEntry = (kind: Kind): KindEntry => {
  const entry = entries[kind]
  if (!entry) throw new Error(`No feature has the kind ${kind}`)
  return entry
}

export const kindEntries = kindNames.map((kind) => [kind, kindEntry(kind)] as const)

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
