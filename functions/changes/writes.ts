import { followSubjects } from '../app-rules/follow-subjects'
import { recoverableSince } from '../lib/recoverable'
import { jsonChunks, sql } from '../lib/sql'
import type { ChangeRow, Touched } from './schema'

/** Parts that one chunk of ids can fill, each with 400 rows, so that it stays well below D1's limit for a value. */
const partsAChunk = 1_000

type Of = { userId: string; changeId: string }

const imageSessions = (db: D1Database, { userId, changeId }: Of, ids: string[]) =>
  jsonChunks(ids).map(
    (chunk, index) => sql(db)`
      INSERT INTO change_parts (user_id, change_id, kind, number, rows)
      SELECT ${userId}, ${changeId}, 'session', CAST(${index * partsAChunk} AS INTEGER) + wanted.key / 400,
        json_group_array(json_object('id', wanted.value, 'was', json_object('project_id', project_id, 'goal_id', goal_id,
          'tags', tags, 'started_at', started_at, 'ended_at', ended_at, 'duration_seconds', duration_seconds,
          'days', days, 'hours', hours, 'time_zone', time_zone, 'day_start_minute', day_start_minute, 'deleted_at', deleted_at,
          'updated_at', updated_at)))
      FROM json_each(${chunk}) AS wanted CROSS JOIN sessions
        ON sessions.user_id = ${userId} AND sessions.id = wanted.value
      GROUP BY wanted.key / 400`,
  )

/** Sessions that are not there yet. Numbered after the parts of those that are. */
const imageAdded = (db: D1Database, { userId, changeId }: Of, ids: string[]) => sql(db)`
  INSERT INTO change_parts (user_id, change_id, kind, number, rows)
  SELECT ${userId}, ${changeId}, 'session', 1000000,
    json_group_array(json_object('id', value, 'was', json_object('added', 1)))
  FROM json_each(${JSON.stringify(ids)})`

const completeSessions = (db: D1Database, { userId, changeId }: Of) => sql(db)`
  UPDATE change_parts
  SET rows = (
    SELECT json_group_array(json_set(value, '$.is', json_object('project_id', project_id, 'goal_id', goal_id,
      'tags', tags, 'started_at', started_at, 'ended_at', ended_at, 'duration_seconds', duration_seconds,
      'days', days, 'hours', hours, 'time_zone', time_zone, 'day_start_minute', day_start_minute, 'deleted_at', deleted_at,
      'updated_at', updated_at)))
    FROM json_each(change_parts.rows) CROSS JOIN sessions
      ON sessions.user_id = ${userId} AND sessions.id = value ->> 'id')
  WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = 'session'`

const imageProjects = (db: D1Database, { userId, changeId }: Of, ids: string[]) =>
  jsonChunks(ids).map(
    (chunk, index) => sql(db)`
      INSERT INTO change_parts (user_id, change_id, kind, number, rows)
      SELECT ${userId}, ${changeId}, 'project', CAST(${index * partsAChunk} AS INTEGER) + wanted.key / 400,
        json_group_array(json_object('id', wanted.value, 'was', json_object('name', name, 'client', client,
          'name_key', name_key, 'status', status, 'deleted_at', deleted_at, 'merged_into', merged_into,
          'updated_at', updated_at)))
      FROM json_each(${chunk}) AS wanted CROSS JOIN projects
        ON projects.user_id = ${userId} AND projects.id = wanted.value
      GROUP BY wanted.key / 400`,
  )

const completeProjects = (db: D1Database, { userId, changeId }: Of) => sql(db)`
  UPDATE change_parts
  SET rows = (
    SELECT json_group_array(json_set(value, '$.is', json_object('name', name, 'client', client,
      'name_key', name_key, 'status', status, 'deleted_at', deleted_at, 'merged_into', merged_into,
      'updated_at', updated_at)))
    FROM json_each(change_parts.rows) CROSS JOIN projects
      ON projects.user_id = ${userId} AND projects.id = value ->> 'id')
  WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = 'project'`

const imageTags = (db: D1Database, { userId, changeId }: Of, tags: string[]) =>
  jsonChunks(tags).map(
    (chunk, index) => sql(db)`
      INSERT INTO change_parts (user_id, change_id, kind, number, rows)
      SELECT ${userId}, ${changeId}, 'inactive_tag', CAST(${index * partsAChunk} AS INTEGER) + wanted.key / 400,
        json_group_array(json_object('id', wanted.value, 'was',
          EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = wanted.value)))
      FROM json_each(${chunk}) AS wanted
      GROUP BY wanted.key / 400`,
  )

const completeTags = (db: D1Database, { userId, changeId }: Of) => sql(db)`
  UPDATE change_parts
  SET rows = (
    SELECT json_group_array(json_set(value, '$.is',
      EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = value ->> 'id')))
    FROM json_each(change_parts.rows))
  WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = 'inactive_tag'`

/**
 * Writes that can be taken back by `undoChange`: what the rows touched held before and hold after them is kept with
 * the change, as long as deleted things are. Changes that are older go.
 * @param now epoch ms
 */
export const undoable = (
  db: D1Database,
  userId: string,
  change: Pick<ChangeRow, 'id' | 'kind' | 'summary'>,
  { sessions = [], added = [], projects = [], tags = [], moves = [] }: Touched,
  writes: D1PreparedStatement[],
  now: number,
) => {
  const of = { userId, changeId: change.id }
  return [
    sql(db)`DELETE FROM changes WHERE user_id = ${userId} AND created_at <= ${recoverableSince(now)}`,
    sql(db)`
      INSERT INTO changes (user_id, id, kind, summary, seq, created_at)
      SELECT ${userId}, ${change.id}, ${change.kind}, ${change.summary}, seq, ${now}
      FROM change_heads
      WHERE user_id = ${userId}`,
    ...imageSessions(db, of, sessions),
    ...(added.length > 0 ? [imageAdded(db, of, added)] : []),
    ...imageProjects(db, of, projects),
    ...imageTags(db, of, tags),
    ...writes,
    ...(moves.length > 0 ? followSubjects(db, userId, change.id, moves, now) : []),
    ...(sessions.length + added.length > 0 ? [completeSessions(db, of)] : []),
    ...(projects.length > 0 ? [completeProjects(db, of)] : []),
    ...(tags.length > 0 ? [completeTags(db, of)] : []),
  ]
}
