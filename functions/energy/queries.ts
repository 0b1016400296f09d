import { columnsAre, dateIsIn } from '../lib/conditions'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { constant, rowsAs, sql } from '../lib/sql'
import { foundBy } from '../search/found-ids'
import { CheckInRow } from './schema'

export const columns = constant(`
      id, at, time_zone, date, weekday, hour, energy_level, engagement_level, mood, notes, organization_id, seq,
      created_at, updated_at`)

export const checkIn = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT ${columns}
    FROM energy_checkins
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<CheckInRow>()

/** Dates are inclusive, `q` is a search. */
type CheckInFilter = { org?: Org } & Partial<Record<'from' | 'to' | 'organization_id' | 'q', string>>

/** Check-ins with ids below the cursor in descending order. Reads limit + 1 rows. */
export const checkInsBefore = (
  db: D1Database,
  userId: string,
  { cursor, org = allOrgs, organization_id, q, ...dates }: CheckInFilter & { cursor: string },
  limit: number,
) =>
  rowsAs(
    CheckInRow,
    sql(db)`
      SELECT ${columns}
      FROM energy_checkins
      WHERE user_id = ${userId} AND id < ${cursor} AND deleted_at IS NULL
        ${dateIsIn('date', dates)} ${columnsAre('energy_checkins', { organization_id })}
        ${foundBy('id', q, { userId, kind: 'checkin' })} ${andInOrg(userId, org, 'checkin')}
      ORDER BY id DESC
      LIMIT ${limit + 1}`,
  )
