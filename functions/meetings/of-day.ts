import { z } from 'zod'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { constant, part, rowsAs, sql } from '../lib/sql'
import { MeetingRow } from './schema'

/** A meeting among other things of its day. */
export const BriefMeeting = MeetingRow.pick({ id: true, title: true, date: true, time: true, time_zone: true }).extend({
  duration_minutes: MeetingRow.shape.duration_minutes,
})
export type BriefMeeting = z.output<typeof BriefMeeting>

export const BriefMeetings = z.array(BriefMeeting)

const columns = Object.keys(BriefMeeting.shape)

const onDate = (userId: string, date: string, org: Org) => part`
    FROM meetings INDEXED BY meetings_by_date
    WHERE user_id = ${userId} AND date = ${date} AND deleted_at IS NULL ${andInOrg(userId, org, 'meeting')}`

/** SELECT of the first meetings of a local date, as JSON in `data`. */
export const meetingsOfDate = (userId: string, date: string, limit: number, org: Org) => part`
    SELECT json_object(${constant(columns.map((name) => `'${name}', ${name}`).join(', '))}) AS data
    ${onDate(userId, date, org)}
    ORDER BY time
    LIMIT ${limit}`

/** The most meetings that a day shows. */
const dayLimit = 30

/** Meetings of a local date, those without a time first. */
export const meetingsOn = (db: D1Database, userId: string, date: string, org: Org) =>
  rowsAs(
    BriefMeeting,
    sql(db)`
      SELECT ${constant(columns.join(', '))}
      ${onDate(userId, date, org)}
      ORDER BY time
      LIMIT ${dayLimit}`,
  )
