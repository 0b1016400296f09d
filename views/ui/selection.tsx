import type { Child, PropsWithChildren } from 'hono/jsx'
import { Button } from './button'
import { classes } from './classes'

/** Id of the bar's form, which the boxes of the rows belong to. A page has one selection. */
export const selectionId = 'picks'

type SelectRowProps = {
  id?: string
  name: string
  value: string
  /** Identifies the row where its value changes with its version. */
  rowKey?: string
  label: string
  checked?: boolean
  /** Another form that the boxes belong to, which keeps its selection by itself. */
  of?: string
}

/** The box at the start of a row. client/row-selection.ts selects ranges and remembers rows on other pages. */
export const SelectRow = ({ id, name, value, rowKey, label, checked, of = selectionId }: SelectRowProps) => (
  <label class="pick">
    <input
      type="checkbox"
      id={id}
      form={of}
      name={name}
      value={value}
      data-key={rowKey}
      checked={checked}
      autocomplete="off"
      aria-label={`Select ${label}`}
    />
  </label>
)

type SelectGroupProps = PropsWithChildren<{ id: string; rows: string }>

/** Selects all rows shown in a part of the page; works with script only. @param rows selector of that part */
export const SelectGroup = ({ id, rows, children }: SelectGroupProps) => (
  <label class="check pick-day">
    <input type="checkbox" id={id} autocomplete="off" data-picks={rows} />
    {children}
  </label>
)

type SelectionBarProps = PropsWithChildren<{
  label: string
  action: string
  /** Shown from the start, not only once a row is selected. */
  always?: boolean
  /** Count of all matches, which `all` selects. */
  total?: number
  all?: Child
}>

/** Actions on the selected rows, in sight below the list. `hx-*` attributes are passed on. */
export const SelectionBar = ({ label, action, always, total, all, children, ...rest }: SelectionBarProps) => (
  <form
    id={selectionId}
    class={classes('picks-bar', !always && 'picked')}
    method="post"
    action={action}
    enctype="multipart/form-data"
    aria-label={label}
    autocomplete="off"
    data-total={total}
    {...rest}
  >
    <div hidden data-picks-kept />
    <p role="status" data-picks-count />
    {all}
    <div class="actions">
      {children}
      <Button small variant="quiet" type="reset">
        Clear
      </Button>
    </div>
  </form>
)

type SelectedProps = { name: string; rows: { rowKey: string; value: string }[] }

/** Answers an action: these rows stay selected, at their new versions. */
export const StillSelected = ({ name, rows }: SelectedProps) => (
  <hx-partial hx-target="[data-picks-kept]" hx-swap="innerHTML">
    <span data-picks-new>
      {rows.map(({ rowKey, value }) => (
        <input type="hidden" data-key={rowKey} name={name} value={value} />
      ))}
    </span>
  </hx-partial>
)
