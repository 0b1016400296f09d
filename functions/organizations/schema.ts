import { z } from 'zod'
import { choiceOf, nameMember, notesMember, rowColumns } from '../lib/resource/members'
import { nameKey } from '../lib/text'
import { seenVersion } from '../lib/version'

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
