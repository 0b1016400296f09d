import { filingErrors } from '../lib/resource/filing'
import type { FieldErrors, Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import * as q from './queries'
import type { CheckInRow, NewCheckInValues } from './schema'
import { addCheckIn, updateCheckIn } from './writes'

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

/** The writes that the pages and the API of check-ins share. */
export const checkInResource: Resource<CheckInRow, NewCheckInValues> = {
  name: 'check-in',
  find: q.checkIn,
  validate,
  insert: (db, userId, id, values, now, c) => addCheckIn(db, userId, id, values, c.var.user.preferences, now),
  update: (db, userId, values, now) => updateCheckIn(db, userId, values, now),
  remove: deleteRow('energy_checkins'),
  restore: restoreRow('energy_checkins'),
}
