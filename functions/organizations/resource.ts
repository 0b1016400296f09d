import type { Resource } from '../lib/resource/resource'
import { storedRows } from '../lib/resource/stored'
import { organization } from './queries'
import { type ListedOrganization, type NewOrganizationValues, newOrganization, organizationKey } from './schema'

export const organizationRows = storedRows<ListedOrganization, NewOrganizationValues>('organizations', {
  fresh: newOrganization,
  computed: ({ name }) => ({ name_key: organizationKey(name) }),
  outdates: ['stats'],
})

/** The writes that the pages and the API of organizations share. */
export const organizationResource: Resource<ListedOrganization, NewOrganizationValues> = {
  name: 'organization',
  find: organization,
  ...organizationRows,
  update: (db, userId, values, now, before) => ({
    statements: organizationRows.update(db, userId, values, now),
    outdates: values.name === before.name ? [] : ['stats'],
  }),
  // Rows of other kinds keep its id, so that they are its own again when it is restored.
  remove: (db, userId, id, now) => ({
    ...organizationRows.remove(db, userId, id, now),
    toast: { message: 'Organization deleted. Its people, projects and goals are kept.' },
  }),
  refused: {
    unique: 'organizations.name_key',
    errors: { name: ['You already have an organization with this name. Choose another name.'] },
  },
}
