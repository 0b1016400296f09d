import type { Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import { organizationErrors } from '../organizations/choice'
import * as q from './queries'
import type { ListedPerson, NewPersonValues } from './schema'

/** The writes that the pages and the API of people share. */
export const personResource: Resource<ListedPerson, NewPersonValues> = {
  name: 'person',
  find: q.person,
  validate: (db, userId, { organization_id }, before) =>
    organizationErrors(db, userId, organization_id, before?.organization_id),
  insert: q.addPerson,
  update: q.updatePerson,
  remove: deleteRow('people'),
  restore: restoreRow('people'),
}
