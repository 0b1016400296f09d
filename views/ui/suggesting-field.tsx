import { Field, type FieldProps, fieldId } from './field'

/** A field of one line that offers what `from`, an address of ours, has for what is typed. */
export const SuggestingField = ({ from, ...props }: FieldProps & { from: string }) => {
  const list = `${fieldId(props)}-offered`
  return (
    <>
      <Field
        dir="auto"
        autocomplete="off"
        list={list}
        hx-get={from}
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
