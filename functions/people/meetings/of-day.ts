import type { z } from 'zod'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { constant, rowsAs, sql } from '../../lib/sql'
import { MeetingRow } from './schema'

/** A meeting among other things of its day. */
export const BriefMeeting = MeetingRow.pick({ id: true, title: true, date: true, time: true, time_zone: true }).extend({
  duration_minutes: MeetingRow.shape.duration_minutes,
})
export type BriefMeeting = z.output<typeof BriefMeeting>

/** The most meetings that a day shows. */
const dayLimit = 30

/** Meetings of a local date, those without a time first. */
export const meetingsOn = (db: D1Database, userId: string, date: string, org: Org, limit = dayLimit) =>
  rowsAs(
    BriefMeeting,
    sql(db)`
      SELECT ${constant(Object.keys(BriefMeeting.shape).join(', '))}
      FROM meetings
      WHERE user_id = ${userId} AND date = ${date} AND deleted_at IS NULL ${andInOrg(userId, org, 'meeting')}
      ORDER BY time
      LIMIT ${limit}`,
  )
