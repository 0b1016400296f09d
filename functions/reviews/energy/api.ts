import { z } from 'zod'
import { dateInput, Instant, instantInput, rowMembers, SearchFilter } from '../../lib/api/values'
import { resourceApi } from '../../lib/resource/api'
import { bodiesOf } from '../../lib/resource/members'
import { checkInResource } from './resource'
import { CheckInRow, checkInFields, checkIns, energyNames, engagementNames, filing } from './schema'

const noLevel = 'Enter a level from 1 to 5'

const level = (names: readonly string[]) =>
  z
    .int(noLevel)
    .min(1, noLevel)
    .max(5, noLevel)
    .meta({ description: `${names.map((name, index) => `${index + 1} ${name.toLowerCase()}`).join(', ')}.` })

const levels = { energy_level: level(energyNames), engagement_level: level(engagementNames) }

const CheckInJson = CheckInRow.extend({
  ...levels,
  ...rowMembers,
  at: Instant,
  date: z.string().meta({ format: 'date', description: 'The local date at that moment.' }),
  weekday: z.int().meta({ description: 'The weekday of that date, 1 (Monday) to 7.' }),
  hour: z.int().meta({ description: 'The hour on the clock at that moment, 0 to 23.' }),
}).meta({ id: 'CheckIn' })

/** A new check-in may be of an earlier moment, which then stays. */
const at = instantInput.optional().meta({ description: 'When it was; now without it.', format: 'date-time' })

/** `/api/v1/energy` */
export const energyApi = resourceApi(checkInResource, {
  aName: 'a check-in',
  tag: 'Energy',
  schema: CheckInJson,
  ...bodiesOf({
    id: 'CheckIn',
    fields: { ...checkInFields, ...levels, ...filing.members },
    ofNew: { at },
    examples: { create: { energy_level: 4, engagement_level: 3, mood: 'calm' }, patch: { notes: 'After lunch' } },
  }),
  filter: {
    ...filing.filters,
    from: dateInput.optional(),
    to: dateInput.optional(),
    q: SearchFilter,
  },
  list: checkIns,
})
