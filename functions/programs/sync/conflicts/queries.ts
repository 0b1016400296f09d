import { constant, part, rowAs, rowsAs, type SqlPart, sql } from '../../../lib/db/sql'
import type { Cursor } from '../../../lib/http/list-view'
import type { EntityType } from '../core/protocol'
import { syncSources } from '../entities/rows'
import { Conflict, type ConflictsView } from './schema'

export const countOpenConflicts = async (db: D1Database, userId: string) =>
  (await sql(db)`
    SELECT count(*) AS count FROM sync_conflicts WHERE user_id = ${userId} AND settled_at IS NULL`.first<number>(
    'count',
  )) ?? 0

/** SQL of JSON with the names that a version refers to. @param idOf SQL of the id in a member of the version */
const namesOf = (userId: string, idOf: (member: string) => string) => {
  const id = (member: string) => constant(idOf(member))
  const plan = id('plan_id')
  return part`json_object(
        'project', (SELECT name FROM projects WHERE user_id = ${userId} AND id = ${id('project_id')} AND deleted_at IS NULL),
        'goal', (SELECT title FROM goals WHERE user_id = ${userId} AND id = ${id('goal_id')} AND deleted_at IS NULL),
        'plan', (SELECT title FROM plans WHERE user_id = ${userId} AND id = ${plan} AND deleted_at IS NULL),
        'chunk', (SELECT title FROM plan_chunks WHERE user_id = ${userId} AND plan_id = ${plan} AND id = ${id('chunk_id')}))`
}

/** SQL of JSON of a conflict's present row. */
const presentOf = (userId: string, type: EntityType, names: SqlPart, data = syncSources[type].data) => {
  const { table, from, deletedAt, extra } = syncSources[type]
  return part`
      SELECT json_object('seq', ${table}.seq, 'updated_at', ${table}.updated_at, 'deleted_at', ${deletedAt},
        'data', ${data}, 'extra', ${extra}, 'names', ${names})
      FROM ${from}
      WHERE ${table}.user_id = ${userId} AND ${table}.id = conflicts.row_id`
}

/** A plan's own document says where it belongs, so it needs no names. */
const noNames = constant(`json('{"project":null,"goal":null,"plan":null,"chunk":null}')`)

const presentPlan = (userId: string, most: number) =>
  presentOf(userId, 'plan', noNames, part`iif(length(plans.content) <= ${most}, ${syncSources.plan.data}, NULL)`)

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

/** Columns of a `Conflict` from `sync_conflicts AS conflicts`. @param most characters of a plan, else null */
const bothVersions = (userId: string, most: number) => part`
      conflicts.id, conflicts.type, row_id, reason, refusal, title, lost_by, kept_by, updated_at, created_at, settled_at,
      data IS NULL AS is_deletion, iif(refusal IS NULL AND (conflicts.type <> 'plan' OR length(data) <= ${most}), data, NULL) AS lost,
      iif(refusal IS NOT NULL, data, NULL) AS refused,
      CASE conflicts.type WHEN 'plan' THEN ${noNames} ELSE ${namesOf(userId, lostId)} END AS lost_names,
      CASE conflicts.type WHEN 'plan' THEN (${presentPlan(userId, most)})
        WHEN 'session' THEN (${presentSession(userId)})
        ELSE (${presentCard(userId)}) END AS present`

/** Maximum characters of a plan whose differences are listed. */
const listedCharacters = 20_000

const whole = Number.MAX_SAFE_INTEGER

/** Conflicts before the cursor, latest first. Reads limit + 1 rows; the extra row means there is a next page. */
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

/** A conflict with both versions. */
export const conflictById = (db: D1Database, userId: string, id: string) =>
  rowAs(
    Conflict,
    sql(db)`
      SELECT ${bothVersions(userId, whole)}
      FROM sync_conflicts AS conflicts
      WHERE conflicts.user_id = ${userId} AND conflicts.id = ${id}`,
  )
