import type { FieldFrame, Value } from '../ui/field'
import { SuggestingField } from '../ui/suggesting-field'

type AppFieldProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors'> & {
  value?: Value
  example: string
  autofocus?: boolean
  from?: string
}

/** Asks for an app by name or package name. */
export const AppField = ({ example, from = '/whitelists/suggestions', ...props }: AppFieldProps) => (
  <SuggestingField
    label="App"
    wide
    required
    spellcheck={false}
    hint={`Its name or package name, e.g. ${example}`}
    from={from}
    {...props}
  />
)
