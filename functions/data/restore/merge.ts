import { columnList, withGiven } from '../../lib/db/conditions'
import { allRows, constant, sql } from '../../lib/db/sql'
import { firstCharacters, nameKey } from '../../lib/text/text'
import { splitsOf } from '../../lib/time/hours'
import type { TableRow } from '../export/read/entry'
import { entryOf, type TableName } from '../export/read/tables'
import { addRows, dataColumns, type FillContext, withComputedColumns } from './write-rows'

const restoredNameLimit = 100

const numbered = (name: string, number: number) => {
  const mark = ` (${number})`
  return firstCharacters(name, restoredNameLimit - mark.length) + mark
}

/** Unique key of a row's name in its table. Names of projects are unique within their organization. */
const nameOf = (table: TableName, { name, organization_id }: TableRow) =>
  JSON.stringify([nameKey(String(name)), table === 'projects' ? (organization_id ?? null) : null])

/** Renames rows whose name is taken by a row of the owner or by an earlier row: `Thesis (2)`. */
export const renameTaken = async ({ db, shadow, owner }: FillContext, table: TableName, rows: TableRow[]) => {
  if (!entryOf(table).named || owner === null) return rows
  const taken = new Map<string, string>()
  const columns = constant(table === 'projects' ? 'id, name, organization_id' : 'id, name')
  const stored = await allRows<TableRow>(sql(db)`
    SELECT ${columns} FROM ${constant(table)}
    WHERE user_id IN (${owner}, ${shadow}) AND deleted_at IS NULL`)
  for (const row of stored) taken.set(nameOf(table, row), String(row.id))
  const own = new Set(rows.map((row) => nameOf(table, row)))
  return rows.map((row) => {
    const isFree = (candidate: TableRow) => [undefined, row.id].includes(taken.get(nameOf(table, candidate)))
    if (row.deleted_at !== null) return row
    let named = row
    for (let number = 2; !isFree(named) || (named !== row && own.has(nameOf(table, named))); number += 1) {
      named = { ...row, name: numbered(String(row.name), number) }
    }
    taken.set(nameOf(table, named), String(row.id))
    return named
  })
}

const slotsOf = (row: TableRow) => entryOf('sessions').slots?.(row) ?? []

/**
 * Adds running sessions of the document and the owner's. If both have one, the older one ends when the newer one began.
 * Runs after the document's other sessions and before the owner's are copied.
 */
export const mergeRunning = async (fill: FillContext, rows: TableRow[]) => {
  const { db, shadow, owner, now } = fill
  if (owner === null) return addRows(fill, 'sessions', rows)
  const columns = dataColumns('sessions')
  const [running, known] = await Promise.all([
    allRows<TableRow>(sql(db)`
      SELECT ${columnList(columns)} FROM sessions
      WHERE user_id = ${owner} AND status = 'active' AND deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM sessions AS theirs WHERE theirs.user_id = ${shadow} AND theirs.id = sessions.id)`),
    allRows<TableRow>(sql(db)`
      SELECT id, updated_at FROM sessions
      WHERE user_id = ${owner} AND id IN (SELECT value ->> 'id' FROM json_each(${JSON.stringify(rows)}))`),
  ])
  const updatedAt = new Map(known.map(({ id, updated_at }) => [id, Number(updated_at)]))
  const added = rows.filter(({ id, updated_at }) => Number(updated_at) > (updatedAt.get(id ?? null) ?? -1))
  const replaced = new Set(added.map(({ id }) => id))
  const present = running.filter(({ id }) => !replaced.has(id))
  for (const [place, row] of added.entries()) {
    for (const [index, other] of present.entries()) {
      const one = added[place] ?? row
      if (!slotsOf(one).some((slot) => slotsOf(other).includes(slot))) continue
      if (Number(one.started_at) <= Number(other.started_at)) added[place] = endedAt(one, Number(other.started_at))
      else present[index] = endedAt(other, Number(one.started_at))
    }
  }
  const ended = present
    .filter(({ status }) => status !== 'active')
    .map((row) => withComputedColumns('sessions', row, now))
  return [...addRows({ ...fill, owner: null }, 'sessions', ended), ...addRows(fill, 'sessions', added)]
}

