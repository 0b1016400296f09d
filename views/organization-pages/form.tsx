import type { FieldsProps } from '../../functions/lib/resource/listed'
import {
  nameLimit,
  newOrganization,
  notesLimit,
  type OrganizationRow,
  typeNames,
} from '../../functions/organizations/schema'
import { drafted } from '../ui/draft'
import { optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'
import { NameField, NotesField } from '../ui/name-field'

export const OrganizationFields = ({ row, draft, idPrefix }: FieldsProps<OrganizationRow>) => {
  const field = drafted(row ?? newOrganization, draft, idPrefix)
  return (
    <Fields>
      <NameField limit={nameLimit} isFresh={!draft} {...field('name')} />
      <Select label="Type" options={optionsOf(typeNames)} {...field('type')} />
      <NotesField limit={notesLimit} {...field('notes')} />
    </Fields>
  )
}
