import { sql } from './sql'

type Audited = {
  adminId: string
  /** `role`, `suspend`, `restore`, … */
  action: string
  /** Id of a person or name of a thing. */
  subject: string
  before: object | null
  after: object | null
  /** Change that Undo takes back. */
  changeId?: string
}

/** Records a write in the audit log if the statement before it in the batch changed a row. */
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
