import { type Child, createContext, type JSX, type PropsWithChildren, useContext } from 'hono/jsx'
import type { Draft } from '../../functions/lib/http/form'
import type { Org } from '../../functions/lib/org'
import { type FilingField, filingLabels } from '../../functions/lib/resource/filing'
import { type FilingChoice, filingNamesOf } from '../../functions/lib/resource/filing-choices'
import { grouped } from '../../functions/lib/text/format'
import { Actions, Button, Cancel, Notice } from './button'
import { Field, type FieldProps, type FieldValue, Select } from './field'
import { classes } from './icon'

/** Props of a field by name: the typed value, else the stored one, and its errors. */
export const draftFields =
  <Values extends Record<string, FieldValue>>(
    values: Values,
    draft: Draft<NoInfer<Values>> | undefined,
    idPrefix?: string,
  ) =>
  (name: keyof Values & string) => ({
    name,
    idPrefix,
    value: draft?.values[name] ?? values[name],
    errors: draft?.errors[name],
  })

/** Context named in the page's URL. */
export const AddressOrg = createContext<Org | undefined>(undefined)

/** Hidden field that keeps the context in a form that submits by GET. */
export const HiddenOrg = () => {
  const org = useContext(AddressOrg)
  return org === undefined ? null : <input type="hidden" name="org" value={org} />
}

type FormAttributes = Partial<
  Pick<JSX.IntrinsicElements['form'], 'id' | 'action' | 'method' | 'enctype' | 'autocomplete' | 'novalidate' | 'role'>
>

type FieldsProps = PropsWithChildren<{ short?: boolean; inPairs?: boolean; class?: string }>

/** Fields one below the other. `inPairs` puts two on a line, except wide ones; `short` limits the width. */
export const Fields = ({ short, inPairs, class: more, children }: FieldsProps) => (
  <div class={classes('fields', inPairs && 'pairs', short && 'sm:max-w-80', more)}>{children}</div>
)

type MoreProps = PropsWithChildren<{ open: boolean; label?: string; inPairs?: boolean; class?: string }>

/** Rarely used fields, collapsed. */
export const MoreFields = ({ open, label = 'More', inPairs, class: more, children }: MoreProps) => (
  <details open={open}>
    <summary class="link">{label}</summary>
    <Fields inPairs={inPairs} class={more}>
      {children}
    </Fields>
  </details>
)

type EditFormProps = FormAttributes & { label: string; class?: string }

/**
 * Form that replaces a row while it is edited; `label` is its accessible name. It is multipart, where a character takes
 * at most 3 bytes, not 9 as in url-encoding, so that the longest notes fit in any script.
 */
export const EditForm = ({ label, class: more, children, ...rest }: PropsWithChildren<EditFormProps>) => (
  <form
    class={classes('edit', more)}
    method="post"
    enctype="multipart/form-data"
    novalidate
    aria-label={label}
    {...rest}
  >
    {children}
  </form>
)

/** Id of a rendered form. It distinguishes a form submitted twice from a form filled in again (`onceByForm`). */
export const FormId = () => <input type="hidden" name="form_id" value={crypto.randomUUID()} />

/** Attributes of a form that htmx submits to the same path as without JavaScript. */
export const htmxForm = (action: string) => ({ method: 'post', action, 'hx-post': action }) as const

/** The search field `q` of a `LiveToolbar`. */
export const SearchField = ({ name = 'q', ...props }: Omit<FieldProps, 'name'> & { name?: string }) => (
  <Field unseenLabel grow type="search" name={name} {...props} />
)

/** Hidden inputs for the query parameters that a GET form preserves. */
export const HiddenParams = ({ values }: { values: Record<string, string | undefined> }) => (
  <>
    {Object.entries(values).map(
      ([name, value]) => value !== undefined && <input type="hidden" name={name} value={value} />,
    )}
  </>
)

type ToolbarProps = FormAttributes & {
  label?: string
  /** True to submit on every change; the button is then shown only without JavaScript. */
  auto?: boolean
  class?: string
}

/** Form above a list that searches, filters and sorts the list. */
export const Toolbar = ({ auto, label, class: more, children, ...rest }: PropsWithChildren<ToolbarProps>) => (
  <search aria-label={label}>
    <form class={classes('toolbar', more)} method="get" novalidate data-auto={auto ? '' : undefined} {...rest}>
      <HiddenOrg />
      {children}
      <Button data-apply class={auto ? 'script:hidden' : undefined}>
        Apply
      </Button>
    </form>
  </search>
)

type LiveToolbarProps = {
  action: string
  label: string
  /** Id of the element that the response replaces. */
  list: string
  /** Prefix of the fields' ids. The field named `q` searches on input. */
  idPrefix: string
}

/** Toolbar that refreshes the list below it on input and change, and updates the URL. */
export const LiveToolbar = ({ action, label, list, idPrefix, children }: PropsWithChildren<LiveToolbarProps>) => (
  <Toolbar
    auto
    label={label}
    action={action}
    hx-get={action}
    hx-trigger={`submit, input delay:300ms target:#${idPrefix}-q`}
    hx-target={`#${list}`}
    hx-select={`#${list}`}
    hx-swap="outerMorph"
    hx-replace-url="true"
    hx-sync="this:replace"
  >
    {children}
  </Toolbar>
)

