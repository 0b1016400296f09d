import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { rowsAs, sql } from '../lib/sql'
import { columns } from './queries'
import { CheckInRow } from './schema'

/** Check-ins of a day, the latest first. */
export const checkInsOn = (db: D1Database, userId: string, org: Org, date: string, limit: number) =>
  rowsAs(
    CheckInRow,
    sql(db)`
      SELECT ${columns}
      FROM energy_checkins INDEXED BY energy_by_date
      WHERE user_id = ${userId} AND date = ${date} AND deleted_at IS NULL ${andInOrg(userId, org, 'checkin')}
      ORDER BY at DESC
      LIMIT ${limit}`,
  )
