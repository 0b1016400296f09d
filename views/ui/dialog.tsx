import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { Button, type ButtonLook, LinkButton } from './button'

type DialogProps = {
  id: string
  title: string
  /** Buttons at the end, including a `DialogClose`. */
  actions?: Child
  /** True to show the dialog in the page, not as a modal. */
  open?: boolean
}

/** A modal dialog; an `Opens` with its id opens it. */
export const Dialog = ({ id, title, actions, open, children }: PropsWithChildren<DialogProps>) => (
  <dialog class="dialog" id={id} open={open} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>{title}</h2>
    {children}
    {actions && <div class="actions">{actions}</div>}
  </dialog>
)

type OpensProps = ButtonLook & {
  dialog: string
  /** Path with the same function without JavaScript. If undefined, the button needs JavaScript. */
  href?: string
}

export const DialogLink = ({ dialog, href, children, ...look }: PropsWithChildren<OpensProps>) =>
  href ? (
    <LinkButton href={href} data-opens={dialog} aria-haspopup="dialog" {...look}>
      {children}
    </LinkButton>
  ) : (
    <Button type="button" data-opens={dialog} aria-haspopup="dialog" {...look}>
      {children}
    </Button>
  )

/** Button that closes its dialog. `first` focuses it when the dialog opens. `hx-*` attributes are passed on. */
export const DialogClose = ({ first, children, ...rest }: PropsWithChildren<{ first?: boolean }>) => (
  <Button variant="quiet" type="button" data-autofocus={first} data-closes {...rest}>
    {children}
  </Button>
)

/**
 * A component that is rendered once per server process; later pages reuse its HTML. For larger parts of every page that
 * depend on no person and no data. Throws if a part of it is asynchronous.
 */
export const renderOnce = (content: () => { toString: () => unknown }) => {
  let drawn: ReturnType<typeof raw> | undefined
  const draw = () => {
    const text: unknown = content().toString()
    if (typeof text !== 'string') throw new Error('A fixed part of a page cannot be asynchronous')
    return raw(text)
  }
  return () => {
    drawn ??= draw()
    return drawn
  }
}
