import { columnsAre, dateIsIn } from '../lib/conditions'
import { andInOrg, type Kind, kindEntries, kindInOrg } from '../lib/kinds'
import { allOrgs, isOrganization, noOrg, type Org } from '../lib/org'
import { allOf, cutWalk, pageIds, WalkPlace } from '../lib/org-rows'
import { foundBy } from '../lib/search/found-ids'
import { constant, part, rowAs, rowsAs, type SqlPart, sql } from '../lib/sql'
import { foundFrom, foundOrder } from '../search/found-rows'
import { TaskRow } from '../tasks/schema'
import { filing, ListedActionItem, type Source, sourceType } from './schema'

/** Characters of a source's title that a list shows. */
const titleStart = 80

const isSource = (kind: Kind) => sourceType.options.some((type) => type === kind)

/** Kinds of sources that there are, with their tables. */
const sourceKinds = kindEntries.flatMap(([kind, { table, search }]) =>
  isSource(kind) ? [{ kind, table, title: search.title }] : [],
)

const sourceTitle = constant(
  sourceKinds.length === 0
    ? 'NULL'
    : `CASE action_items.source_type ${sourceKinds
        .map(
          ({ kind, table, title }) => `WHEN '${kind}' THEN (
        SELECT substr(${title}, 1, ${titleStart}) FROM ${table}
        WHERE ${table}.user_id = action_items.user_id AND ${table}.id = source_id AND ${table}.deleted_at IS NULL)`,
        )
        .join(' ')} END`,
)

const taskJson = constant(
  `iif(tasks.id IS NULL, NULL, json_object(${Object.keys(TaskRow.shape)
    .map((name) => `'${name}', tasks.${name}`)
    .join(', ')}))`,
)

/** Columns of a `ListedActionItem` from `action_items` joined by `withNames`. */
export const itemColumns = part`
      action_items.id, action_items.description, action_items.status, action_items.priority, action_items.due_date,
      action_items.source_type, action_items.source_id, action_items.owner, action_items.person_id,
      action_items.task_id, action_items.organization_id, action_items.completed_at, action_items.completed_on,
      action_items.seq, action_items.created_at, action_items.updated_at, ${filing.selectedNames},
      ${sourceTitle} AS source_title, ${taskJson} AS task`

export const withNames = part`
    ${filing.withNames}
    LEFT JOIN tasks ON tasks.user_id = action_items.user_id AND tasks.id = action_items.task_id
      AND tasks.deleted_at IS NULL`

export const actionItem = (db: D1Database, userId: string, id: string) =>
  rowAs(
    ListedActionItem,
    sql(db)`
    SELECT ${itemColumns}
    FROM action_items ${withNames}
    WHERE action_items.user_id = ${userId} AND action_items.id = ${id} AND action_items.deleted_at IS NULL`,
  )

/** Condition of the indexes of open action items. */
export const isOpenAction = constant("action_items.status <> 'done' AND action_items.deleted_at IS NULL")

const isDoneAction = constant("action_items.status = 'done' AND action_items.deleted_at IS NULL")

/** Action items that a list shows. Empty members filter nothing. */
export type ActionFilter = {
  isDone?: boolean
  /** Due on this local date or before. */
  until?: string
  owner?: string
  person?: string
  priority?: string
}

/** The index that has the rows of a filter in their order, and the condition for its columns before those of the order. */
const indexOf = (org: Org, { isDone, owner, person }: ActionFilter) => {
  const name = isDone ? 'action_items_done' : 'action_items_open'
  if (person) return { index: `${name}_of_person`, isBy: part`AND action_items.person_id = ${person}` }
  if (isOrganization(org)) return { index: `${name}_of_organization`, isBy: part`AND organization_id = ${org}` }
  if (owner) return { index: `${name}_of_owner`, isBy: part`AND action_items.owner = ${owner}` }
  return { index: name, isBy: part`` }
}

/** Conditions that the index of a filter does not have. */
const restOf = (userId: string, org: Org, { owner, person, priority }: ActionFilter) =>
  allOf([
    owner && (person || isOrganization(org)) && part`action_items.owner = ${owner}`,
    priority && part`action_items.priority = ${priority}`,
    (person ? org !== allOrgs : org === noOrg) && kindInOrg(userId, org, 'action_item'),
  ])

/**
 * SELECT for `placed` of the first action items of a filter after the one with the id `after`. Where the filter or the
 * context has no index of its own, only those among the next rows of one (lib/org-rows.ts).
 */
