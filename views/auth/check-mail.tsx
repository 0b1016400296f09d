import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { PageHead } from '../ui/section'
import { EmailField } from './email-field'

type Props = {
  email: string
  next: string
  outbox: boolean
  code?: string
  errors?: { email?: string[]; code?: string[] }
}

const AnotherMail = ({ email, next }: Pick<Props, 'email' | 'next'>) => (
  <form class="stack" action="/auth/magic-link" method="post">
    <input type="hidden" name="email" value={email} />
    <input type="hidden" name="next" value={next} />
    <input type="hidden" name="again" value="1" />
    <input type="hidden" name="time_zone" data-browser />
    <input type="hidden" name="clock" data-browser />
    <p class="small grey">No email after a few minutes? Check your spam folder, or request another one.</p>
    <Button>Send another email</Button>
  </form>
)

/** Asks for the code, for people who read their mail on another device. */
export const CheckMailPage = ({ email, next, outbox, code, errors }: Props) => (
  <div class="stack door">
    <PageHead title="Check your email" />
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
        hint="Six digits. Or open the link in the email."
      />
      <input type="hidden" name="next" value={next} />
      <Button variant="primary">Sign in</Button>
    </form>
    {email && !errors?.email && <AnotherMail email={email} next={next} />}
    <p class="small">
      <a class="link" href={`/sign-in?${new URLSearchParams({ next })}`}>
        Use another email address
      </a>
    </p>
    {outbox && (
      <p class="small">
        In development, emails go to the{' '}
        <a class="link" href={`/dev/outbox?${new URLSearchParams({ to: email })}`}>
          outbox
        </a>
        .
      </p>
    )}
  </div>
)
