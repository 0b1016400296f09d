import { Field } from '../ui/field'
import { type FieldFrame, fieldId, type Value } from '../ui/field-frame'

type PackageNameFieldProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors'> & {
  value?: Value
  /** Such a name. */
  example: string
  autofocus?: boolean
}

/** Where an app is named; offers those that were used, and those that the catalogue has. */
export const PackageNameField = ({ example, ...props }: PackageNameFieldProps) => {
  const list = `${fieldId(props)}-offered`
  return (
    <>
      <Field
        label="Package name"
        wide
        required
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        list={list}
        hint={`As your client reports it, such as ${example}`}
        hx-get="/whitelists/suggestions"
        hx-trigger="focus once, input changed delay:200ms"
        hx-target={`#${list}`}
        hx-swap="innerHTML"
        hx-sync="this:replace"
        {...props}
      />
      <datalist id={list} />
    </>
  )
}
