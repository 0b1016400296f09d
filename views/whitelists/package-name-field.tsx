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
    hint={`The app’s ID, e.g. ${example}`}
    from="/whitelists/suggestions"
    {...props}
  />
)
