import type { Child, JSX, PropsWithChildren } from 'hono/jsx'
import { Button } from './button'
import { classes } from './classes'

type EntryProps = Partial<Pick<JSX.IntrinsicElements['form'], 'id' | 'action'>> & {
  field: Child
  /** Suggestions for the field. */
  list?: Child
  /** Examples below the field. */
  hint?: Child
  button: Child
}

/** The one-line form that understands what people type; the key `n` leads to it. Its children say what was understood. */
export const Entry = ({ field, list, hint, button, children, ...rest }: PropsWithChildren<EntryProps>) => (
  <form class="entry" method="post" {...rest}>
    <div class="entry-line">
      {field}
      <Button>{button}</Button>
      {list}
    </div>
    {hint && <p class="hint">{hint}</p>}
    {children}
  </form>
)

/** The entry as it was interpreted, chip by chip; replaced while somebody types. */
export const Chips = ({ id, children }: PropsWithChildren<{ id?: string }>) => (
  <p class="chips" id={id} role="status">
    <span class="unseen">Understood as:</span>
    {children}
  </p>
)

type ChipProps = {
  label: string
  /** It may still be given. */
  open?: boolean
  /** It says what is wrong with it. */
  wrong?: boolean
}

export const Chip = ({ label, open, wrong, children }: PropsWithChildren<ChipProps>) => (
  <span class={classes('chip', open && 'open', wrong && 'wrong')}>
    <b>{label}</b> {children}
  </span>
)
