import { personColumns, type StoredUser } from '../../account/auth/queries'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/db/sql'
import { dayMs } from '../../lib/time/units'

/** Active people of the last `days` days with work due. @param due condition @param since SQL of when it was last done */
const people = (db: D1Database, days: number, now: number, due: SqlPart, since: string) =>
  allRows<StoredUser>(sql(db)`
    SELECT ${personColumns}
    FROM users
      LEFT JOIN change_heads ON change_heads.user_id = users.id
      LEFT JOIN app_catalogue ON app_catalogue.id = 1
    WHERE shadow_of IS NULL AND suspended_at IS NULL AND coalesce(last_active_at, 0) > ${now - days * dayMs} AND ${due}
    ORDER BY ${constant(since)}
    LIMIT 500`)

const latestDate = constant(`strftime('%Y-%m-%d', 'now', '+14 hours')`)

/**
 * People who were active since their last backup, or whose last backup failed. May include people without a backup due,
 * because dates differ by time zone; `dueBackup` decides.
 */
export const peopleToBackUp = (db: D1Database, now: number) =>
  people(
    db,
    30,
    now,
    part`coalesce(backup_retry_at <= ${now}, coalesce(backup_day, '') < ${latestDate}
      AND strftime('%Y-%m-%d', last_active_at / 1000, 'unixepoch', '+1 day') >= coalesce(backup_day, ''))`,
    'backup_day',
  )

/** People with a subscribed calendar that was not read for an hour. */
export const peopleWithDueCalendars = (db: D1Database, now: number) =>
  people(
    db,
    30,
    now,
    part`EXISTS (SELECT 1 FROM calendars WHERE user_id = users.id AND asked_at <= ${now - 3_600_000})`,
    '(SELECT min(asked_at) FROM calendars WHERE user_id = users.id)',
  )
