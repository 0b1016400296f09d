import { type Linked, type OrganizationChoice, organizationOptions } from '../../functions/lib/resource/choices'
import type { FieldsProps } from '../../functions/lib/resource/listed'
import {
  emailLimit,
  nameLimit,
  newPerson,
  notesLimit,
  type PersonRow,
  roleLimit,
  roles,
} from '../../functions/people/schema'
import { drafted } from '../ui/draft'
import { Datalist, Field, Select } from '../ui/field'
import { Fields } from '../ui/form'
import { NameField, NotesField } from '../ui/name-field'

type Props = FieldsProps<PersonRow> & {
  organizations: OrganizationChoice[]
  /** Chosen for a new person. */
  linked: Linked
}

export const PersonFields = ({ row, draft, organizations, linked, idPrefix }: Props) => {
  const field = drafted(row ?? { ...newPerson, ...linked }, draft, idPrefix)
  const list = `${idPrefix}-roles`
  return (
    <Fields>
      <NameField limit={nameLimit} isFresh={!draft} {...field('name')} />
      <Field
        label="Role"
        maxlength={roleLimit}
        dir="auto"
        list={list}
        autocomplete="off"
        hint="e.g. manager, coach or your own words"
        {...field('role')}
      />
      <Datalist id={list} values={roles} />
      <Select label="Organization" options={organizationOptions(organizations)} {...field('organization_id')} />
      <Field label="Email" type="email" maxlength={emailLimit} autocomplete="off" {...field('email')} />
      <NotesField limit={notesLimit} {...field('notes')} />
    </Fields>
  )
}
