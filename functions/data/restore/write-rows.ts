import { z } from 'zod'
import { readPlan } from '../../learning/plans/markdown/read'
import { chunkColumns, derivedColumns } from '../../learning/plans/put'
import { columnList, jsonValues } from '../../lib/db/conditions'
import { constant, jsonChunks, newSeq, part, type SqlPart, sql } from '../../lib/db/sql'
import { nameKey } from '../../lib/text/text'
import { splitHours } from '../../lib/time/hours'
import type { TableRow } from '../export/read/entry'
import { entryOf, hasVersion, keyColumns, storedColumns, type TableName } from '../export/read/tables'
import { date } from '../export/read/values'

/** Columns that are computed from others of the row, so the document omits them. */
const computed: { [Table in TableName]?: readonly string[] } = {
  organizations: ['name_key'],
  projects: ['name_key'],
  skills: ['name_key'],
  plans: [
    ...['title', 'status', 'tags', 'total_hours', 'chunk_count', 'completed_count', 'skipped_count', 'planned_minutes'],
    ...['next_chunk', 'next_title', 'outline', 'chunks'],
  ],
  sessions: ['planned_until'],
}

/** Columns that a copy includes in addition to the document's. */
const copied: { [Table in TableName]?: readonly string[] } = {
  ...computed,
  meetings: ['details_seq', 'preparation_version', 'questions_version', 'outcome_version'],
}

const isData = (column: string) => column !== 'seq'
export const dataColumns = (table: TableName) => storedColumns(table).filter(isData)
const writtenColumns = (table: TableName) => [...dataColumns(table), ...(computed[table] ?? [])]
const copiedColumns = (table: TableName) => [...dataColumns(table), ...(copied[table] ?? [])]
const hasSeq = (table: TableName) => storedColumns(table).includes('seq')

/** Adds the computed columns to a row. @param now epoch ms */
export const withComputedColumns = (table: TableName, row: TableRow, now: number): TableRow => {
  if (entryOf(table).named) return { ...row, name_key: nameKey(String(row.name)) }
  if (table === 'sessions') {
    const { started_at, duration_seconds: seconds = null, ended_at = null, time_zone, day_start_minute } = row
    const zone = { time_zone: String(time_zone), day_start_minute: Number(day_start_minute) }
    const isPlanned = row.status === 'completed' && Number(ended_at) > now
    // Documents by other programs may lack hours.
    const split = () =>
      seconds === null ? null : JSON.stringify(splitHours(Number(started_at), Number(seconds), zone))
    return { ...row, hours: row.hours ?? split(), planned_until: isPlanned ? ended_at : null }
  }
  if (table !== 'plans') return row
  const read = readPlan(String(row.content))
  if ('errors' in read) throw new Error('a plan of a checked document is unreadable')
  const { plan, chunks } = derivedColumns(read)
  return {
    ...row,
    ...plan,
    tags: JSON.stringify(plan.tags),
    chunks: JSON.stringify(chunks),
    finished: row.chunks ?? null,
  }
}

/** Context for filling a shadow account. `owner`: account whose present rows a merge keeps; null for a replacement. */
export type FillContext = { db: D1Database; shadow: string; owner: string | null; now: number }

/** Tables whose rows belong to a goal. The newer version of the goal decides which rows are kept. */
const ofGoals: TableName[] = ['goal_targets', 'goal_former_parents', 'goal_skips']

/** Condition: the owner has the row, and the owner's version is at least as new as the document's. */
const ownerKeeps = (table: TableName, owner: string, shadow: string) => {
  const key = keyColumns(table)
  const isIt = constant(key.map((column) => `mine.${column} = value ->> '${column}'`).join(' AND '))
  const isNewer = hasVersion(table) ? constant("AND mine.updated_at >= value ->> 'updated_at'") : constant('')
  const ofGoal = ofGoals.includes(table)
    ? part`AND (SELECT updated_at FROM goals WHERE user_id = ${owner} AND id = mine.goal_id)
          >= (SELECT updated_at FROM goals WHERE user_id = ${shadow} AND id = mine.goal_id)`
    : constant('')
  return part`EXISTS (
    SELECT 1 FROM ${constant(table)} AS mine
    WHERE mine.user_id = ${owner} AND ${isIt} ${isNewer} ${ofGoal})`
}

