import type { OrganizationChoice } from '../../functions/lib/resource/choices'
import { organizationOptions } from '../../functions/lib/resource/choices'
import type { AnyDraft } from '../../functions/lib/resource/pages'
import { emailLimit, nameLimit, notesLimit, type PersonRow, roleLimit, roles } from '../../functions/people/schema'
import { drafted } from '../ui/draft'
import { Datalist, Field, Select } from '../ui/field'
import { Fields } from '../ui/form'
import { NameField, NotesField } from '../ui/name-field'

type Props = {
  row?: PersonRow
  draft?: AnyDraft
  organizations: OrganizationChoice[]
  /** Chosen for a new person. */
  organization: string
  idPrefix: string
}

export const PersonFields = ({ row, draft, organizations, organization, idPrefix }: Props) => {
  const { name, role, email, notes } = row ?? { name: '', role: '', email: '', notes: '' }
  const values = { name, role, email, notes, organization_id: row ? (row.organization_id ?? '') : organization }
  const field = drafted<Record<string, string>>(values, draft, idPrefix)
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
