import { instantInput } from '../../lib/api/values'
import { kindApi } from '../../lib/resource/api'
import { checkInResource } from './resource'
import { checkInKind, checkIns } from './schema'

/** A new check-in may be of an earlier moment, which then stays. */
const at = instantInput.optional().meta({ description: 'When it was; now without it.', format: 'date-time' })

/** `/api/v1/energy` */
export const energyApi = kindApi(checkInKind, checkInResource, {
  ...checkInKind.bodies(
    { create: { energy_level: 4, engagement_level: 3, mood: 'calm' }, patch: { notes: 'After lunch' } },
    { at },
  ),
  tag: 'Energy',
  list: checkIns,
})
