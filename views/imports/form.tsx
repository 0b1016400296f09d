import type { PropsWithChildren } from 'hono/jsx'
import type { UploadDraft } from '../../functions/imports/pages'
import { Actions, Button, Cancel } from '../ui/button'
import { Field, type FieldProps } from '../ui/field'
import { EditForm, ErrorSummary } from '../ui/form'

type Props = PropsWithChildren<{
  label: string
  action: string
  /** The page to go back to. */
  cancel: string
  about?: string
  draft?: UploadDraft
  file: Pick<FieldProps, 'label' | 'hint' | 'accept' | 'multiple' | 'required'>
  /** Takes pasted text, too. */
  text?: Pick<FieldProps, 'label' | 'hint' | 'rows' | 'placeholder'>
  /** The text stands above the file. */
  isTextFirst?: boolean
  /** Below a preview that can be confirmed. */
  isFurther?: boolean
}>

/** A form that takes a file or pasted text, and leads to a preview. Other fields stand below. */
export const UploadForm = (props: Props) => {
  const { label, action, cancel, about, draft, file, text, isTextFirst, isFurther, children } = props
  const errors = draft?.errors ?? {}
  const fields = [
    <Field name={file.multiple ? 'files' : 'file'} type="file" {...file} errors={errors.file} />,
    text && (
      <Field
        name="text"
        type="textarea"
        spellcheck={false}
        dir="auto"
        {...text}
        value={draft?.values.text}
        errors={errors.text}
      />
    ),
  ]
  return (
    <EditForm label={label} action={action}>
      {about && <p>{about}</p>}
      <ErrorSummary errors={errors.form} />
      {isTextFirst ? fields.toReversed() : fields}
      {children}
      <Actions>
        <Button variant={isFurther ? undefined : 'primary'}>Preview</Button>
        <Cancel href={cancel} />
      </Actions>
    </EditForm>
  )
}
