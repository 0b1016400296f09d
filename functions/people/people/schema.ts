import { z } from 'zod'
import { columnsAre } from '../../lib/conditions'
import { filedUnder, lineMember, nameMember, notesMember, rowColumns, seenVersion } from '../../lib/resource/members'
import { columnsOf, lastWritten, readsOf } from '../../lib/resource/reads'
import { part } from '../../lib/sql'

/** In characters. */
export const nameLimit = 100
export const roleLimit = 100
export const emailLimit = 254
export const notesLimit = 10_000

/** Offered beside a role in one's own words. */
export const roles = ['manager', 'coach', 'colleague']

export const filing = filedUnder('people', 'organization_id')

export const PersonRow = z.object({
  ...rowColumns,
  name: z.string(),
  role: z.string(),
  email: z.string(),
  notes: z.string(),
  ...filing.columns,
})
export type PersonRow = z.infer<typeof PersonRow>

/** A person with the name of the organization, null without one and while it is deleted. */
export const ListedPerson = PersonRow.extend(filing.names)
export type ListedPerson = z.infer<typeof ListedPerson>

export const newPerson = { name: '', role: '', email: '', notes: '', ...filing.none }

const address = lineMember(emailLimit, { none: 'Enter the address as text', subject: 'An address has' })

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const personFields = {
  name: nameMember(nameLimit),
  ...filing.fields,
  role: lineMember(roleLimit, { none: 'Enter the role as text', subject: 'A role has' }).optional(),
  email: address
    .refine((email) => email === '' || z.email().safeParse(email).success, 'Enter an address such as ada@example.com')
    .optional(),
  notes: notesMember(notesLimit).optional(),
}

export const NewPersonForm = z.object(personFields)
export type NewPersonValues = z.output<typeof NewPersonForm>
export const PersonForm = z.object({ ...personFields, seq: seenVersion('person') })

export const {
  find: person,
  list: people,
  page: pageOfPeople,
} = readsOf({
  kind: 'person',
  schema: ListedPerson,
  columns: part`${columnsOf('people', PersonRow)}, ${filing.selectedNames}`,
  joins: filing.withNames,
  where: ({ organization_id }: { organization_id?: string }) => columnsAre('people', { organization_id }),
  order: ({ q }) => (q ? lastWritten : { columns: ['people.name COLLATE NOCASE', 'people.id'] }),
})
