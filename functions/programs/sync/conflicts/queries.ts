import { z } from 'zod'
import { type Cursor, cursorText } from '../../../lib/list-view'
import { constant, jsonColumn, part, rowAs, rowsAs, type SqlPart, sql } from '../../../lib/sql'
import type { EntityType } from '../core/protocol'
import { CardExtra, PlanExtra, SessionExtra, storedData, wire } from '../rows'

const text = z.string().nullable()
const flag = z.union([z.literal(0), z.literal(1)])

/** Columns of a conflict, whatever it is about. */
const rowColumns = {
  id: z.string(),
  row_id: z.string(),
  /** `timer`: a running timer was ended since another one began later. */
  reason: z.enum(['edit', 'timer']),
  /** Why the row of a device could not be stored; null for any other conflict. */
  refusal: text,
  title: z.string(),
  /** Devices; null for the browser and other programs. */
  lost_by: text,
  kept_by: text,
  /** When the lost version was written (epoch ms). */
  updated_at: z.int(),
  created_at: z.int(),
  settled_at: z.int().nullable(),
}

/** Names of a version's project, goal, plan and chunk; null without one, or if the row is gone. */
const Names = z.object({ project: text, goal: text, plan: text, chunk: text })
export type Names = z.infer<typeof Names>

const columns = {
  ...rowColumns,
  is_deletion: flag,
  /** A row as its device sent it, where it was refused. */
  refused: jsonColumn(z.record(z.string(), z.unknown())).nullable(),
}

const conflictOf = <Type extends EntityType, Data extends z.ZodType, Extra extends z.ZodType>(
  type: Type,
  data: Data,
  extra: Extra,
) =>
  z.object({
    ...columns,
    type: z.literal(type),
    lost: jsonColumn(data).nullable(),
    lost_names: jsonColumn(Names),
    present: jsonColumn(
      z.object({
        ...{ seq: z.int(), updated_at: z.int(), deleted_at: z.int().nullable() },
        ...{ data: data.nullable(), extra, names: Names },
      }),
    ).nullable(),
  })

/**
 * A conflict with both versions. The lost one is null for a deletion, and so is the data of a plan that is too long for
 * a list; the present one is null where the row was removed for good.
 */
export const Conflict = z.discriminatedUnion('type', [
  conflictOf('plan', storedData.plan, PlanExtra),
  conflictOf('session', storedData.session, SessionExtra),
  conflictOf('card', storedData.card, CardExtra),
])
export type Conflict = z.infer<typeof Conflict>
export type ConflictOf<Type extends Conflict['type']> = Extract<Conflict, { type: Type }>

/** True where there is no row now, or a deleted one. */
export const isGone = ({ present }: Conflict) => present === null || present.deleted_at !== null

/** Query of the inbox: open conflicts, or settled ones. */
export const ConflictsView = z.object({
  show: z.enum(['open', 'settled']).catch('open'),
  before: cursorText,
})
export type ConflictsView = z.infer<typeof ConflictsView>

export const countOpenConflicts = async (db: D1Database, userId: string) =>
  (await sql(db)`
    SELECT count(*) AS count FROM sync_conflicts WHERE user_id = ${userId} AND settled_at IS NULL`.first<number>(
    'count',
  )) ?? 0

/** JSON of the names of what a version is filed under. @param idOf SQL of the id in a member of the version */
const namesOf = (userId: string, idOf: (member: string) => string) => {
  const id = (member: string) => constant(idOf(member))
  const plan = id('plan_id')
  return part`json_object(
        'project', (SELECT name FROM projects WHERE user_id = ${userId} AND id = ${id('project_id')} AND deleted_at IS NULL),
        'goal', (SELECT title FROM goals WHERE user_id = ${userId} AND id = ${id('goal_id')} AND deleted_at IS NULL),
        'plan', (SELECT title FROM plans WHERE user_id = ${userId} AND id = ${plan} AND deleted_at IS NULL),
        'chunk', (SELECT title FROM plan_chunks WHERE user_id = ${userId} AND plan_id = ${plan} AND id = ${id('chunk_id')}))`
}

/** JSON of the present row of a conflict. */
const presentOf = (userId: string, type: EntityType, names: SqlPart, data = wire[type].data) => {
  const { table, from, deletedAt, extra } = wire[type]
  return part`
      SELECT json_object('seq', ${table}.seq, 'updated_at', ${table}.updated_at, 'deleted_at', ${deletedAt},
        'data', ${data}, 'extra', ${extra}, 'names', ${names})
      FROM ${from}
      WHERE ${table}.user_id = ${userId} AND ${table}.id = conflicts.row_id`
}

/** A plan is filed by its own document. */
const noNames = constant(`json('{"project":null,"goal":null,"plan":null,"chunk":null}')`)

const presentPlan = (userId: string, most: number) =>
  presentOf(userId, 'plan', noNames, part`iif(length(plans.content) <= ${most}, ${wire.plan.data}, NULL)`)

const presentSession = (userId: string) =>
  presentOf(
    userId,
    'session',
    namesOf(userId, (member) => `sessions.${member}`),
  )

const presentCard = (userId: string) =>
  presentOf(
    userId,
    'card',
    namesOf(userId, (member) => (/^(plan|chunk)_id$/.test(member) ? `cards.${member}` : 'NULL')),
  )

const lostId = (member: string) => `conflicts.data ->> '${member}'`

/** Columns of a `Conflict` from `sync_conflicts AS conflicts`. @param most characters of a plan; a longer one is null */
const bothVersions = (userId: string, most: number) => part`
      conflicts.id, conflicts.type, row_id, reason, refusal, title, lost_by, kept_by, updated_at, created_at, settled_at,
      data IS NULL AS is_deletion, iif(refusal IS NULL AND (conflicts.type <> 'plan' OR length(data) <= ${most}), data, NULL) AS lost,
      iif(refusal IS NOT NULL, data, NULL) AS refused,
      CASE conflicts.type WHEN 'plan' THEN ${noNames} ELSE ${namesOf(userId, lostId)} END AS lost_names,
      CASE conflicts.type WHEN 'plan' THEN (${presentPlan(userId, most)})
        WHEN 'session' THEN (${presentSession(userId)})
        ELSE (${presentCard(userId)}) END AS present`

/** Characters of a plan that a list shows differences of. */
const listedCharacters = 20_000

const whole = Number.MAX_SAFE_INTEGER

/** Conflicts before the cursor, the latest first. Reads limit + 1; the extra row means there is a next page. */
export const conflictsBefore = (
  db: D1Database,
  userId: string,
  show: ConflictsView['show'],
  before: Cursor,
  limit: number,
) =>
  rowsAs(
    Conflict,
    sql(db)`
      SELECT ${bothVersions(userId, listedCharacters)}
      FROM sync_conflicts AS conflicts
      WHERE conflicts.user_id = ${userId} AND conflicts.settled_at ${constant(show === 'open' ? 'IS NULL' : 'IS NOT NULL')}
        AND (conflicts.created_at, conflicts.id) < (${before.at}, ${before.id})
      ORDER BY conflicts.created_at DESC, conflicts.id DESC
      LIMIT ${limit + 1}`,
  )

/** A conflict with both versions as they are. */
export const conflictById = (db: D1Database, userId: string, id: string) =>
  rowAs(
    Conflict,
    sql(db)`
      SELECT ${bothVersions(userId, whole)}
      FROM sync_conflicts AS conflicts
      WHERE conflicts.user_id = ${userId} AND conflicts.id = ${id}`,
  )
