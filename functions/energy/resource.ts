import type { FieldErrors, Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import { sql } from '../lib/sql'
import * as q from './queries'
import type { CheckInRow, NewCheckInValues } from './schema'
import { addCheckIn, updateCheckIn } from './writes'

/** How far the clock of a device may be ahead (ms). */
const tolerance = 60_000

const isThere = async (db: D1Database, userId: string, organizationId: string) =>
  (await sql(db)`
    SELECT 1 FROM organizations
    WHERE user_id = ${userId} AND id = ${organizationId} AND deleted_at IS NULL`.first()) !== null

/** Errors of a moment in the future, and of an organization that is not there; the one it has already is left alone. */
const validate = async (
  db: D1Database,
  userId: string,
  { at, organization_id }: NewCheckInValues | CheckInRow,
  before: CheckInRow | null,
): Promise<FieldErrors | null> => {
  if (at !== undefined && at > Date.now() + tolerance) return { at: ['Enter a moment that has passed'] }
  if (!organization_id || organization_id === before?.organization_id) return null
  return (await isThere(db, userId, organization_id))
    ? null
    : { organization_id: ['Choose an organization from the list'] }
}

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
