import type { PropsWithChildren } from 'hono/jsx'

type TickProps = {
  /** The id of the `Selection` that it belongs to. */
  of: string
  name: string
  value: string
  label: string
  checked?: boolean
}

/** The box at the start of a row, which may stand outside of the form that it belongs to. */
export const Tick = ({ of, name, value, label, checked }: TickProps) => (
  <label class="tick">
    <input type="checkbox" form={of} name={name} value={value} checked={checked} autocomplete="off" />
    <span class="unseen">Select {label}</span>
  </label>
)

/** Actions on the selected rows; each button leads to a preview. */
export const Selection = ({ id, children }: PropsWithChildren<{ id: string }>) => (
  <form class="selection" id={id} method="get" aria-label="Selected">
    <span class="grey">Selected:</span>
    {children}
  </form>
)
