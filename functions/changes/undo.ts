import { returnRules } from '../app-rules/follow-subjects'
import { orStale, sql } from '../lib/sql'

/** The images are found first, and then the rows by their number: else SQLite would go through all rows for each. */
const restoreSessions = (db: D1Database, userId: string, changeId: string) => sql(db)`
  WITH changed AS MATERIALIZED (
    SELECT present.number AS session_number, image.value -> 'was' AS was,
      present.project_id IS image.value ->> '$.is.project_id' AS same_project,
      present.goal_id IS image.value ->> '$.is.goal_id' AS same_goal,
      present.tags IS image.value ->> '$.is.tags' AS same_tags,
      present.started_at IS image.value ->> '$.is.started_at' AND present.ended_at IS image.value ->> '$.is.ended_at'
        AND present.duration_seconds IS image.value ->> '$.is.duration_seconds'
        AND present.days IS image.value ->> '$.is.days' AND present.time_zone IS image.value ->> '$.is.time_zone'
        AND present.day_start_minute IS image.value ->> '$.is.day_start_minute' AS same_times,
      present.deleted_at IS image.value ->> '$.is.deleted_at' AS same_end,
      present.updated_at IS image.value ->> '$.is.updated_at' AS same_update
    FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN sessions AS present
      ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
    WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId} AND change_parts.kind = 'session'
      AND image.value ->> '$.was.added' IS NULL)
  UPDATE sessions
  SET project_id = iif(same_project, was ->> 'project_id', project_id),
      goal_id = iif(same_goal, was ->> 'goal_id', goal_id),
      tags = iif(same_tags, was ->> 'tags', tags),
      started_at = iif(same_times, was ->> 'started_at', started_at),
      ended_at = iif(same_times, was ->> 'ended_at', ended_at),
      duration_seconds = iif(same_times, was ->> 'duration_seconds', duration_seconds),
      days = iif(same_times, was ->> 'days', days),
      hours = iif(same_times, was ->> 'hours', hours),
      time_zone = iif(same_times, was ->> 'time_zone', time_zone),
      day_start_minute = iif(same_times, was ->> 'day_start_minute', day_start_minute),
      deleted_at = iif(same_end, was ->> 'deleted_at', deleted_at),
      updated_at = iif(same_update, was ->> 'updated_at', updated_at),
      seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM changed
  WHERE sessions.number = session_number AND +sessions.user_id = ${userId}`

/**
 * Removes the sessions that the change added, unless they were edited since; nor where another session that gave them
 * its time has other times by now, and would not get it back.
 */
const removeAdded = (db: D1Database, userId: string, changeId: string) => sql(db)`
  DELETE FROM sessions
  WHERE +user_id = ${userId} AND number IN (
    SELECT present.number
    FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN sessions AS present
      ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
    WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId} AND change_parts.kind = 'session'
      AND image.value ->> '$.was.added' = 1 AND present.updated_at IS image.value ->> '$.is.updated_at'
      AND present.deleted_at IS image.value ->> '$.is.deleted_at')
  AND NOT EXISTS (
    SELECT 1
    FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN sessions AS present
      ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
    WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId} AND change_parts.kind = 'session'
      AND image.value ->> '$.was.added' IS NULL AND (present.started_at IS NOT image.value ->> '$.is.started_at'
        OR present.ended_at IS NOT image.value ->> '$.is.ended_at'
        OR present.duration_seconds IS NOT image.value ->> '$.is.duration_seconds'))`

const restoreProjects = (db: D1Database, userId: string, changeId: string) => sql(db)`
  WITH changed AS MATERIALIZED (
    SELECT present.id AS project_id, image.value -> 'was' AS was,
      present.name_key IS image.value ->> '$.is.name_key' AND present.name IS image.value ->> '$.is.name'
        AND present.client IS image.value ->> '$.is.client' AS same_name,
      present.status IS image.value ->> '$.is.status' AS same_status,
      present.deleted_at IS image.value ->> '$.is.deleted_at'
        AND present.merged_into IS image.value ->> '$.is.merged_into' AS same_end,
      present.updated_at IS image.value ->> '$.is.updated_at' AS same_update
    FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN projects AS present
      ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
    WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId} AND change_parts.kind = 'project')
  UPDATE projects
  SET name = iif(same_name, was ->> 'name', name), client = iif(same_name, was ->> 'client', client),
      name_key = iif(same_name, was ->> 'name_key', name_key),
      status = iif(same_status, was ->> 'status', status),
      deleted_at = iif(same_end, was ->> 'deleted_at', deleted_at),
      merged_into = iif(same_end, was ->> 'merged_into', merged_into),
      updated_at = iif(same_update, was ->> 'updated_at', updated_at),
      seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM changed
  WHERE projects.user_id = ${userId} AND projects.id = project_id`

/** Sessions that went back to a project that was merged since go where it went: nothing else would take them there. */
const followMerges = (db: D1Database, userId: string, changeId: string) => sql(db)`
  WITH RECURSIVE went (session_number, into_id) AS (
    SELECT present.number, former.merged_into
    FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN projects AS former
      ON former.user_id = ${userId} AND former.id = image.value ->> '$.was.project_id'
      CROSS JOIN sessions AS present ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
    WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId} AND change_parts.kind = 'session'
      AND former.merged_into IS NOT NULL AND present.project_id = former.id
    UNION
    SELECT session_number, next.merged_into
    FROM went CROSS JOIN projects AS next ON next.user_id = ${userId} AND next.id = into_id
    WHERE next.merged_into IS NOT NULL)
  UPDATE sessions
  SET project_id = into_id, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM went
  WHERE sessions.number = session_number AND +sessions.user_id = ${userId}
    AND (SELECT merged_into FROM projects WHERE user_id = ${userId} AND id = into_id) IS NULL`

const restoreTags = (db: D1Database, userId: string, changeId: string) => [
  sql(db)`
    DELETE FROM inactive_tags
    WHERE user_id = ${userId} AND tag IN (
      SELECT image.value ->> 'id'
      FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image
      WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId}
        AND change_parts.kind = 'inactive_tag' AND image.value ->> 'was' = 0 AND image.value ->> 'is' = 1)`,
  sql(db)`
    INSERT INTO inactive_tags (user_id, tag, seq)
    SELECT ${userId}, image.value ->> 'id', (SELECT seq FROM change_heads WHERE user_id = ${userId})
    FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image
    WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${changeId}
      AND change_parts.kind = 'inactive_tag' AND image.value ->> 'was' = 1 AND image.value ->> 'is' = 0
    ON CONFLICT (user_id, tag) DO NOTHING`,
]

/**
 * Takes a change back: every row gets back what it held before in the fields that still hold what the change wrote;
 * what was edited since stays. The change itself is gone then, so that the database is the one from before it.
 * A change that is gone undoes the batch.
 */
export const undoChange = (db: D1Database, userId: string, changeId: string) => [
  removeAdded(db, userId, changeId),
  restoreSessions(db, userId, changeId),
  restoreProjects(db, userId, changeId),
  followMerges(db, userId, changeId),
  ...restoreTags(db, userId, changeId),
  ...returnRules(db, userId, changeId),
  sql(db)`DELETE FROM changes WHERE user_id = ${userId} AND id = ${changeId}`,
  orStale(db),
]
