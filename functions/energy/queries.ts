import { columnsAre, dateIsIn, joined } from '../lib/conditions'
import { readsOf } from '../lib/resource/reads'
import { constant } from '../lib/sql'
import { CheckInRow } from './schema'

const columns = constant(`
      id, at, time_zone, date, weekday, hour, energy_level, engagement_level, mood, notes, organization_id, seq,
      created_at, updated_at`)

/** Dates are inclusive. */
type CheckInFilter = Partial<Record<'from' | 'to' | 'organization_id', string>>

export const {
  find: checkIn,
  list: checkIns,
  page: pageOfCheckIns,
} = readsOf({
  kind: 'checkin',
  schema: CheckInRow,
  columns,
  where: ({ organization_id, ...dates }: CheckInFilter) =>
    joined([columnsAre('energy_checkins', { organization_id }), dateIsIn('date', dates)]),
  order: () => ({ columns: ['at', 'id'], isDescending: true }),
})