/** Condition: the owner has an identical row. For activities, which have no id. */
const isAlike = (table: TableName, owner: string) => {
  const alike = dataColumns(table).map((column) => `mine.${column} IS value ->> '${column}'`)
  return part`EXISTS (
    SELECT 1 FROM ${constant(table)} AS mine WHERE mine.user_id = ${owner} AND ${constant(alike.join(' AND '))})`
}

const isKept = (table: TableName, owner: string, shadow: string) =>
  table === 'pr_review_activities' ? isAlike(table, owner) : ownerKeeps(table, owner, shadow)

/** SQL of a document's value. NULL if the column is unique and another row of the owner has the value. */
const documentValue = (table: TableName, column: string, { owner, now }: FillContext): SqlPart => {
  const value = constant(`value ->> '${column}'`)
  if (owner === null) return value
  const { unique = [] } = entryOf(table)
  if (table !== 'user_apps' && unique.includes(column)) {
    return part`iif(EXISTS (
      SELECT 1 FROM ${constant(table)} AS mine
      WHERE mine.user_id = ${owner} AND mine.${constant(column)} = ${value} AND mine.id <> value ->> 'id'), NULL, ${value})`
  }
  if (table !== 'reviews' || column !== 'deleted_at') return value
  return part`iif(${value} IS NULL AND EXISTS (
      SELECT 1 FROM reviews AS mine
      WHERE mine.user_id = ${owner} AND mine.period = value ->> 'period' AND mine.date = value ->> 'date'
        AND mine.organization_id IS value ->> 'organization_id' AND mine.deleted_at IS NULL
        AND mine.id <> value ->> 'id' AND mine.updated_at >= value ->> 'updated_at'), ${now}, ${value})`
}

const joined = (parts: SqlPart[]): SqlPart => ({
  text: parts.map(({ text }) => text).join(', '),
  values: parts.flatMap(({ values }) => values),
})

/** Columns of a plan that are bound separately, because the JSON of the whole row could be too long to bind. */
const boundColumns = ['content', 'chunks']

const boundApart = (table: TableName, rows: TableRow[]): [json: string, bound: TableRow][] =>
  table === 'plans'
    ? rows.map(({ content = null, chunks = null, ...row }) => [JSON.stringify([row]), { content, chunks }])
    : jsonChunks(rows).map((json) => [json, {}])

/** Adds a document's rows to the shadow. In a merge, skips rows whose version of the owner is kept. */
export const addRows = (fill: FillContext, table: TableName, rows: TableRow[]) => {
  const { db, shadow, owner } = fill
  const columns = writtenColumns(table)
  const valuesOf = (bound: TableRow) =>
    columns.map((column) => {
      if (table === 'goals' && column === 'parent_id') return constant('NULL')
      return boundColumns.includes(column) && column in bound
        ? part`${bound[column] ?? null}`
        : documentValue(table, column, fill)
    })
  const seq = hasSeq(table)
  return boundApart(table, rows).map(
    ([json, bound]) => sql(db)`
      INSERT INTO ${constant(table)} (user_id, ${columnList(columns)} ${constant(seq ? ', seq' : '')})
      SELECT ${shadow}, ${joined(valuesOf(bound))} ${seq ? part`, ${newSeq(shadow)}` : constant('')}
      FROM json_each(${json})
      WHERE ${owner === null ? constant('true') : part`NOT ${isKept(table, owner, shadow)}`}
      ON CONFLICT DO NOTHING`,
  )
}

/** Chunks in a document with their completion dates. Empty if another program wrote none. */
const Finished = z.array(z.object({ id: z.string(), completed_on: date.nullish() })).catch([])

/** The chunks of a plan as rows of `plan_chunks`. */
const shortChunks = ({ chunks, finished }: TableRow) => {
  const days = new Map(Finished.parse(JSON.parse(String(finished))).map(({ id, completed_on }) => [id, completed_on]))
  return (JSON.parse(String(chunks)) as Record<string, unknown>[]).map((chunk) => ({
    ...Object.fromEntries(['id', ...chunkColumns].map((column) => [column, chunk[column]])),
    completed_on: chunk.status === 'completed' ? days.get(String(chunk.id)) : null,
  }))
}

