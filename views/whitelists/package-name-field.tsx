import type { FieldFrame, Value } from '../ui/field-frame'
import { SuggestingField } from '../ui/suggesting-field'

type PackageNameFieldProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors'> & {
  value?: Value
  /** Sample name for the hint. */
  example: string
  autofocus?: boolean
}

/** Suggests used apps and apps of the catalogue. */
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
