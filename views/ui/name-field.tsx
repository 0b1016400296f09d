import { Field, type FieldProps } from './field'

type OwnProps = Pick<FieldProps, 'name' | 'idPrefix' | 'value' | 'errors' | 'hint'> & {
  /** In characters. */
  limit: number
}

type Props = OwnProps & {
  /** The form was not sent before: the field takes the focus. */
  isFresh: boolean
}

/** The name of a thing, at the head of its form. */
export const NameField = ({ limit, isFresh, ...field }: Props) => (
  <Field
    label="Name"
    wide
    required
    maxlength={limit}
    dir="auto"
    autocomplete="off"
    {...field}
    autofocus={isFresh}
    data-autofocus
  />
)

/** The title of a thing, at the head of its form. */
export const TitleField = ({ limit, isFresh, ...field }: Props) => (
  <Field label="Title" wide required maxlength={limit} dir="auto" {...field} autofocus={isFresh} data-autofocus />
)

export const NotesField = ({ label = 'Notes', limit, ...field }: OwnProps & { label?: string }) => (
  <Field label={label} type="textarea" wide maxlength={limit} dir="auto" {...field} />
)
