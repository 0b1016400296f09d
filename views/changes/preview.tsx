import type { Child, PropsWithChildren } from 'hono/jsx'
import { recoverableDays } from '../../functions/lib/recoverable'
import { Actions, Button, Cancel } from '../ui/button'
import { Section, TextLink } from '../ui/section'

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

type ConfirmProps = {
  action: string
  /** Hidden fields by name. */
  fields: [name: string, value: string][]
  button: string
  cancel: string
}

export const Confirm = ({ action, fields, button, cancel }: ConfirmProps) => (
  <form method="post" action={action}>
    {fields.map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <Actions>
      <Button variant="primary">{button}</Button>
      <Cancel href={cancel} />
    </Actions>
  </form>
)

type SetInactiveProps = Pick<ConfirmProps, 'action' | 'fields' | 'cancel'> & {
  summary: string
  points: Child[]
  /** Heading of the list of things that become inactive. */
  things: string
}

export const SetInactive = ({ summary, points, things, children, ...confirm }: PropsWithChildren<SetInactiveProps>) => (
  <>
    <Section id="deactivate-preview" title="Preview" summary={summary}>
      <Consequences points={points} />
      <Confirm button="Archive" {...confirm} />
    </Section>
    <Section id="deactivate-things" title={things}>
      {children}
    </Section>
  </>
)

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
