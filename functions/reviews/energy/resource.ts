import { dayOf, isoWeekday, type Zone } from '../../lib/days'
import { hourAt } from '../../lib/hours'
import { addedInContext } from '../../lib/resource/added'
import { resourceOf } from '../../lib/resource/kind'
import type { Resource } from '../../lib/resource/resource'
import { insertRow } from '../../lib/resource/stored'
import { type CheckInRow, checkIn, checkInKind, type NewCheckInValues } from './schema'

/** How far the clock of a device may be ahead (ms). */
const tolerance = 60_000

/** Columns of a new check-in, with the date, weekday and hour of its moment by the zone of now. @param now epoch ms */
export const checkInColumns = (values: NewCheckInValues, zone: Zone, now: number) => {
  const { at = now, mood = '', notes = '', organization_id = null, energy_level, engagement_level } = values
  const { time_zone } = zone
  const date = dayOf(at, zone)
  const moment = { at, time_zone, date, weekday: isoWeekday(date), hour: hourAt(at, time_zone).hour }
  return { ...moment, energy_level, engagement_level, mood, notes, organization_id }
}

const resource = resourceOf<CheckInRow, NewCheckInValues>(checkInKind, checkIn)

/** The writes that the pages and the API of check-ins share. An edit leaves the moment as it is. */
export const checkInResource: Resource<CheckInRow, NewCheckInValues> = {
  ...resource,
  validate: async (db, userId, values, before, c) =>
    values.at !== undefined && values.at > Date.now() + tolerance
      ? { at: ['Enter a moment that has passed'] }
      : ((await resource.validate?.(db, userId, values, before, c)) ?? null),
  insert: (db, userId, id, values, now, c) => {
    const columns = checkInColumns(addedInContext(c, values), c.var.user.preferences, now)
    return insertRow(db, checkInKind.table, userId, id, columns, now)
  },
}
