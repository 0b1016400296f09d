import type { Child, PropsWithChildren } from 'hono/jsx'
import { Actions, Button, Cancel } from './button'
import { classes } from './classes'
import { EditForm, ErrorSummary } from './form'

type EditingRowProps = { id: string; class?: string }

/** Replaces a row until its edit has ended; a swap of the list leaves it alone until then. Passes `data-*` on. */
export const EditingRow = ({ id, class: more, children, ...rest }: PropsWithChildren<EditingRowProps>) => (
  <li class={classes(more, 'editing')} id={id} {...rest} hx-morph-skip>
    {children}
  </li>
)

type EditorProps = {
  label: string
  /** Where the form is sent. With htmx, Cancel brings the row back from there. */
  url: string
  /** Page that Cancel leads to without script. */
  cancel: string
  /** Version that the form was made from. */
  seq: number | string
  seqErrors?: string[]
  /** Id and class of the row that the form replaces; without an id the form is a page of its own. */
  rowId?: string
  rowClass?: string
}

/** Form of a present row, in its list or on a page. Its children are the fields; the row gets its `data-*`. */
export const Editor = (props: PropsWithChildren<EditorProps>) => {
  const { label, url, cancel, seq, seqErrors, rowId, rowClass, children, ...rest } = props
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }
  const form = (
    <EditForm label={label} action={url} {...(rowId && { 'hx-post': url, ...swap })}>
      <ErrorSummary errors={seqErrors} />
      <input type="hidden" name="seq" value={seq} />
      {children}
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href={cancel} {...(rowId && { 'hx-get': url, ...swap })} />
      </Actions>
    </EditForm>
  )
  if (!rowId) return form
  return (
    <EditingRow id={rowId} class={rowClass} {...rest}>
      {form}
    </EditingRow>
  )
}

type AdderProps = {
  label: string
  url: string
  add: Child
  /** Offers to go on with an empty form; the route reads `another`. */
  another?: boolean
  /** Selector of the region above the list that the form is in; without one the form is a page of its own. */
  target?: string
}

/** Form of a new row, above its list or on a page. Its children are the fields. */
export const Adder = ({ label, url, add, another, target, children }: PropsWithChildren<AdderProps>) => (
  <EditForm label={label} action={url} {...(target && { 'hx-post': url, 'hx-target': target, 'hx-swap': 'innerHTML' })}>
    {children}
    <Actions>
      <Button variant="primary">{add}</Button>
      {another && (
        <Button name="another" value="yes">
          Save and add another
        </Button>
      )}
      <Cancel href={url} />
    </Actions>
  </EditForm>
)