const restoredColumns = [...chunkColumns, 'completed_on']

/** Adds the chunks of the plans that this step added. */
export const addChunks = ({ db, shadow }: FillContext, plans: TableRow[]) =>
  jsonChunks(plans.map((plan) => ({ id: plan.id, chunks: shortChunks(plan) }))).map(
    (json) => sql(db)`
      INSERT INTO plan_chunks (user_id, plan_id, id, ${columnList(restoredColumns)})
      SELECT ${shadow}, plan.value ->> 'id', chunk.value ->> 'id', ${jsonValues(restoredColumns, 'chunk.')}
      FROM json_each(${json}) AS plan JOIN json_each(plan.value, '$.chunks') AS chunk
      WHERE plan.value ->> 'id' IN (SELECT id FROM plans WHERE user_id = ${shadow} AND seq = ${newSeq(shadow)})
      ON CONFLICT DO NOTHING`,
  )

/** The owner's rows after key `from` up to key `to`. Null means without a limit. */
export type KeyRange = { from: TableRow[string][] | null; to: TableRow[string][] | null }

/** Key columns by which ranges of a table are read. */
export const rangeColumns = (table: TableName): readonly string[] =>
  table === 'pr_review_activities' ? ['number'] : keyColumns(table)

const bounds = (columns: readonly string[], { from, to }: KeyRange) => {
  const key = constant(`(${columns.map((column) => `mine.${column}`).join(', ')})`)
  const values = (limit: TableRow[string][]) => joined(limit.map((value) => part`${value}`))
  return part`${from ? part`AND ${key} > (${values(from)})` : constant('')}
        ${to ? part`AND ${key} <= (${values(to)})` : constant('')}`
}

/** Copies the owner's rows, except rows that the document replaced. */
export const copyRows = ({ db, shadow, now }: FillContext, owner: string, table: TableName, range: KeyRange) => {
  const columns = copiedColumns(table)
  const key = keyColumns(table)
  const seq = hasSeq(table)
  const valueOfMine = (column: string) => {
    if (table === 'goals' && column === 'parent_id') return constant('NULL')
    if (table !== 'reviews' || column !== 'deleted_at') return constant(`mine.${column}`)
    return part`iif(mine.deleted_at IS NULL AND EXISTS (
        SELECT 1 FROM reviews AS theirs
        WHERE theirs.user_id = ${shadow} AND theirs.period = mine.period AND theirs.date = mine.date
          AND theirs.organization_id IS mine.organization_id AND theirs.deleted_at IS NULL), ${now}, mine.deleted_at)`
  }
  const isThere = constant(key.map((column) => `theirs.${column} = mine.${column}`).join(' AND '))
  return sql(db)`
    INSERT INTO ${constant(table)} (user_id, ${columnList(columns)} ${constant(seq ? ', seq' : '')})
    SELECT ${shadow}, ${joined(columns.map(valueOfMine))} ${seq ? part`, ${newSeq(shadow)}` : constant('')}
    FROM ${constant(table)} AS mine
    WHERE mine.user_id = ${owner} ${bounds(rangeColumns(table), range)}
      ${constant(table === 'user_apps' ? "AND mine.set_by = 'user'" : '')}
      ${table === 'pr_review_activities' ? constant('') : part`AND NOT EXISTS (SELECT 1 FROM ${constant(table)} AS theirs WHERE theirs.user_id = ${shadow} AND ${isThere})`}
    ORDER BY ${columnList(rangeColumns(table), 'mine.')}
    ON CONFLICT DO NOTHING`
}

/** Copies the chunks and card files of the plans that this step copied. */
export const copyPlanParts = ({ db, shadow }: FillContext, owner: string) =>
  [['plan_chunks', ['id', ...restoredColumns]] as const, ['card_files', ['content', 'keys']] as const].map(
    ([table, columns]) => sql(db)`
      INSERT INTO ${constant(table)} (user_id, plan_id, ${columnList(columns)})
      SELECT ${shadow}, mine.plan_id, ${columnList(columns, 'mine.')}
      FROM ${constant(table)} AS mine
      WHERE mine.user_id = ${owner} AND mine.plan_id IN (
        SELECT id FROM plans WHERE user_id = ${shadow} AND seq = ${newSeq(shadow)})`,
  )
