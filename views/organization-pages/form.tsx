import type { AnyDraft } from '../../functions/lib/resource/pages'
import { nameLimit, notesLimit, type OrganizationRow, typeNames } from '../../functions/organizations/schema'
import { drafted } from '../ui/draft'
import { optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'
import { NameField, NotesField } from '../ui/name-field'

type Props = { row?: OrganizationRow; draft?: AnyDraft; idPrefix: string }

export const OrganizationFields = ({ row, draft, idPrefix }: Props) => {
  const { name, type, notes } = row ?? { name: '', type: 'employer', notes: '' }
  const field = drafted<Record<string, string>>({ name, type, notes }, draft, idPrefix)
  return (
    <Fields>
      <NameField limit={nameLimit} isFresh={!draft} {...field('name')} />
      <Select label="Type" options={optionsOf(typeNames)} {...field('type')} />
      <NotesField limit={notesLimit} {...field('notes')} />
    </Fields>
  )
}
