import type { PropsWithChildren } from 'hono/jsx'
import { Button, type ButtonLook } from './button'
import { Module } from './reorder'

type ButtonProps = PropsWithChildren<Pick<ButtonLook, 'variant'> & { options: string; field?: string }>

/**
 * Asks the device for a passkey, puts it into `field` and sends the form. It has its room from the start and can be pressed
 * once its script is there; hidden where the browser has no script or no passkeys.
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
