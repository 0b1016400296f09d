import type { FieldFrame, Value } from '../ui/field-frame'
import { SuggestingField } from '../ui/suggesting-field'

type PackageNameFieldProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors'> & {
  value?: Value
  /** Such a name. */
  example: string
  autofocus?: boolean
}

/** Where an app is named; offers those that were used, and those that the catalogue has. */
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