/** Errors of a whole form, above its fields. */
export const ErrorSummary = ({ errors, title }: { errors?: string[]; title?: string }) => {
  if (!errors?.length) return null
  return (
    <div role="alert" tabindex={-1} data-errors>
      <Notice tone="bad">
        {title && <p>{title}</p>}
        {errors.map((error) => (
          <p>{error}</p>
        ))}
      </Notice>
    </div>
  )
}

type SelectProps = {
  id: FilingField
  choices: FilingChoice[]
  row?: Parameters<typeof filingNamesOf>[2]
  field: ReturnType<ReturnType<typeof draftFields>>
  /** True to leave out the organization for people who have none. */
  isShort?: boolean
}

/** Select box for something that a row is filed under. */
export const FilingSelect = ({ id, choices, row, field, isShort }: SelectProps) => {
  const options = filingNamesOf(choices, id, row)
  if (isShort && id === 'organization_id' && options.length === 0 && !field.errors) return null
  return (
    <Select
      label={filingLabels[id]}
      options={[{ value: '', label: `No ${filingLabels[id].toLowerCase()}` }, ...options]}
      {...field}
    />
  )
}

/** Controls of a form by field. Each is also used to edit its field in place. */
export type Controls = Record<string, Child>

/** Returns the props of a field by name, as `draftFields` does. */
export type FieldOf<Name extends string = string> = (name: Name) => ReturnType<ReturnType<typeof draftFields>>

type FilingProps<F extends FilingField> = Pick<SelectProps, 'choices' | 'row' | 'isShort'> & {
  /** Field names in the order of the form. */
  ids: F[]
  field: FieldOf<F>
}

/** Select boxes by field for everything that a row is filed under (project, goal, organization, …). */
export const filingControls = <F extends FilingField>({ ids, field, ...props }: FilingProps<F>): Controls =>
  Object.fromEntries(ids.map((id) => [id, <FilingSelect id={id} field={field(id)} {...props} />]))

/** Replaces a row until its edit ends; swaps of the list leave it alone until then. Passes on `data-*`. */
export const EditingRow = ({ id, children, ...rest }: PropsWithChildren<{ id: string }>) => (
  <li class="editing" id={id} {...rest} hx-morph-skip>
    {children}
  </li>
)

type EditorProps = {
  label: string
  /** Path that the form is submitted to. With htmx, Cancel reloads the row from there. */
  url: string
  /** Page that Cancel leads to without JavaScript. */
  cancel: string
  /** Version of the row when the form was rendered. */
  seq: number | string
  seqErrors?: string[]
  /** Id and class of the row that the form replaces; without an id the form is on its own page. */
  rowId?: string
  /** Path that reloads the row; null if the row is deleted. */
  back?: string | null
  /** Buttons instead of Save. */
  save?: Child
  /** Buttons after Cancel. */
  more?: Child
  /** Id of the form, so that buttons outside it can submit it. */
  formId?: string
}

/** Form of an existing row, in its list or on a page. Children are the fields; `data-*` goes to the row. */
export const Editor = (props: PropsWithChildren<EditorProps>) => {
  const { label, url, cancel, seq, seqErrors, rowId, back = url, save, more, formId, children, ...rest } = props
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }
  const form = (
    <EditForm id={formId} label={label} action={url} {...(rowId && { 'hx-post': url, ...swap })}>
      <ErrorSummary errors={seqErrors} />
      <input type="hidden" name="seq" value={seq} />
      {children}
      <Actions>
        {save ?? <Button variant="primary">Save</Button>}
        <Cancel href={cancel} {...(rowId && back !== null && { 'hx-get': back, ...swap })} />
        {more}
      </Actions>
    </EditForm>
  )
  if (!rowId) return form
  return (
    <EditingRow id={rowId} {...rest}>
      {form}
    </EditingRow>
  )
}

type AdderProps = {
  label: string
  url: string
  add: Child
  /** True to offer another empty form after saving; the route reads `another`. */
  another?: boolean
  /** Selector of the region above the list that contains the form; without it the form is on its own page. */
  target?: string
}

/** Form of a new row, above its list or on a page. Children are the fields. */
export const NewRowForm = ({ label, url, add, another, target, children }: PropsWithChildren<AdderProps>) => (
  <EditForm label={label} action={url} {...(target && { 'hx-post': url, 'hx-target': target, 'hx-swap': 'innerHTML' })}>
    {children}
    <Actions>
      <Button variant="primary">{add}</Button>
      {another && (
        <Button name="another" value="yes">
          Add another
        </Button>
      )}
      <Cancel href={url} />
    </Actions>
  </EditForm>
)

/** A fault in a document: its line (from 1), the name found there, and a message. */
type Fault = { line: number; name?: string; message: string }

/** Maximum number of faults listed for a document; further ones are only counted. */
const shown = 20

type Props = { faults: Fault[]; tone: 'neutral' | 'warning' | 'bad'; title?: string; role?: 'status' }

/** Errors of a document by line number; line 0 means the whole document. */
export const DocumentErrors = ({ faults, tone, title, role }: Props) =>
  faults.length > 0 ? (
    <Notice tone={tone} role={role}>
      {title && (
        <p>
          <strong>{title}</strong>
        </p>
      )}
      {faults.slice(0, shown).map(({ line, name, message }) => (
        <p>
          {name !== undefined ? (
            <>
              <bdi>{name}</bdi> (line {line}):{' '}
            </>
          ) : (
            line > 0 && `Line ${line}: `
          )}
          {message}
        </p>
      ))}
      {faults.length > shown && <p>And {grouped(faults.length - shown)} more.</p>}
    </Notice>
  ) : null
