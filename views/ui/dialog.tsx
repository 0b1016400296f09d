import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { Button, type ButtonLook, LinkButton } from './button'

type DialogProps = {
  id: string
  title: string
  /** Buttons at the end; one of them a `DialogClose`. */
  actions?: Child
  /** Shows the dialog in the page, without a modal layer. */
  open?: boolean
}

/** A dialog above the page; an `Opens` with its id shows it. */
export const Dialog = ({ id, title, actions, open, children }: PropsWithChildren<DialogProps>) => (
  <dialog class="dialog" id={id} open={open} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>{title}</h2>
    {children}
    {actions && <div class="actions">{actions}</div>}
  </dialog>
)

type OpensProps = ButtonLook & {
  dialog: string
  /** Where the same can be done without script; without it the button needs one. */
  href?: string
}

export const Opens = ({ dialog, href, children, ...look }: PropsWithChildren<OpensProps>) =>
  href ? (
    <LinkButton href={href} data-opens={dialog} aria-haspopup="dialog" {...look}>
      {children}
    </LinkButton>
  ) : (
    <Button type="button" data-opens={dialog} aria-haspopup="dialog" {...look}>
      {children}
    </Button>
  )

/** A button that closes its dialog; `first` focuses it when the dialog opens. `hx-*` attributes are passed on. */
export const DialogClose = ({ first, children, ...rest }: PropsWithChildren<{ first?: boolean }>) => (
  <Button variant="quiet" type="button" data-autofocus={first} data-closes {...rest}>
    {children}
  </Button>
)

/**
 * A component that is drawn once in the life of the server, and its text added to each page from then on. For parts of
 * every page that depend on nobody and on nothing, and are not small. Throws if a part of it is asynchronous.
 */
export const fixed = (content: () => { toString: () => unknown }) => {
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
