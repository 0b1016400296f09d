import { kindApi } from '../../lib/resource/api'
import { people, personKind, personResource } from './schema'

/** `/api/v1/people` */
export const peopleApi = kindApi(personKind, personResource, {
  ...personKind.bodies({ create: { name: 'Ada Byron', role: 'coach' }, patch: { role: 'manager' } }),
  list: people,
})
