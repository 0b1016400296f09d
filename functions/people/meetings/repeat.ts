import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { commit, isRestoring, newSeq, part, rowsAs, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { removeRows } from '../../lib/resource/row-writes'
import { occurrenceId } from '../../lib/resource/series'
import { dayMonth } from '../../lib/text/format'
import { addDays } from '../../lib/time/days'
import { dateAfter } from '../../lib/time/repeat'
import { MeetingRow } from './schema'

const Repeating = MeetingRow.pick({ id: true, date: true, repeat: true, repeat_from: true })
type Repeating = z.output<typeof Repeating>

/** The next meeting. `date` is a local date. */
export type NextOccurrence = { id: string; date: string }

/**
 * Adds the next meeting of a series, with the same time, people and preparation, unless it exists. From then on the new
 * meeting repeats instead of this one. @param endedOn local date @param now epoch ms
 */
export const addNextMeeting = (db: D1Database, userId: string, meeting: Repeating, endedOn: string, now: number) => {
  const date = dateAfter(meeting, endedOn)
  if (date === null) return []
  const { id, repeat } = meeting
  const repeats = part`user_id = ${userId} AND id = ${id} AND repeat = ${repeat} AND deleted_at IS NULL`
  return [
    sql(db)`
      INSERT INTO meetings (user_id, id, title, date, time, time_zone, duration_minutes, organization_id, project_id,
        attendees, preparation_notes, repeat, repeat_from, repeats, occurrence, details_seq, seq, created_at, updated_at)
      SELECT user_id, ${uuid()}, title, ${date}, time, time_zone, duration_minutes, organization_id, project_id,
        attendees, preparation_notes, repeat, coalesce(repeat_from, date), id, ${occurrenceId(date)}, ${newSeq(userId)},
        ${newSeq(userId)}, ${now}, ${now}
      FROM meetings
      WHERE ${repeats}
        AND NOT EXISTS (SELECT 1 FROM meetings AS next WHERE next.user_id = ${userId} AND next.repeats = ${id})`,
    sql(db)`UPDATE meetings SET repeat = 'none', repeat_from = NULL, seq = ${newSeq(userId)} WHERE ${repeats}`,
  ]
}

/** `Next on 28 February`; empty for a meeting that does not repeat. @param endedOn local date */
export const nextText = (meeting: Repeating, endedOn: string) => {
  const date = dateAfter(meeting, endedOn)
  return date === null ? '' : `Next on ${dayMonth(date, endedOn)}`
}

/** The meeting that follows another one; null if none exists or it is deleted. */
export const findNextMeeting = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT id, date FROM meetings WHERE user_id = ${userId} AND repeats = ${id} AND deleted_at IS NULL`.first<NextOccurrence>()

/** Deletes the following meeting unless it was changed, and makes this one repeat again. */
export const removeNextMeeting = (db: D1Database, userId: string, id: string) => {
  const next = part`user_id = ${userId} AND repeats = ${id} AND updated_at = created_at AND deleted_at IS NULL`
  return [
    sql(db)`
      UPDATE meetings SET repeat = next.repeat, repeat_from = next.repeat_from, seq = ${newSeq(userId)}
      FROM (SELECT repeat, repeat_from FROM meetings WHERE ${next}) AS next
      WHERE user_id = ${userId} AND id = ${id}`,
    ...removeRows(db, userId, 'meeting', next),
  ]
}

/** Maximum number of series continued by one page. The next page continues the others. */
const batchSize = 50

const isOver = (db: D1Database, userId: string, today: string) =>
  rowsAs(
    Repeating,
    sql(db)`
      SELECT id, date, repeat, repeat_from FROM meetings
      WHERE user_id = ${userId} AND repeat <> 'none' AND deleted_at IS NULL AND date < ${today}
      ORDER BY date
      LIMIT ${batchSize}`,
  )

/** Adds the next meetings of series whose last day is over. Postponed while the person's data is being restored. */
const continueSeries = async (db: D1Database, userId: string, { today, instant }: LocalNow) => {
  const over = await isOver(db, userId, today)
  const writes = over.flatMap((meeting) => addNextMeeting(db, userId, meeting, addDays(today, -1), instant))
  if (writes.length === 0) return false
  try {
    return await commit(db, userId, ['stats'], writes)
  } catch (error) {
    if (isRestoring(error)) return false
    throw error
  }
}

/** Reads meetings. Adds next meetings of series at the same time, and reads again if any were added. */
export const readWithNext = async <T>(
  db: D1Database,
  userId: string,
  now: LocalNow,
  read: () => Promise<T>,
): Promise<T> => {
  const [isAdded, found] = await Promise.all([continueSeries(db, userId, now), read()])
  return isAdded ? read() : found
}
