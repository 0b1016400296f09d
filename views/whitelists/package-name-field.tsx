import type { FieldFrame, Value } from '../ui/field-frame'
import { SuggestingField } from '../ui/suggesting-field'

type PackageNameFieldProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors'> & {
  value?: Value
  example: string
  autofocus?: boolean
}

export const PackageNameField = ({ example, ...props }: PackageNameFieldProps) => (
  <SuggestingField
    label="Package name"
    wide
    required
    spellcheck={false}
    hint={`As your client reports it, such as ${example}`}
    from="/whitelists/suggestions"
    {...props}
  />
)
