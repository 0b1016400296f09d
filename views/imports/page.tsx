import type { Child, PropsWithChildren } from 'hono/jsx'
import type { RefusedImport, UploadDraft } from '../../functions/imports/read'
import { sizeText } from '../../functions/lib/files/uploads'
import { grouped } from '../../functions/lib/text/format'
import { Actions, Badge, Button } from '../ui/button'
import { Field, type FieldProps } from '../ui/field'
import { DocumentErrors, EditForm, ErrorSummary } from '../ui/form'
import { Module } from '../ui/reorder'
import { Fold, PlainRow, RowList, Rows, Section } from '../ui/section'

type UploadProps = PropsWithChildren<{
  label: string
  action: string
  about?: Child
  draft?: UploadDraft
  file?: Pick<FieldProps, 'label' | 'hint' | 'accept' | 'multiple' | 'required'> & {
    /** Maximum size of the file in bytes. With JavaScript, a larger file is refused before it is sent. */
    bytes?: number
  }
  /** Text area for pasted text, in addition to the file or alone. Its field is `text` by default. */
  text?: Pick<FieldProps, 'label' | 'hint' | 'rows' | 'placeholder' | 'required' | 'autofocus'> & { name?: string }
  /** True to show the text area above the file; otherwise it is collapsed below it. */
  isTextFirst?: boolean
}>

/** True for the upload form below a preview. */
const isFurther = (draft?: UploadDraft) => draft !== undefined && Object.keys(draft.errors).length === 0

const FileField = ({ bytes, ...field }: NonNullable<UploadProps['file']> & Pick<FieldProps, 'errors'>) => {
  const limit = bytes !== undefined && {
    'data-max-bytes': bytes,
    'data-too-large': `The file is over ${sizeText(bytes)}`,
  }
  return (
    <>
      <Field name={field.multiple ? 'files' : 'file'} type="file" {...field} {...limit} />
      {limit && <Module name="file-size" />}
    </>
  )
}

/** Form for a file or pasted text, which leads to a preview. Children are further fields. */
export const UploadForm = (props: UploadProps) => {
  const { label, action, about, draft, file, text, isTextFirst, children } = props
  const errors = draft?.errors ?? {}
  const isFolded = file !== undefined && !isTextFirst
  const pasted = text && {
    ...text,
    value: draft?.values[text.name ?? 'text'],
    errors: errors[text.name ?? 'text'],
  }
  const textField = pasted && (
    <Field name="text" type="textarea" spellcheck={false} dir="auto" unseenLabel={isFolded} {...pasted} />
  )
  const fields = [
    file && <FileField {...file} errors={errors.file} />,
    pasted && isFolded ? (
      <details open={Boolean(pasted.value || pasted.errors)}>
        <summary class="link">{pasted.label}</summary>
        {textField}
      </details>
    ) : (
      textField
    ),
  ]
  return (
    <EditForm label={label} action={action}>
      {about && <p>{about}</p>}
      <ErrorSummary errors={errors.form} />
      {isTextFirst ? fields.toReversed() : fields}
      {children}
      <Actions>
        <Button variant={isFurther(draft) ? undefined : 'primary'}>Preview</Button>
      </Actions>
    </EditForm>
  )
}

export const againId = 'import-again'

/** Upload form below a preview, with the pasted text filled in. */
export const UploadAgain = ({ children }: PropsWithChildren) => (
  <Section id={againId} title="Change and preview again">
    {children}
  </Section>
)

type SomeProps<Row> = {
  id: string
  title: string
  rows: readonly Row[]
  /** Count next to the title; by default the number of rows. */
  count?: number
  item: (row: Row) => Child
  /** Maximum number of rows on the page; the others are only counted. */
  limit?: number
  small?: boolean
  /** A section with more rows than this is collapsed at first. */
  foldOver?: number
}

/** A section of a preview with rows of one kind; nothing without rows. */
export const PreviewRows = <Row,>(props: SomeProps<Row>) => {
  const { id, title, rows, count = rows.length, item, limit = 300, small, foldOver } = props
  if (rows.length === 0) return null
  const content = (
    <>
      <RowList small={small} rows={rows.slice(0, limit)} item={item} />
      {rows.length > limit && <p class="grey">And {grouped(rows.length - limit)} more.</p>}
    </>
  )
  const head = { id, title, summary: grouped(count) }
  if (foldOver === undefined) return <Section {...head}>{content}</Section>
  return (
    <Fold {...head} open={rows.length <= foldOver}>
      {content}
    </Fold>
  )
}

type DocumentsProps<Read> = { summary: string; documents: (Read | RefusedImport)[]; item: (document: Read) => Child }

const isRefused = <Read extends object>(document: Read | RefusedImport): document is RefusedImport =>
  'errors' in document

/** Documents of an import. Refused documents show their errors. */
export const Documents = <Read extends object>({ summary, documents, item }: DocumentsProps<Read>) => (
  <Section id="import-preview" title="Preview" summary={summary}>
    <Rows>
      {documents.map((document) =>
        isRefused(document) ? (
          <PlainRow name={document.name} parts={[<Badge tone="bad">Can’t be imported</Badge>]}>
            <DocumentErrors faults={document.errors} tone="bad" />
          </PlainRow>
        ) : (
          item(document)
        ),
      )}
    </Rows>
  </Section>
)
