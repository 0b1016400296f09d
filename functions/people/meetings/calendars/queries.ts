import { part, rowAs, rowsAs, type SqlPart, sql } from '../../../lib/db/sql'
import type { Bindings } from '../../../lib/env'
import { presentOrganization } from '../../../lib/org'
import { seal, unseal } from '../../../lib/secrets'
import { hourMs } from '../../../lib/time/units'
import { CalendarRow } from './schema'

const columns = part`id, name, host, address, organization_id, events, left_out, asked_at, read_at, error, created_at`

/** Encrypts the URL of the calendar with an id. */
export const sealAddress = (env: Bindings, id: string, address: string) => seal(env, 'calendar addresses', id, address)

/** The URL of a calendar. Null if the installation's secret has changed and the previous secret is not set. */
export const addressOf = (env: Bindings, { id, address }: Pick<CalendarRow, 'id' | 'address'>) =>
  unseal(env, 'calendar addresses', id, address)

/** Encrypts a calendar's URL with the current secret if it was encrypted with the previous one. */
export const renewAddressSeal = async (env: Bindings, userId: string, row: CalendarRow, address: string) => {
  if (!env.JWT_SECRET_PREVIOUS || (await addressOf({ ...env, JWT_SECRET_PREVIOUS: '' }, row)) !== null) return
  const sealed = await sealAddress(env, row.id, address)
  await sql(env.DB)`
    UPDATE calendars SET address = ${sealed}
    WHERE user_id = ${userId} AND id = ${row.id} AND address = ${row.address}`.run()
}

/** Subscribed calendars, oldest first. */
export const calendars = (db: D1Database, userId: string) =>
  rowsAs(CalendarRow, sql(db)`SELECT ${columns} FROM calendars WHERE user_id = ${userId} ORDER BY id`)

export const calendar = (db: D1Database, userId: string, id: string) =>
  rowAs(CalendarRow, sql(db)`SELECT ${columns} FROM calendars WHERE user_id = ${userId} AND id = ${id}`)

/** True if a calendar was last requested more than an hour ago. */
export const isCalendarDue = async (db: D1Database, userId: string, now: number) =>
  (await sql(db)`SELECT 1 FROM calendars WHERE user_id = ${userId} AND asked_at <= ${now - hourMs} LIMIT 1`.first()) !==
  null

/** Claims the calendars that are due, so that no other request reads them at the same time. */
export const takeDue = (db: D1Database, userId: string, now: number) =>
  rowsAs(
    CalendarRow,
    sql(db)`
      UPDATE calendars SET asked_at = ${now} WHERE user_id = ${userId} AND asked_at <= ${now - hourMs}
      RETURNING ${columns}`,
  )

export const insertCalendar = (db: D1Database, userId: string, row: CalendarRow) => sql(db)`
  INSERT INTO calendars (user_id, ${columns})
  VALUES (${userId}, ${row.id}, ${row.name}, ${row.host}, ${row.address},
    ${presentOrganization(userId, row.organization_id)}, ${JSON.stringify(row.events)}, ${JSON.stringify(row.left_out)},
    ${row.asked_at}, ${row.read_at}, ${row.error}, ${row.created_at})`

type Edit = Pick<CalendarRow, 'id' | 'name' | 'host' | 'address' | 'organization_id'>

export const updateCalendar = (db: D1Database, userId: string, { id, name, host, address, organization_id }: Edit) =>
  sql(db)`
    UPDATE calendars
    SET name = ${name}, host = ${host}, address = ${address},
      organization_id = ${presentOrganization(userId, organization_id)}
    WHERE user_id = ${userId} AND id = ${id}`

/** Stores the result of a successful read. @param now epoch ms */
export const saveReadResult = (
  db: D1Database,
  userId: string,
  id: string,
  { events, left_out }: Pick<CalendarRow, 'events' | 'left_out'>,
  now: number,
) =>
  sql(db)`
    UPDATE calendars
    SET asked_at = ${now}, read_at = ${now}, error = NULL, events = ${JSON.stringify(events)},
      left_out = ${JSON.stringify(left_out)}
    WHERE user_id = ${userId} AND id = ${id}`

/** Stores a failed read. @param error a sentence */
export const saveReadFailure = (db: D1Database, userId: string, id: string, error: string, now: number) =>
  sql(db)`UPDATE calendars SET asked_at = ${now}, error = ${error} WHERE user_id = ${userId} AND id = ${id}`

/**
 * Condition for future meetings with these keys that the person did not change and no other calendar contains. @param
 * id of the calendar that contained them @param today local date
 */
export const isUntouched = (userId: string, id: string, keys: string[], today: string): SqlPart => part`
  user_id = ${userId} AND import_key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))
    AND deleted_at IS NULL AND updated_at = created_at AND date >= ${today}
    AND NOT EXISTS (
      SELECT 1 FROM tasks
      WHERE tasks.user_id = ${userId} AND source_type = 'meeting' AND unlikely(source_id = meetings.id) AND tasks.deleted_at IS NULL)
    AND import_key NOT IN (
      SELECT event.value ->> '$[0]' FROM calendars, json_each(calendars.events) AS event
      WHERE calendars.user_id = ${userId} AND calendars.id <> ${id} AND event.value ->> '$[1].removed_at' IS NULL)`

/** The condition of `isUntouched` for all meetings of a calendar. */
export const untouchedOf = (userId: string, { id, events }: CalendarRow, today: string) =>
  isUntouched(
    userId,
    id,
    events.map(([key]) => key),
    today,
  )

export const countUntouched = async (db: D1Database, userId: string, row: CalendarRow, today: string) =>
  (
    await sql(db)`
    SELECT count(*) AS number FROM meetings WHERE ${untouchedOf(userId, row, today)}`.first<{ number: number }>()
  )?.number ?? 0

export const deleteCalendar = (db: D1Database, userId: string, id: string) =>
  sql(db)`DELETE FROM calendars WHERE user_id = ${userId} AND id = ${id}`
