import { z } from 'zod'
import { quoted } from '../../data/changes/words'
import { undoableRename } from '../../data/changes/writes'
import { columnsAre } from '../../lib/conditions'
import { choiceOf, nameMember, notesMember, rowColumns, seenVersion } from '../../lib/resource/members'
import { columnsOf, readsOf } from '../../lib/resource/reads'
import type { Resource } from '../../lib/resource/resource'
import { storedRows } from '../../lib/resource/stored'
import { part } from '../../lib/sql'
import { nameKey } from '../../lib/text'

/** In characters. */
export const nameLimit = 100
export const notesLimit = 10_000

export const typeNames = { employer: 'Employer', host: 'Host', school: 'School', client: 'Client', other: 'Other' }
export const organizationType = choiceOf(typeNames, 'Choose a type from the list')
export type OrganizationType = z.infer<typeof organizationType>

export const OrganizationRow = z.object({
  ...rowColumns,
  name: z.string(),
  type: organizationType,
  notes: z.string(),
})
export type OrganizationRow = z.infer<typeof OrganizationRow>

/** An organization with the number of its people and projects. */
export const ListedOrganization = OrganizationRow.extend({ person_count: z.int(), project_count: z.int() })
export type ListedOrganization = z.infer<typeof ListedOrganization>

export const newOrganization = { name: '', type: 'employer', notes: '' }

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const organizationFields = {
  name: nameMember(nameLimit),
  type: organizationType.optional(),
  notes: notesMember(notesLimit).optional(),
}

export const NewOrganizationForm = z.object(organizationFields)
export type NewOrganizationValues = z.output<typeof NewOrganizationForm>
export const OrganizationForm = z.object({ ...organizationFields, seq: seenVersion('organization') })

/** Unique among a user's organizations. */
export const organizationKey = nameKey

export const {
  find: organization,
  list: organizations,
  page: pageOfOrganizations,
} = readsOf({
  kind: 'organization',
  schema: ListedOrganization,
  columns: part`${columnsOf('organizations', OrganizationRow)},
    (SELECT count(*) FROM people
     WHERE people.user_id = organizations.user_id AND people.organization_id = organizations.id
       AND people.deleted_at IS NULL) AS person_count,
    (SELECT count(*) FROM projects
     WHERE projects.user_id = organizations.user_id AND organization_id = organizations.id
       AND projects.deleted_at IS NULL) AS project_count`,
  where: ({ type }: { type?: string }) => columnsAre('organizations', { type }),
  order: () => ({ columns: ['name_key'] }),
})

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
  update: (db, userId, values, now, before) => {
    const statements = organizationRows.update(db, userId, values, now)
    if (values.name === before.name) return statements
    const summary = `Renamed ${quoted(before.name)} to ${quoted(values.name)}`
    return undoableRename(db, userId, summary, { organizations: [before.id] }, statements, now)
  },
  // Rows of other kinds keep its id, so that they are its own again when it is restored.
  remove: (db, userId, id, now) => ({
    ...organizationRows.remove(db, userId, id, now),
    toast: { message: 'Organization deleted. Its people, projects and goals are kept.' },
  }),
  refused: {
    unique: 'organizations.name_key',
    errors: { name: ['You already have an organization with this name. Choose another name, or merge the two.'] },
  },
}
