import { Field } from '../ui/field'
import type { FieldFrame, Value } from '../ui/field-frame'
import { fieldId } from '../ui/field-frame'

type TagsFieldProps = Pick<FieldFrame, 'label' | 'name' | 'idPrefix' | 'hint' | 'errors' | 'wide'> & { value?: Value }

/** Where tags are typed, separated by commas; offers those that are used most. */
export const TagsField = (props: TagsFieldProps) => {
  const list = `${fieldId(props)}-offered`
  return (
    <>
      <Field
        dir="auto"
        autocomplete="off"
        list={list}
        hx-get="/tags/suggestions"
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
