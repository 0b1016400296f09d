import type { Child, PropsWithChildren } from 'hono/jsx'
import { recoverableDays } from '../../functions/lib/db/recoverable'
import { Actions, Button, Cancel, LinkButton } from '../ui/button'
import { TextLink } from '../ui/section'

/** Where a change can be undone. */
export const UndoneUnder = () => (
  <>
    You can undo this for {recoverableDays} days under <TextLink href="/changes">Recent changes</TextLink>.
  </>
)

/** Effects of a change, point by point, and that it can be undone. */
export const Consequences = ({ points }: { points: Child[] }) => (
  <ul class="points">
    {points.filter(Boolean).map((point) => (
      <li>{point}</li>
    ))}
    <li>
      <UndoneUnder />
    </li>
  </ul>
)

type ConfirmProps = PropsWithChildren<{
  action?: string
  /** Hidden fields. */
  fields?: [name: string, value: string | number][]
  /** The fields may be as long as those of a form. */
  isLong?: boolean
  /** Says what happens; without it there is nothing to confirm. */
  button?: Child
  /** The button takes the focus. */
  isFocused?: boolean
  /** Sent by the button. */
  name?: string
  value?: string
  cancel?: string
  /** Another way back. */
  again?: { href: string; label: string }
  /** Path whose POST discards the upload. */
  discard?: string
}>

/** The end of a preview: its choices, the button that does it, and the ways back. */
export const Confirm = (props: ConfirmProps) => {
  const { action, fields = [], isLong, button, isFocused, name, value, cancel, again, discard, children } = props
  return (
    <form
      class="stack"
      method="post"
      action={button ? action : undefined}
      enctype={isLong ? 'multipart/form-data' : undefined}
    >
      {fields.map(([field, text]) => (
        <input type="hidden" name={field} value={text} />
      ))}
      {children}
      <Actions>
        {button && (
          <Button variant="primary" name={name} value={value} autofocus={isFocused}>
            {button}
          </Button>
        )}
        {cancel && <Cancel href={cancel} />}
        {again && <LinkButton href={again.href}>{again.label}</LinkButton>}
        {discard && (
          <Button variant={button ? 'quiet' : 'plain'} formaction={discard} formnovalidate>
            Discard file
          </Button>
        )}
      </Actions>
    </form>
  )
}

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
