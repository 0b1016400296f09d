import { sql } from './sql'

/** What an admin did to whom or what, as it was before and as it is after. */
export type Audited = {
  adminId: string
  /** A word for the kind of write: `role`, `suspend`, `restore`. */
  action: string
  /** The id of the person, or the name of the thing. */
  subject: string
  before: object | null
  after: object | null
  /** What it was done with, and is taken back with. */
  changeId?: string
}

/** Notes a write in the audit log, in the same batch; only when the write before it changed something. */
export const writeAudit = (
  db: D1Database,
  { adminId, action, subject, before, after, changeId }: Audited,
  now: number,
) =>
  sql(db)`
    INSERT INTO admin_audit (at, admin_id, action, subject, before, after, change_id)
    SELECT ${now}, ${adminId}, ${action}, ${subject}, ${before && JSON.stringify(before)}, ${after && JSON.stringify(after)},
      ${changeId ?? null}
    WHERE changes() > 0`
