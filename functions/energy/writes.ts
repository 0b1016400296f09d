import { dayOf, isoWeekday, type Zone } from '../lib/days'
import { hourAt } from '../lib/hours'
import { orStale, sql } from '../lib/sql'
import type { CheckInRow, NewCheckInValues } from './schema'

/** Adds a check-in with the date, weekday and hour of its moment, by the zone of now. @param now epoch ms */
export const addCheckIn = (
  db: D1Database,
  userId: string,
  id: string,
  values: NewCheckInValues,
  zone: Zone,
  now: number,
) => {
  const at = values.at ?? now
  const date = dayOf(at, zone)
  return [
    sql(db)`
      INSERT INTO energy_checkins (user_id, id, at, time_zone, date, weekday, hour, energy_level, engagement_level, mood,
        notes, organization_id, seq, created_at, updated_at)
      SELECT ${userId}, ${id}, ${at}, ${zone.time_zone}, ${date}, ${isoWeekday(date)}, ${hourAt(at, zone.time_zone).hour},
        ${values.energy_level}, ${values.engagement_level}, ${values.mood ?? ''}, ${values.notes ?? ''},
        ${values.organization_id ?? null}, seq, ${now}, ${now}
      FROM change_heads
      WHERE user_id = ${userId}`,
  ]
}

/** Saves a check-in over version `seq`; its moment stays. @param now epoch ms */
export const updateCheckIn = (db: D1Database, userId: string, values: CheckInRow, now: number) => [
  sql(db)`
    UPDATE energy_checkins
    SET energy_level = ${values.energy_level}, engagement_level = ${values.engagement_level}, mood = ${values.mood},
        notes = ${values.notes}, organization_id = ${values.organization_id}, updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${values.id} AND deleted_at IS NULL AND seq = ${values.seq}`,
  orStale(db),
]
