import type { PropsWithChildren } from 'hono/jsx'
import { Button, type ButtonLook } from './button'
import { Module } from './reorder'

type ButtonProps = PropsWithChildren<Pick<ButtonLook, 'variant'> & { options: string; field?: string }>

/**
 * Button that asks the device for a passkey, puts it into `field` and submits the form. Its space is reserved from the
 * start. It is enabled once its script has loaded, and hidden if the browser has no JavaScript or no passkeys.
 */
export const PasskeyButton = ({ options, field = 'passkey', variant, children }: ButtonProps) => (
  <>
    <input type="hidden" name={field} />
    <Button type="button" class="noscript:hidden" variant={variant} disabled data-passkey={options} data-field={field}>
      {children}
    </Button>
    <Module name="passkeys" />
  </>
)