export const itemIds = (userId: string, org: Org, filter: ActionFilter, after: string, limit: number) => {
  const { isDone, until } = filter
  const [key, way] = isDone ? ['completed_at', '<'] : ['due_key', '>']
  const order = isDone ? 'completed_at DESC, action_items.id DESC' : 'due_key, action_items.id'
  const { index, isBy } = indexOf(org, filter)
  const beyond = part`AND (${constant(key)}, action_items.id) ${constant(way)} (
        SELECT ${constant(key)}, id FROM action_items WHERE user_id = ${userId} AND id = ${after})`
  const from = part`
      FROM action_items INDEXED BY ${constant(index)}
      WHERE action_items.user_id = ${userId} AND ${isDone ? isDoneAction : isOpenAction} ${isBy}
        ${until ? part`AND due_key <= ${until}` : part``} ${after ? beyond : part``}`
  return pageIds({ from, id: 'action_items.id', order, shown: restOf(userId, org, filter), limit })
}

/** A page of action items: open ones by due date, or done ones, the latest first. */
export const actionItems = async (
  db: D1Database,
  userId: string,
  org: Org,
  filter: ActionFilter,
  after: string,
  limit: number,
) => cutWalk(await placed(db, userId, itemIds(userId, org, filter, after, limit + 1)), limit)

/** A page of action items that match, the last written first; open and done ones unless `isDone` says which. */
export const foundItems = async (
  db: D1Database,
  userId: string,
  org: Org,
  { match, isDone, until, owner, person, priority }: ActionFilter & { match: string },
  after: string,
  limit: number,
) => {
  const shown = allOf([
    isDone !== undefined && (isDone ? isDoneAction : isOpenAction),
    until && part`action_items.due_date <= ${until}`,
    owner && part`action_items.owner = ${owner}`,
    person && part`action_items.person_id = ${person}`,
    priority && part`action_items.priority = ${priority}`,
    org !== allOrgs && kindInOrg(userId, org, 'action_item'),
  ])
  const from = foundFrom(userId, 'action_item', match, after)
  const ids = pageIds({ from, id: 'action_items.id', order: foundOrder, shown, limit: limit + 1 })
  return cutWalk(await placed(db, userId, ids), limit)
}

/** @param ids SELECT of `id`, `place` and `is_shown` */
const placed = (db: D1Database, userId: string, ids: SqlPart) =>
  rowsAs(
    ListedActionItem.extend(WalkPlace.shape),
    sql(db)`
      WITH found AS (${ids})
      SELECT ${itemColumns}, found.place, found.is_shown
      FROM found
        CROSS JOIN action_items ON action_items.user_id = ${userId} AND action_items.id = found.id ${withNames}`,
  )

/** The most action items that the page of their source lists. */
const ofSourceLimit = 50

/** Action items of a source, the open ones first. */
export const itemsOfSource = (db: D1Database, userId: string, { type, id }: Source) =>
  rowsAs(
    ListedActionItem,
    sql(db)`
      SELECT ${itemColumns}
      FROM action_items INDEXED BY action_items_by_source ${withNames}
      WHERE action_items.user_id = ${userId} AND source_type = ${type} AND source_id = ${id}
        AND action_items.deleted_at IS NULL
      ORDER BY action_items.status = 'done', due_key, action_items.id
      LIMIT ${ofSourceLimit}`,
  )

type ApiFilter = Partial<
  Record<'status' | 'priority' | 'owner' | 'person_id' | 'source_type' | 'source_id' | 'organization_id', string>
>

/** Action items that a search `q` finds with ids below the cursor in descending order, for the API. */
export const actionItemsBefore = (
  db: D1Database,
  userId: string,
  org: Org,
  { cursor, q, due_until: to, ...columns }: ApiFilter & { cursor: string; q?: string; due_until?: string },
  limit: number,
) =>
  rowsAs(
    ListedActionItem,
    sql(db)`
      SELECT ${itemColumns}
      FROM action_items ${withNames}
      WHERE action_items.user_id = ${userId} AND action_items.id < ${cursor} AND action_items.deleted_at IS NULL
        ${foundBy('action_items.id', q, { userId, kind: 'action_item' })} ${columnsAre('action_items', columns)}
        ${dateIsIn('action_items.due_date', { to })} ${andInOrg(userId, org, 'action_item')}
      ORDER BY action_items.id DESC
      LIMIT ${limit + 1}`,
  )

/** True for a source that is the user's and not deleted. */
export const sourceExists = async (db: D1Database, userId: string, { type, id }: Source) => {
  const table = sourceKinds.find(({ kind }) => kind === type)?.table
  if (table === undefined) return false
  return (
    (await sql(db)`
    SELECT 1 FROM ${constant(table)} WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first()) !== null
  )
}
