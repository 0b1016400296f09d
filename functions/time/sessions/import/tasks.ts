import { v7 as uuid } from 'uuid'
import { jsonChunks, newSeq, sql } from '../../../lib/db/sql'
import type { LogTask } from '../csv/entry'

/** A task to import. */
export type NewTask = LogTask & { id: string; project_id: string | null; import_id: string }

/** A stored task, even a deleted one. */
export type KnownTask = { id: string; import_key: string; deleted: 0 | 1 }

/** Adds tasks. Open tasks go to the end of their date. @param now epoch ms */
export const addTasks = (db: D1Database, userId: string, added: NewTask[], now: number) =>
  jsonChunks(added).map(
    (chunk) => sql(db)`
      INSERT INTO tasks (user_id, id, title, description, status, date, position, estimated_minutes, project_id,
        completed_at, completed_on, import_id, import_key, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'title', value ->> 'description', value ->> 'status', value ->> 'date',
        coalesce((
          SELECT max(position) FROM tasks
          WHERE user_id = ${userId} AND tasks.date IS value ->> 'date'
            AND tasks.status IN ('todo', 'in_progress') AND tasks.deleted_at IS NULL), 0)
          + row_number() OVER (PARTITION BY value ->> 'date', value ->> 'status' = 'done' ORDER BY key),
        value ->> 'estimated_minutes', value ->> 'project_id', value ->> 'completed_at', value ->> 'completed_on',
        value ->> 'import_id', value ->> 'key', ${newSeq(userId)}, ${now}, ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, import_key) WHERE import_key IS NOT NULL DO NOTHING`,
  )

type Known = {
  known: Map<string, KnownTask>
  /** The person's tasks that a file can name, newest first. */
  own: { id: string; title: string; project_id: string | null }[]
}

/**
 * Plans the tasks of a file. A task that rows only name is the person's task with that title in its project, or is
 * created if a new row names it. `idOf` maps keys to ids.
 */
export const planTasks = (
  tasks: LogTask[],
  { known, own }: Known,
  {
    importId,
    usedKeys,
    projectOf,
  }: { importId: string; usedKeys: Set<string>; projectOf: (task: LogTask) => string | null },
) => {
  const added: NewTask[] = []
  const ids = new Map<string, string | null>()
  const text = (title: string, project: string | null) => JSON.stringify([title, project])
  const byTitle = new Map(own.toReversed().map(({ id, title, project_id }) => [text(title, project_id), id]))
  let duplicates = 0
  for (const task of tasks) {
    if (ids.has(task.key)) continue
    const found = known.get(task.key)
    if (found) {
      ids.set(task.key, found.deleted === 1 ? null : found.id)
      if (!task.isNamed) duplicates += 1
      continue
    }
    if (task.isNamed && !usedKeys.has(task.key)) continue
    const project_id = projectOf(task)
    const named = task.isNamed ? byTitle.get(text(task.title, project_id)) : undefined
    const id = named ?? uuid()
    if (named === undefined) added.push({ ...task, id, project_id, import_id: importId })
    ids.set(task.key, id)
  }
  return { added, duplicates, idOf: (key: string | undefined) => (key === undefined ? null : (ids.get(key) ?? null)) }
}
