import { z } from 'zod'
import { renameWithUndo } from '../../changes/writes'
import { replaceClientName } from '../../ledger/moved-subjects'
import { isOfClient } from '../../ledger/terms'
import { constant, part } from '../../lib/db/sql'
import { choiceField, nameField, notesField } from '../../lib/resource/fields'
import { defineKind, resourceOf, rowsOf } from '../../lib/resource/kind'
import type { Resource } from '../../lib/resource/resource'
import { readsOf } from '../../lib/resource/row-reads'
import { nameKey, quoteShort } from '../../lib/text/text'

/** Maximum length in characters. */
export const orgNotesLimit = 10_000

export const typeNames = { employer: 'Employer', host: 'Host', school: 'School', client: 'Client', other: 'Other' }

export const organizationKind = defineKind('organization', {
  name: nameField(100),
  type: choiceField('Type', typeNames, 'employer', 'Choose a type from the list', {
    as: 'radios',
    filter: { all: 'All types' },
  }),
  notes: notesField(orgNotesLimit),
})

export type OrganizationRow = z.output<typeof organizationKind.Row>
export type NewOrganizationValues = z.output<typeof organizationKind.NewForm>

/** An organization with its numbers of people and projects, and the time of its projects. */
const ListedOrganization = organizationKind.Row.extend({
  ...{ person_count: z.int(), project_count: z.int(), tracked_seconds: z.int() },
})
export type ListedOrganization = z.output<typeof ListedOrganization>

export const {
  find: organization,
  list: allOrganizations,
  page: pageOfOrganizations,
} = readsOf({
  ...organizationKind.reads,
  schema: ListedOrganization,
  columns: part`${organizationKind.columnsWith()},
    (SELECT count(*) FROM people WHERE people.user_id = organizations.user_id
       AND people.organization_id = organizations.id AND people.deleted_at IS NULL) AS person_count,
    (SELECT count(*) FROM projects WHERE projects.user_id = organizations.user_id
       AND organization_id = organizations.id AND projects.deleted_at IS NULL) AS project_count,
    coalesce((
      SELECT sum(f.seconds) FROM session_days AS f
      WHERE f.user_id = organizations.user_id
        AND ${isOfClient(constant('organizations.user_id'), constant('organizations.id'))}), 0) AS tracked_seconds`,
  order: () => ({ columns: ['name_key'] }),
})

export const organizationRows = rowsOf<ListedOrganization, NewOrganizationValues>(organizationKind, {
  computed: ({ name }) => ({ name_key: nameKey(name) }),
  outdates: ['stats'],
})

/** Writes shared by the pages and the API of organizations. */
export const organizationResource: Resource<ListedOrganization, NewOrganizationValues> = {
  ...resourceOf(organizationKind, organization, organizationRows),
  update: async (db, userId, values, now, before) => {
    const statements = organizationRows.update(db, userId, values, now)
    if (values.name === before.name) return statements
    const summary = `Renamed ${quoteShort(before.name)} to ${quoteShort(values.name)}`
    const follows = await replaceClientName(db, userId, before, { organizations: [before.id] }, now)
    return renameWithUndo(db, userId, summary, follows.touched, [...statements, ...follows.writes], now)
  },
  // Other rows keep the organization's id, so that restoring it restores the link.
  remove: (db, userId, id, now) => ({
    ...organizationRows.remove(db, userId, id, now),
    toast: { message: 'Organization deleted. Its people, projects and goals are kept.' },
  }),
  refused: {
    unique: 'organizations.name_key',
    errors: { name: ['You already have an organization with this name. Choose another name, or merge the two.'] },
  },
}
