import type { PropsWithChildren } from 'hono/jsx'
import { firstCharacters } from '../../functions/lib/text/text'
import { ActButton, Button } from './button'
import { classes } from './icon'

export type ToastProps = {
  message: string
  /** Link after the message. */
  link?: { href: string; text: string }
  /** Next step, as a button that sends a POST. */
  action?: { url: string; values: Record<string, string>; text: string }
  /** Path that undoes the action by POST. */
  undo?: string
  /** Fields that the undo needs. */
  sends?: Record<string, string>
  /** True to keep the toast until it is dismissed. */
  stays?: boolean
}

/** Message with a link on the name, such as `Task added: Call the bank`. */
export const linkedMessage = (message: string, href: string, name: string) => ({
  message: `${message}:`,
  link: { href, text: firstCharacters(name, 60) },
})

const Sent = ({ values }: { values: Record<string, string> }) => (
  <>
    {Object.entries(values).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
)

const Action = ({ url, values, text }: NonNullable<ToastProps['action']>) => (
  <form method="post" action={url} hx-post={url} hx-swap="none">
    <Sent values={values} />
    <Button variant="quiet">{text}</Button>
  </form>
)

/**
 * Message about a completed action, with Undo. client/frame/toasts.ts removes it after a while, but not under the
 * pointer or with focus.
 */
export const Toast = ({ message, link, action, undo, sends = {}, stays }: ToastProps) => (
  <div class="toast floating" data-toast={stays ? 'stays' : ''}>
    <p>
      {message}
      {link && (
        <>
          {' '}
          <a class="link" href={link.href}>
            <bdi>{link.text}</bdi>
          </a>
        </>
      )}
    </p>
    {action && <Action {...action} />}
    {undo && (
      <form
        method="post"
        action={undo}
        hx-post={undo}
        hx-target="closest [data-toast]"
        hx-swap="outerHTML swapEmpty:true"
      >
        <Sent values={sends} />
        <Button variant="quiet" data-undo>
          Undo
        </Button>
      </form>
    )}
    <ActButton icon="close" label="Dismiss" type="button" data-dismiss />
  </div>
)

/** Container of toasts, a live region for screen readers. */
export const Toasts = ({ class: more, children }: PropsWithChildren<{ class?: string }>) => (
  <div id="toasts" class={classes('toasts', more)} role="status">
    {children}
  </div>
)

/** A toast in an htmx response, appended to the toasts of the page. */
export const ToastPart = (props: ToastProps) => (
  <hx-partial hx-target="#toasts" hx-swap="beforeend">
    <Toast {...props} />
  </hx-partial>
)
