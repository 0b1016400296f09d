import type { PropsWithChildren } from 'hono/jsx'
import { Actions, Button } from '../ui/button'

type AskProps = { action: string; label: string; isShown: boolean }

/** A form that previews a change; its children are the fields. Writes nothing. */
export const Ask = ({ action, label, isShown, children }: PropsWithChildren<AskProps>) => (
  <form class="stack" method="get" action={action} aria-label={label}>
    {children}
    <Actions>
      <Button variant={isShown ? 'plain' : 'primary'}>Preview</Button>
    </Actions>
  </form>
)
