import type { Child, PropsWithChildren } from 'hono/jsx'
import { recoverableDays } from '../../functions/lib/db/recoverable'
import { Actions, Button, Cancel, LinkButton } from '../ui/button'
import { TextLink } from '../ui/section'

/** Says where a change can be undone. */
export const UndoLocation = () => (
  <>
    You can undo this for {recoverableDays} days under <TextLink href="/changes">Recent changes</TextLink>.
  </>
)

/** List of a change's effects, and a note that it can be undone. */
export const Consequences = ({ points }: { points: Child[] }) => (
  <ul class="points">
    {points.filter(Boolean).map((point) => (
      <li>{point}</li>
    ))}
    <li>
      <UndoLocation />
    </li>
  </ul>
)

type ConfirmProps = PropsWithChildren<{
  action?: string
  /** Hidden fields of the form. */
  fields?: [name: string, value: string | number][]
  /** True if the fields may be as long as a large form. */
  isLong?: boolean
  /** Label of the button; undefined if there is nothing to confirm. */
  button?: Child
  /** True to focus the button. */
  isFocused?: boolean
  /** Name that the button submits. */
  name?: string
  value?: string
  cancel?: string
  /** A further link back. */
  again?: { href: string; label: string }
  /** Path that discards the upload by POST. */
  discard?: string
}>

/** End of a preview: its choices, the confirm button, and the links back. */
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

/** Form that previews a change and writes nothing. Its children are the fields. */
export const PreviewForm = ({ action, label, isShown, children }: PropsWithChildren<AskProps>) => (
  <form class="stack" method="get" action={action} aria-label={label}>
    {children}
    <Actions>
      <Button variant={isShown ? 'plain' : 'primary'}>Preview</Button>
    </Actions>
  </form>
)
