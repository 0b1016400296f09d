import { type FilingChoice, filingNamesOf } from '../../functions/lib/resource/choices'
import { type FilingField, filingLabels } from '../../functions/lib/resource/filing'
import type { drafted } from './draft'
import { Select } from './field'

type Props = {
  choices: FilingChoice[]
  row?: Parameters<typeof filingNamesOf>[2]
  /** In the order of the form. */
  ids: FilingField[]
  field: (name: FilingField) => ReturnType<ReturnType<typeof drafted>>
}

/** Hint of the organization beside a project. */
export const projectFirst = 'A project’s own comes first'

/** Chooses what a row is filed under. */
export const FilingFields = ({ choices, row, ids, field }: Props) => (
  <>
    {ids.map((id) => (
      <Select
        label={filingLabels[id]}
        hint={id === 'organization_id' && ids.includes('project_id') && projectFirst}
        options={[{ value: '', label: `No ${filingLabels[id].toLowerCase()}` }, ...filingNamesOf(choices, id, row)]}
        {...field(id)}
      />
    ))}
  </>
)
