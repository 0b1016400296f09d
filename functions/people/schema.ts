import { z } from 'zod'
import { cleanLine, cleanText } from '../lib/text'
import { seenVersion } from '../lib/version'
import { organizationChoice } from '../organizations/choice'

/** In characters. */
export const nameLimit = 100
export const roleLimit = 100
export const emailLimit = 254
export const notesLimit = 10_000

/** Offered beside a role in one's own words. */
export const roles = ['manager', 'coach', 'colleague']

export const PersonRow = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  organization_id: z.string().nullable(),
  email: z.string(),
  notes: z.string(),
  seq: z.int(),
  /** Epoch ms. */
  created_at: z.int(),
  updated_at: z.int(),
})
export type PersonRow = z.infer<typeof PersonRow>

/** A person with the name of the organization, null without one and while it is deleted. */
export type ListedPerson = PersonRow & { organization_name: string | null }

const line = (message: string, limit: number, what: string) =>
  z
    .string(message)
    .transform(cleanLine)
    .pipe(z.string().max(limit, `${what} has at most ${limit} characters`))

/** Members of a form and of a JSON body. One that is left out keeps its value or gets its default. */
export const personFields = {
  name: line('Enter a name', nameLimit, 'A name').pipe(z.string().min(1, 'Enter a name')),
  role: line('Enter the role as text', roleLimit, 'A role').optional(),
  email: line('Enter the address as text', emailLimit, 'An address')
    .refine((email) => email === '' || z.email().safeParse(email).success, 'Enter an address such as ada@example.com')
    .optional(),
  notes: z
    .string('Enter the notes as text')
    .transform(cleanText)
    .pipe(z.string().max(notesLimit, 'Notes have at most 10,000 characters'))
    .optional(),
}

const fields = { ...personFields, organization_id: organizationChoice.optional() }

export const NewPersonForm = z.object(fields)
export type NewPersonValues = z.output<typeof NewPersonForm>
export const PersonForm = z.object({ ...fields, seq: seenVersion('person') })
