import { type FilingChoice, filingNamesOf } from '../../functions/lib/resource/choices'
import { type FilingField, filingLabels } from '../../functions/lib/resource/filing'
import type { drafted } from './draft'
import { Select } from './field'

type Props<F extends FilingField> = {
  choices: FilingChoice[]
  row?: Parameters<typeof filingNamesOf>[2]
  /** In the order of the form. */
  ids: F[]
  field: (name: F) => ReturnType<ReturnType<typeof drafted>>
}

/** Hint of the organization beside a project. */
export const projectFirst = 'Taken from the project if it has one'

/** Chooses what a row is filed under. */
export const FilingFields = <F extends FilingField>({ choices, row, ids, field }: Props<F>) => (
  <>
    {ids.map((id) => (
      <Select
        label={filingLabels[id]}
        hint={id === 'organization_id' && ids.some((one) => one === 'project_id') && projectFirst}
        options={[{ value: '', label: `No ${filingLabels[id].toLowerCase()}` }, ...filingNamesOf(choices, id, row)]}
        {...field(id)}
      />
    ))}
  </>
)
