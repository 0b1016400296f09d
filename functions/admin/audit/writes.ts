import { sql } from '../../lib/sql'

/** What an admin did to whom or what, as it was before and as it is after. */
export type Audited = {
  adminId: string
  /** A word for the kind of write: `role`, `suspend`, `restore`. */
  action: string
  /** The id of the person, or the name of the thing. */
  subject: string
  before: object | null
  after: object | null
}

/** Notes a write in the audit log, in the same batch; only when the write before it changed something. */
export const audit = (db: D1Database, { adminId, action, subject, before, after }: Audited, now: number) =>
  sql(db)`
    INSERT INTO admin_audit (at, admin_id, action, subject, before, after)
    SELECT ${now}, ${adminId}, ${action}, ${subject}, ${before && JSON.stringify(before)}, ${after && JSON.stringify(after)}
    WHERE changes() > 0`
