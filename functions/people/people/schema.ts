import { z } from 'zod'
import { filingField, lineField, nameField, notesField } from '../../lib/resource/fields'
import { kindOf, resourceOf, rowsOf } from '../../lib/resource/kind'
import { lineMember } from '../../lib/resource/members'
import { lastWritten, readsOf } from '../../lib/resource/reads'

/** In characters. */
export const nameLimit = 100
export const notesLimit = 10_000
const emailLimit = 254

const email = lineMember(emailLimit, { none: 'Enter the address as text', subject: 'An address has' })
  .refine((text) => text === '' || z.email().safeParse(text).success, 'Enter an address such as ada@example.com')
  .optional()

export const personKind = kindOf('person', {
  name: nameField(nameLimit),
  role: lineField(
    'Role',
    100,
    { none: 'Enter the role as text', subject: 'A role has' },
    {
      about: '`manager`, `coach`, `colleague` or other words; may be empty.',
      offers: ['manager', 'coach', 'colleague'],
      autocomplete: 'off',
      hint: 'e.g. manager, coach or your own words',
    },
  ),
  organization_id: filingField('organization_id', { isPresent: true, filter: { all: 'All organizations' } }),
  email: {
    ...lineField('Email', emailLimit, { none: '' }, { type: 'email', dir: undefined, autocomplete: 'off' }),
    member: email,
  },
  notes: notesField(notesLimit),
})

export type PersonRow = z.output<typeof personKind.Row>
export type ListedPerson = z.output<typeof personKind.Listed>
export type NewPersonValues = z.output<typeof personKind.NewForm>

export const {
  find: person,
  list: allPeople,
  page: pageOfPeople,
} = readsOf({
  ...personKind.reads,
  schema: personKind.Listed,
  order: ({ q }) => (q ? lastWritten : { columns: ['people.name COLLATE NOCASE', 'people.id'] }),
})

export const personRows = rowsOf<ListedPerson, NewPersonValues>(personKind)

/** The writes that the pages and the API of people share. */
export const personResource = resourceOf(personKind, person, personRows)
