import { z } from 'zod'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, constant, part, sql } from '../lib/sql'
import { foundBy } from '../search/found-ids'
import { CheckInRow } from './schema'

const columns = constant(`
      id, at, time_zone, date, weekday, hour, energy_level, engagement_level, mood, notes, organization_id, seq,
      created_at, updated_at`)

export const checkIn = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT ${columns}
    FROM energy_checkins
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<CheckInRow>()

/** Check-ins of a day, the latest first. */
export const checkInsOn = async (db: D1Database, userId: string, org: Org, date: string, limit: number) =>
  z.array(CheckInRow).parse(
    await allRows(sql(db)`
      SELECT ${columns}
      FROM energy_checkins INDEXED BY energy_by_date
      WHERE user_id = ${userId} AND date = ${date} AND deleted_at IS NULL ${andInOrg(userId, org, 'checkin')}
      ORDER BY at DESC
      LIMIT ${limit}`),
  )

type CheckInFilter = {
  cursor: string
  org?: Org
  /** Local dates, inclusive. */
  from?: string
  to?: string
  organization_id?: string
  /** A search. */
  q?: string
}

/** Check-ins with ids below the cursor in descending order. Reads limit + 1 rows. */
export const checkInsBefore = async (db: D1Database, userId: string, filter: CheckInFilter, limit: number) => {
  const { cursor, org = allOrgs, from, to, organization_id, q } = filter
  const all = constant('')
  return z.array(CheckInRow).parse(
    await allRows(sql(db)`
      SELECT ${columns}
      FROM energy_checkins
      WHERE user_id = ${userId} AND id < ${cursor} AND deleted_at IS NULL
        ${from ? part`AND date >= ${from}` : all} ${to ? part`AND date <= ${to}` : all}
        ${organization_id ? part`AND organization_id = ${organization_id}` : all}
        ${foundBy('id', q, { userId, kind: 'checkin' })} ${andInOrg(userId, org, 'checkin')}
      ORDER BY id DESC
      LIMIT ${limit + 1}`),
  )
}