/** Copy of a running session that ends at a moment (epoch ms). */
const endedAt = (row: TableRow, moment: number): TableRow => {
  const started_at = Number(row.started_at)
  const duration_seconds = Math.floor((moment - started_at) / 1000)
  const zone = { time_zone: String(row.time_zone), day_start_minute: Number(row.day_start_minute) }
  const { days, hours } = splitsOf({ started_at, duration_seconds, ...zone })
  return {
    ...row,
    status: 'completed',
    ended_at: moment,
    duration_seconds,
    days: JSON.stringify(days),
    hours: JSON.stringify(hours),
  }
}

/** Sets the parents of goals. The owner's versions take precedence. A parent that would create a cycle is dropped. */
export const mergeGoalParents = async ({ db, shadow, owner }: FillContext, rows: TableRow[]) => {
  const of = (userId: string) =>
    allRows<TableRow>(sql(db)`SELECT id, parent_id, updated_at FROM goals WHERE user_id = ${userId}`)
  const [filled, mine] = await Promise.all([of(shadow), owner === null ? [] : of(owner)])
  const kept = new Map(mine.map((row) => [String(row.id), row]))
  const parents = new Map(
    filled.map(({ id, parent_id }) => [String(id), parent_id === null ? null : String(parent_id)]),
  )
  const isKept = ({ id, updated_at }: TableRow) => Number(kept.get(String(id))?.updated_at ?? -1) >= Number(updated_at)
  const wanted = [
    ...filled.filter((row) => isKept(row)).map(({ id }) => kept.get(String(id)) ?? {}),
    ...rows.filter((row) => !isKept(row)),
  ]
  const set: [string, string][] = []
  for (const row of wanted) {
    const [child, parent] = [String(row.id), row.parent_id]
    if (parent === null || parent === undefined || parents.get(child) === parent) continue
    let above: string | null | undefined = String(parent)
    while (above && above !== child) above = parents.get(above)
    if (above === child || !parents.has(String(parent))) continue
    parents.set(child, String(parent))
    set.push([child, String(parent)])
  }
  return set.length === 0
    ? []
    : [
        sql(db)`
          ${withGiven(JSON.stringify(set))}
          UPDATE goals SET parent_id = value ->> 1
          FROM given
          WHERE goals.user_id = ${shadow} AND goals.id = value ->> 0`,
      ]
}

/** Recomputes values that depend on several rows, because a merge may combine rows of both sides. */
export const recomputeMerged = ({ db, shadow }: FillContext) => [
  sql(db)`
    WITH entries AS MATERIALIZED (
        SELECT skill_id, level, date,
          row_number() OVER (PARTITION BY skill_id ORDER BY date DESC, created_at DESC, id DESC) AS place
        FROM skill_progress WHERE user_id = ${shadow}),
      latest AS MATERIALIZED (SELECT skill_id, level FROM entries WHERE place = 1),
      former AS MATERIALIZED (
        SELECT entries.skill_id, entries.level, min(place) AS place
        FROM entries JOIN latest USING (skill_id) WHERE entries.level <> latest.level GROUP BY entries.skill_id),
      settled AS MATERIALIZED (
        SELECT latest.skill_id, latest.level, former.level AS former_level,
          (SELECT min(date) FROM entries
           WHERE entries.skill_id = latest.skill_id AND entries.place < coalesce(former.place, entries.place + 1)) AS level_on
        FROM latest LEFT JOIN former USING (skill_id))
    UPDATE skills SET confidence_level = settled.level, former_level = settled.former_level, level_on = settled.level_on
    FROM settled
    WHERE skills.user_id = ${shadow} AND skills.id = settled.skill_id
      AND (confidence_level, skills.former_level, skills.level_on)
        IS NOT (settled.level, settled.former_level, settled.level_on)`,
]
