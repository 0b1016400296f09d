import type { Child, PropsWithChildren } from 'hono/jsx'
import { shortDate } from '../../functions/lib/format'
import { recoverableDays } from '../../functions/lib/recoverable'
import type { ListedSession } from '../../functions/sessions/schema'
import { type Reader, When } from '../sessions/row'
import { titleOf } from '../sessions/words'
import { Actions, Button, LinkButton } from '../ui/button'
import { Duration } from '../ui/figure'
import { RowMeta, Rows, RowTitle } from '../ui/rows'
import { Section, TextLink } from '../ui/section'

/** What a change would do, point by point, and that it can be taken back. */
export const Consequences = ({ points }: { points: Child[] }) => (
  <ul class="points">
    {points.filter(Boolean).map((point) => (
      <li>{point}</li>
    ))}
    <li>
      It can be undone for {recoverableDays} days, under <TextLink href="/changes">Recent changes</TextLink>.
    </li>
  </ul>
)

type ConfirmProps = {
  action: string
  /** What is sent, by name. */
  fields: [name: string, value: string][]
  button: string
  /** Where the way back leads. */
  cancel: string
}

/** Makes the change that the page shows. */
export const Confirm = ({ action, fields, button, cancel }: ConfirmProps) => (
  <form method="post" action={action}>
    {fields.map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <Actions>
      <Button variant="primary">{button}</Button>
      <LinkButton variant="quiet" href={cancel}>
        Cancel
      </LinkButton>
    </Actions>
  </form>
)

type SetInactiveProps = Pick<ConfirmProps, 'action' | 'fields' | 'cancel'> & {
  title?: Child
  summary: string
  points: Child[]
  /** Heads the list of what is set inactive. */
  things: string
}

/** What setting some things inactive does, and which they are. */
export const SetInactive = ({
  title = 'What this does',
  summary,
  points,
  things,
  children,
  ...confirm
}: PropsWithChildren<SetInactiveProps>) => (
  <>
    <Section id="deactivate-preview" title={title} summary={summary}>
      <Consequences points={points} />
      <Confirm button="Set inactive" {...confirm} />
    </Section>
    <Section id="deactivate-things" title={things}>
      {children}
    </Section>
  </>
)

type AffectedProps = { sessions: ListedSession[]; reader: Reader; today: string }

/** Some of the sessions that a change would touch. */
export const AffectedSessions = ({ sessions, reader, today }: AffectedProps) => (
  <Rows small>
    {sessions.map((session) => (
      <li>
        <div>
          <RowTitle href={`/sessions/${session.id}`}>
            <bdi>{titleOf(session)}</bdi>
          </RowTitle>
          <RowMeta
            parts={[
              shortDate(session.days[0]?.[0] ?? today, today),
              <When session={session} clock={reader.clock} />,
              ...session.tags.map((tag) => <bdi>#{tag}</bdi>),
            ]}
          />
        </div>
        <span class="num">
          <Duration seconds={session.duration_seconds} />
        </span>
      </li>
    ))}
  </Rows>
)
