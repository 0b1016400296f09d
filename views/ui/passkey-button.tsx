import type { PropsWithChildren } from 'hono/jsx'
import { Button, type ButtonLook } from './button'
import { Module } from './reorder'

type ButtonProps = PropsWithChildren<Pick<ButtonLook, 'variant'> & { options: string; field?: string }>

/** Asks the device for a passkey, puts it into `field` and sends the form. Hidden where the browser has none. */
export const PasskeyButton = ({ options, field = 'passkey', variant, children }: ButtonProps) => (
  <>
    <input type="hidden" name={field} />
    <Button type="button" variant={variant} hidden data-passkey={options} data-field={field}>
      {children}
    </Button>
    <Module name="passkeys" />
  </>
)
