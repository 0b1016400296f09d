import { columnsAre, dateIsIn, joined } from '../lib/conditions'
import { type Kind, kindEntries } from '../lib/kinds'
import { columnsOf, lastWritten, readsOf } from '../lib/resource/reads'
import { constant, part, rowsAs, sql } from '../lib/sql'
import { TaskRow } from '../tasks/schema'
import { ActionItemRow, filing, ListedActionItem, type Source, sourceType } from './schema'

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

const columns = part`
      ${columnsOf('action_items', ActionItemRow)}, ${filing.selectedNames},
      ${sourceTitle} AS source_title, ${taskJson} AS task`

const joins = part`
    ${filing.withNames}
    LEFT JOIN tasks ON tasks.user_id = action_items.user_id AND tasks.id = action_items.task_id
      AND tasks.deleted_at IS NULL`

/** Empty members filter nothing. `due_until` is a local date. */
type ActionFilter = { isDone?: boolean; due_until?: string } & Partial<
  Record<'status' | 'priority' | 'owner' | 'source_type' | 'source_id' | (typeof filing.ids)[number], string>
>

/** A page has open action items by due date, or done ones, the latest first. */
export const {
  find: actionItem,
  list: actionItems,
  page: pageOfItems,
} = readsOf({
  kind: 'action_item',
  schema: ListedActionItem,
  columns,
  joins,
  where: ({ isDone, due_until: to, ...values }: ActionFilter) =>
    joined([
      isDone !== undefined && constant(`AND action_items.status ${isDone ? '=' : '<>'} 'done'`),
      columnsAre('action_items', values),
      dateIsIn('action_items.due_date', { to }),
    ]),
  order: ({ q, isDone }) =>
    q
      ? lastWritten
      : isDone
        ? { columns: ['action_items.completed_at', 'action_items.id'], isDescending: true }
        : { columns: ['action_items.due_key', 'action_items.id'] },
})

/** The most action items that the page of their source lists. */
const ofSourceLimit = 50

/** Action items of a source, the open ones first. */
export const itemsOfSource = (db: D1Database, userId: string, { type, id }: Source) =>
  rowsAs(
    ListedActionItem,
    sql(db)`
      SELECT ${columns}
      FROM action_items ${joins}
      WHERE action_items.user_id = ${userId} AND source_type = ${type} AND source_id = ${id}
        AND action_items.deleted_at IS NULL
      ORDER BY action_items.status = 'done', due_key, action_items.id
      LIMIT ${ofSourceLimit}`,
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
