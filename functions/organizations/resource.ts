import type { Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import * as q from './queries'
import type { ListedOrganization, NewOrganizationValues } from './schema'

const remove = deleteRow('organizations', ['stats'])

/** The writes that the pages and the API of organizations share. */
export const organizationResource: Resource<ListedOrganization, NewOrganizationValues> = {
  name: 'organization',
  find: q.organization,
  insert: q.addOrganization,
  update: (db, userId, values, now, before) => ({
    statements: q.updateOrganization(db, userId, values, now),
    outdates: values.name === before.name ? [] : ['stats'],
  }),
  // Rows of other kinds keep its id, so that they are its own again when it is restored.
  remove: (db, userId, id, now) => ({
    ...remove(db, userId, id, now),
    toast: { message: 'Organization deleted. Its people, projects and goals are kept.' },
  }),
  restore: restoreRow('organizations', ['stats']),
  refused: {
    unique: 'organizations.name_key',
    errors: { name: ['You already have an organization with this name. Choose another name.'] },
  },
}
