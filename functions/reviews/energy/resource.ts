import { dayOf, isoWeekday, type Zone } from '../../lib/days'
import { hourAt } from '../../lib/hours'
import { addedInContext } from '../../lib/resource/added'
import { filingErrors } from '../../lib/resource/filing'
import type { FieldErrors, Resource } from '../../lib/resource/resource'
import { insertRow, storedRows } from '../../lib/resource/stored'
import { type CheckInRow, checkIn, type NewCheckInValues, newCheckIn } from './schema'

const table = 'energy_checkins'

/** How far the clock of a device may be ahead (ms). */
const tolerance = 60_000

/** Errors of a moment in the future, and of an organization that is not there; the one it has already is left alone. */
const validate = (
  db: D1Database,
  userId: string,
  values: NewCheckInValues | CheckInRow,
  before: CheckInRow | null,
): Promise<FieldErrors | null> =>
  values.at !== undefined && values.at > Date.now() + tolerance
    ? Promise.resolve({ at: ['Enter a moment that has passed'] })
    : filingErrors(db, userId, values, before)

/** Columns of a new check-in, with the date, weekday and hour of its moment by the zone of now. @param now epoch ms */
export const checkInColumns = (values: NewCheckInValues, zone: Zone, now: number) => {
  const { at = now, mood = '', notes = '', organization_id = null, energy_level, engagement_level } = values
  const { time_zone } = zone
  const date = dayOf(at, zone)
  const moment = { at, time_zone, date, weekday: isoWeekday(date), hour: hourAt(at, time_zone).hour }
  return { ...moment, energy_level, engagement_level, mood, notes, organization_id }
}

/** An edit leaves the moment as it is. */
const rows = storedRows<CheckInRow, NewCheckInValues>(table, { fresh: newCheckIn })

/** The writes that the pages and the API of check-ins share. */
export const checkInResource: Resource<CheckInRow, NewCheckInValues> = {
  name: 'check-in',
  find: checkIn,
  validate,
  ...rows,
  insert: (db, userId, id, values, now, c) =>
    insertRow(db, table, userId, id, checkInColumns(addedInContext(c, values), c.var.user.preferences, now), now),
}
