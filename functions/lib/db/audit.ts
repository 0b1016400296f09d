import { jsonChunks, sql } from './sql'

/** `before` and `after` are stored as JSON. */
type Entry = {
  /** Id of the person, or name of the thing, that was changed. */
  subject: string
  before: object | null
  after: object | null
}

type Audited = Entry & {
  adminId: string
  /** `role`, `suspend`, `restore`, … */
  action: string
}

/** Records a write in the audit log if the statement before it in the batch changed a row. */
export const writeAudit = (db: D1Database, { adminId, action, subject, before, after }: Audited, now: number) =>
  sql(db)`
    INSERT INTO admin_audit (at, admin_id, action, subject, before, after)
    SELECT ${now}, ${adminId}, ${action}, ${subject}, ${before && JSON.stringify(before)}, ${after && JSON.stringify(after)}
    WHERE changes() > 0`

/** A change that can be undone. `isInside` if it is part of another entry. */
type Change = Pick<Audited, 'adminId' | 'action'> & { changeId: string; isInside?: boolean }

/** Records the writes of a change in the audit log. */
export const writeEntries = (db: D1Database, { isInside = false, ...change }: Change, entries: Entry[], now: number) =>
  jsonChunks(entries).map(
    (chunk) => sql(db)`
      INSERT INTO admin_audit (at, admin_id, action, subject, before, after, change_id, is_inside)
      SELECT ${now}, ${change.adminId}, ${change.action}, value ->> 'subject', value ->> 'before', value ->> 'after',
        ${change.changeId}, ${Number(isInside)}
      FROM json_each(${chunk})`,
  )
