import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { PageHead } from '../ui/section'
import { EmailField } from './email-field'

type Props = {
  email: string
  outbox: boolean
  /** What was typed, where it is shown again. */
  code?: string
  errors?: { email?: string[]; code?: string[] }
}

/** After a link was mailed: the field for the code, for those who read their mail on another device. */
export const CheckMailPage = ({ email, outbox, code, errors }: Props) => (
  <div class="stack door">
    <PageHead title="Check your mail" />
    <p>
      A link and a code are on their way to {email && !errors?.email ? <bdi>{email}</bdi> : 'your address'}. Both work
      once, within 15 minutes.
    </p>
    <form class="stack" action="/auth/verify" method="post">
      {email && !errors?.email ? (
        <input type="hidden" name="email" value={email} />
      ) : (
        <EmailField value={email} errors={errors?.email} />
      )}
      <Field
        label="Code"
        name="code"
        inputmode="numeric"
        autocomplete="one-time-code"
        required
        value={code}
        errors={errors?.code}
        hint="Six digits. Or open the link in the mail."
      />
      <Button variant="primary">Sign in</Button>
    </form>
    <p class="small">
      <a class="link" href="/sign-in">
        Use another address
      </a>
    </p>
    {outbox && (
      <p class="small">
        Development keeps its mail in the{' '}
        <a class="link" href={`/dev/outbox?${new URLSearchParams({ to: email })}`}>
          outbox
        </a>
        .
      </p>
    )}
  </div>
)
