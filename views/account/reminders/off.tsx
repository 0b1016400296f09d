import { Button } from '../../ui/button'
import { CheckboxGroup } from '../../ui/choices'
import { PageHead } from '../../ui/section'

type NamedKind = { kind: string; name: string }

type Props = {
  /** Kinds of mail that are still on, and kinds that are off. */
  on: NamedKind[]
  off: NamedKind[]
  action: string
  errors?: string[] | undefined
}

const namesOf = (kinds: NamedKind[]) => kinds.map(({ name }) => `“${name}”`).join(', ')

/** `/reminders/off/:secret` */
export const MailsOffPage = ({ on, off, action, errors }: Props) => (
  <div class="stack max-w-132 gap-4">
    <PageHead title={on.length > 0 ? 'Stop these emails?' : 'No more of these emails'} />
    {off.length > 0 && <p>You don’t get emails of {namesOf(off)}.</p>}
    {on.length > 0 && (
      <form class="stack" method="post" action={action}>
        {on.length > 1 ? (
          <>
            {/* Tells a form without a choice from the press of a mail program. */}
            <input type="hidden" name="kind" value="" />
            <CheckboxGroup
              label="Stop emails of"
              name="kind"
              upright
              options={on.map(({ kind, name }) => ({ value: kind, label: name }))}
              values={errors ? [] : on.map(({ kind }) => kind)}
              errors={errors}
            />
          </>
        ) : (
          <p>You get emails of {namesOf(on)}.</p>
        )}
        <div class="actions">
          <Button variant="primary">Stop these emails</Button>
        </div>
      </form>
    )}
    <p class="hint">You can turn them on again in Settings, Notifications.</p>
  </div>
)
