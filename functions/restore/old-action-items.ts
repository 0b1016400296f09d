import type { Row } from '../export/read/entry'
import { given } from '../lib/conditions'
import { newSeq } from '../lib/resource/stored'
import { constant, jsonChunks, part, type SqlPart, sql } from '../lib/sql'
import { addRows, type Fill } from './write-rows'

/**
 * Adds the action items of an older document, each with the id of the task that it `became`. It is one row with that
 * task by the rule of migration 0021, also where a merge keeps the owner's; the others are tasks of their own.
 */
export const oldActionItems = (fill: Fill, rows: Row[]) => {
  const { db, shadow, owner } = fill
  const isOneWith = (userId: string, where: SqlPart) => part`EXISTS (
        SELECT 1 FROM tasks AS one
        WHERE one.user_id = ${userId} AND one.id = value ->> 'became' AND one.owner IS NOT NULL ${where})`
  return [
    ...jsonChunks(rows.filter(({ became, deleted_at }) => became !== null && deleted_at === null)).map(
      (json) => sql(db)`
      ${given(json)}
      UPDATE tasks
      SET owner = value ->> 'owner', person_id = value ->> 'person_id', due_date = value ->> 'due_date',
        source_type = value ->> 'source_type', source_id = value ->> 'source_id', title = value ->> 'title',
        description = trim(
          iif(tasks.title = substr(value ->> 'title', 1, length(tasks.title)), '', tasks.title || char(10, 10))
          || iif(tasks.description = value ->> 'title', '', tasks.description), char(10)),
        organization_id = coalesce(
          tasks.organization_id, iif(tasks.project_id IS NULL, value ->> 'organization_id', NULL)),
        updated_at = max(tasks.updated_at, value ->> 'updated_at'), seq = ${newSeq(shadow)}
      FROM given
      WHERE tasks.user_id = ${shadow} AND tasks.id = value ->> 'became' AND tasks.owner IS NULL
        AND tasks.deleted_at IS NULL AND tasks.status <> 'cancelled'`,
    ),
    ...addRows(
      fill,
      'tasks',
      rows,
      part`AND (value ->> 'deleted_at' IS NOT NULL
        OR NOT ${isOneWith(shadow, constant("AND one.title = value ->> 'title'"))}
          ${owner === null ? constant('') : part`AND NOT ${isOneWith(owner, constant(''))}`})`,
    ),
  ]
}
