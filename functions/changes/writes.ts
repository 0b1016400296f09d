import { v7 as uuid } from 'uuid'
import { tokenNameOf } from '../lib/db/reads'
import { recoverableSince } from '../lib/db/recoverable'
import { constant, type SqlPart, sql } from '../lib/db/sql'
import { undoPath } from '../lib/http/path-to'
import type { WriteWithEffects } from '../lib/resource/resource'
import { withImages } from './images'
import type { TouchedKeys } from './queries'
import type { ChangeRow } from './schema'
import { type ImagedTable, undoableTables } from './tables'

/** Maximum number of old changes that a new change deletes, so that it reads no more than these. */
const droppedAtOnce = 20

type AddedChange = Pick<ChangeRow, 'id' | 'kind'> & {
  summary: string | SqlPart
  /** Path whose POST undoes the change, if it gets no images. */
  undoPath?: string | SqlPart
}

/** Adds a change, without images yet. Drops changes too old to be undone. @param now epoch ms */
export const addChange = (
  db: D1Database,
  userId: string,
  { id, kind, summary, undoPath = constant('NULL') }: AddedChange,
  now: number,
) => [
  sql(db)`
    DELETE FROM changes
    WHERE user_id = ${userId} AND created_at <= ${recoverableSince(now)}
      AND id IN (SELECT id FROM changes WHERE user_id = ${userId} ORDER BY id LIMIT ${droppedAtOnce})`,
  sql(db)`
    INSERT INTO changes (user_id, id, kind, summary, seq, created_at, by_token, undo_path)
    SELECT ${userId}, ${id}, ${kind}, summary, seq, ${now}, ${tokenNameOf(db)}, ${undoPath}
    FROM change_heads JOIN (SELECT ${summary} AS summary)
    WHERE user_id = ${userId} AND summary IS NOT NULL`,
]

/** Touched rows of a table, by their keys. */
export type ImagedRows = { table: ImagedTable; keys: string[] }

/** Stores a change with the images that `undoChange` needs. Drops changes too old to be undone. @param now epoch ms */
export const storeUndoable = (
  db: D1Database,
  userId: string,
  change: Pick<ChangeRow, 'id' | 'kind' | 'summary'>,
  touched: TouchedKeys,
  writes: D1PreparedStatement[],
  now: number,
  more: ImagedRows[] = [],
) => {
  const keys: Partial<Record<string, string[]>> = touched
  const imaged: ImagedRows[] = [
    ...Object.entries(undoableTables).map(([name, table]) => ({ table, keys: keys[name] ?? [] })),
    ...more,
  ]
  return [
    ...addChange(db, userId, change, now),
    ...withImages(db, { userId, changeId: change.id }, imaged, writes, now),
  ]
}

/** Write that renames a row, with an Undo in its toast. @param now epoch ms @param message replaces the summary */
export const renameWithUndo = (
  db: D1Database,
  userId: string,
  summary: string,
  touched: TouchedKeys,
  statements: D1PreparedStatement[],
  now: number,
  message = summary,
): WriteWithEffects => {
  const change = { id: uuid(), kind: 'rename', summary } as const
  return {
    statements: storeUndoable(db, userId, change, touched, statements, now),
    outdates: touched.conditions?.length ? ['stats', 'whitelist'] : ['stats'],
    toast: { message, undo: undoPath(change.id) },
  }
}
