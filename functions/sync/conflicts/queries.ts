import type { z } from 'zod'
import type { Cursor } from '../../lib/cursor'
import { constant, part, rowAs, rowsAs, type SqlPart, sql } from '../../lib/sql'
import { conflictsCounted } from '../devices/queries'
import { DeviceRow } from '../devices/schema'
import {
  cardExtra,
  cardJson,
  planExtra,
  planJson,
  sessionDeletedAt,
  sessionExtra,
  sessionJson,
  withWaiting,
} from '../wire'
import { Conflict, type ConflictsView } from './schema'

/** Open conflicts, up to `conflictsCounted` + 1. */
export const countOpenConflicts = async (db: D1Database, userId: string) =>
  (await sql(db)`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM sync_conflicts
      WHERE user_id = ${userId} AND settled_at IS NULL
      LIMIT ${conflictsCounted + 1})`.first<number>('count')) ?? 0

type Filed = Record<'project' | 'goal' | 'plan' | 'chunk', SqlPart>

/** JSON of the names of what a version is filed under. */
const namesOf = (userId: string, { project, goal, plan, chunk }: Filed) => part`json_object(
        'project', (SELECT name FROM projects WHERE user_id = ${userId} AND id = ${project} AND deleted_at IS NULL),
        'goal', (SELECT title FROM goals WHERE user_id = ${userId} AND id = ${goal} AND deleted_at IS NULL),
        'plan', (SELECT title FROM plans WHERE user_id = ${userId} AND id = ${plan} AND deleted_at IS NULL),
        'chunk', (SELECT title FROM plan_chunks WHERE user_id = ${userId} AND plan_id = ${plan} AND id = ${chunk}))`

const lostNames = (userId: string) =>
  namesOf(userId, {
    project: constant("conflicts.data ->> 'project_id'"),
    goal: constant("conflicts.data ->> 'goal_id'"),
    plan: constant("conflicts.data ->> 'plan_id'"),
    chunk: constant("conflicts.data ->> 'chunk_id'"),
  })

const presentPlan = (userId: string, most: number) => part`
      SELECT json_object('seq', plans.seq, 'updated_at', plans.updated_at, 'deleted_at', plans.deleted_at, 'names', NULL,
        'data', iif(length(plans.content) <= ${most}, ${planJson}, NULL),
        'extra', ${planExtra})
      FROM plans
      WHERE plans.user_id = ${userId} AND plans.id = conflicts.row_id`

const presentSession = (userId: string) => part`
      SELECT json_object('seq', sessions.seq, 'updated_at', sessions.updated_at, 'deleted_at', ${sessionDeletedAt},
        'data', ${sessionJson}, 'extra', ${sessionExtra},
        'names', ${namesOf(userId, {
          project: constant('sessions.project_id'),
          goal: constant('sessions.goal_id'),
          plan: constant('sessions.plan_id'),
          chunk: constant('sessions.chunk_id'),
        })})
      FROM sessions
      WHERE sessions.user_id = ${userId} AND sessions.id = conflicts.row_id`

const presentCard = (userId: string) => part`
      SELECT json_object('seq', cards.seq, 'updated_at', cards.updated_at, 'deleted_at', cards.deleted_at,
        'data', ${cardJson}, 'extra', ${cardExtra},
        'names', ${namesOf(userId, {
          project: constant('NULL'),
          goal: constant('NULL'),
          plan: constant('cards.plan_id'),
          chunk: constant('cards.chunk_id'),
        })})
      FROM cards ${withWaiting}
      WHERE cards.user_id = ${userId} AND cards.id = conflicts.row_id`

/** Columns of a `Conflict` from `sync_conflicts AS conflicts`. @param most characters of a plan; a longer one is null */
const bothVersions = (userId: string, most: number) => part`
      conflicts.id, conflicts.type, row_id, reason, refusal, title, lost_by, kept_by, updated_at, created_at, settled_at,
      data IS NULL AS is_deletion, iif(refusal IS NULL AND (conflicts.type <> 'plan' OR length(data) <= ${most}), data, NULL) AS lost,
      iif(refusal IS NOT NULL, data, NULL) AS refused,
      CASE conflicts.type WHEN 'plan' THEN NULL ELSE ${lostNames(userId)} END AS lost_names,
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

const NamedDevice = DeviceRow.pick({ id: true, agent: true })
export type NamedDevice = z.infer<typeof NamedDevice>

/** Devices by whose id conflicts name them. */
export const namedDevices = (db: D1Database, userId: string) =>
  rowsAs(NamedDevice, sql(db)`SELECT id, agent FROM sync_devices WHERE user_id = ${userId} LIMIT 100`)
