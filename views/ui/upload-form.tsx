import type { PropsWithChildren } from 'hono/jsx'
import { Actions, Button, Cancel } from './button'
import { Field, type FieldProps, Frame } from './field'
import { EditForm, ErrorSummary } from './form'

type Props = PropsWithChildren<{
  label: string
  action: string
  /** The page to go back to. */
  cancel: string
  about?: string
  errors?: string[]
  file: Pick<FieldProps, 'label' | 'hint' | 'accept' | 'multiple' | 'errors'>
  text: Pick<FieldProps, 'label' | 'hint' | 'rows' | 'value' | 'placeholder' | 'errors'>
  /** The text stands above the file. */
  isTextFirst?: boolean
  /** Below a preview that can be confirmed. */
  isFurther?: boolean
}>

/** A form that takes a file or pasted text, and leads to a preview. Other fields stand below. */
export const UploadForm = ({
  label,
  action,
  cancel,
  about,
  errors,
  file,
  text,
  isTextFirst,
  isFurther,
  children,
}: Props) => {
  const fields = [
    <Field name={file.multiple ? 'files' : 'file'} type="file" {...file} />,
    <Field name="text" type="textarea" spellcheck={false} dir="auto" {...text} />,
  ]
  return (
    <EditForm label={label} action={action}>
      {about && <p>{about}</p>}
      <ErrorSummary errors={errors} />
      {isTextFirst ? fields.toReversed() : fields}
      {children}
      <Actions>
        <Button variant={isFurther ? undefined : 'primary'}>Preview</Button>
        <Cancel href={cancel} />
      </Actions>
    </EditForm>
  )
}

type SecretProps = {
  label: string
  value: string
  /** Unique in the page. */
  id?: string
}

/** A secret that is shown once, whole, to be copied: with the button, or from the field, which gets the focus. */
export const Secret = ({ label, value, id = 'secret' }: SecretProps) => (
  <div class="secret">
    <Frame id={id} label={label}>
      <textarea class="input" id={id} rows={1} readonly data-autofocus dir="ltr" autocomplete="off" spellcheck={false}>
        {value}
      </textarea>
    </Frame>
    <Button type="button" icon="copy" data-copies={id} data-copied={`${label} copied`}>
      Copy
    </Button>
  </div>
)
