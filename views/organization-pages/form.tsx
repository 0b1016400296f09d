import type { AnyDraft } from '../../functions/lib/resource/pages'
import { nameLimit, notesLimit, type OrganizationRow, typeNames } from '../../functions/organizations/schema'
import { drafted } from '../ui/draft'
import { Field, optionsOf, Select } from '../ui/field'
import { Fields } from '../ui/form'

type Props = { row?: OrganizationRow; draft?: AnyDraft; idPrefix: string }

export const OrganizationFields = ({ row, draft, idPrefix }: Props) => {
  const { name, type, notes } = row ?? { name: '', type: 'employer', notes: '' }
  const field = drafted<Record<string, string>>({ name, type, notes }, draft, idPrefix)
  return (
    <Fields>
      <Field
        label="Name"
        wide
        required
        maxlength={nameLimit}
        dir="auto"
        {...field('name')}
        autofocus={!draft}
        data-autofocus
      />
      <Select label="Type" options={optionsOf(typeNames)} {...field('type')} />
      <Field label="Notes" type="textarea" wide maxlength={notesLimit} dir="auto" {...field('notes')} />
    </Fields>
  )
}
