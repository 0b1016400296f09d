import type { Child, JSX, PropsWithChildren } from 'hono/jsx'
import { Button } from './button'
import { classes } from './classes'
import { Field } from './field'

type EntryProps = Partial<Pick<JSX.IntrinsicElements['form'], 'id' | 'action'>> & {
  label: string
  placeholder?: string
  value?: string | null
  errors?: string[]
  /** Examples, left out on a phone. */
  hint?: Child
  button: Child
  primary?: boolean
}

type EntryFieldProps = Pick<EntryProps, 'label' | 'placeholder' | 'value' | 'errors'>

export const EntryField = (props: EntryFieldProps) => <Field unseenLabel name="entry" autocomplete="off" {...props} />

/** The one-line form that understands what people type; the key `n` leads to it. Its children say what was understood. */
export const Entry = ({ hint, button, primary, children, ...props }: PropsWithChildren<EntryProps>) => {
  const { label, placeholder, value, errors, ...rest } = props
  return (
    <form class="entry" method="post" {...rest}>
      <div class="entry-line">
        <EntryField label={label} value={value} errors={errors} placeholder={placeholder} />
        <Button variant={primary ? 'primary' : 'plain'}>{button}</Button>
      </div>
      {hint && <p class="hint phone-hide">{hint}</p>}
      {children}
    </form>
  )
}

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
