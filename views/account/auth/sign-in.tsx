import type { Child } from 'hono/jsx'
import { Button, LinkButton, Notice, PostButton } from '../../ui/button'
import { Field } from '../../ui/field'
import { PasskeyButton } from '../../ui/passkey-button'
import { Module } from '../../ui/reorder'
import { PageHead } from '../../ui/section'
import { FirstPage } from './first-page'

/** Text for a browser, and other text for an installed app, where the link of a mail would open in the browser. */
const Either = ({ browser, app }: { browser: string; app: string }) => (
  <>
    <span class="standalone:hidden">{browser}</span>
    <span class="not-standalone:hidden">{app}</span>
  </>
)

type EmailFieldProps = { value?: string; errors?: string[]; hint?: Child; autofocus?: boolean; autocomplete?: string }

const EmailField = (props: EmailFieldProps) => (
  <Field
    label="Email"
    name="email"
    type="email"
    autocomplete="email"
    dir="ltr"
    spellcheck={false}
    required
    {...props}
  />
)

type MailFormProps = {
  next: string
  client?: 'cli'
  email?: string
  errors?: string[]
  pending?: string
  /** True where another button is the main one. */
  isPlain?: boolean
  /** True where only invited people may create an account. */
  isByInvitation?: boolean
}

const MailForm = ({ next, client, email, errors, isPlain, isByInvitation }: MailFormProps) => (
  <form class="stack" action="/auth/magic-link" method="post">
    <EmailField
      value={email}
      errors={errors}
      autocomplete="username webauthn"
      hint={
        <>
          We’ll email you <Either browser="a link and a code" app="a code" />.{' '}
          {isByInvitation
            ? 'New here? You need an invitation from this server’s admin.'
            : 'New here? This creates your account.'}
        </>
      }
    />
    <input type="hidden" name="next" value={next} />
    {client && <input type="hidden" name="client" value={client} />}
    <input type="hidden" name="time_zone" data-browser />
    <input type="hidden" name="clock" data-browser />
    <Button variant={isPlain ? 'plain' : 'primary'}>
      <Either browser="Email me a sign-in link" app="Email me a code" />
    </Button>
  </form>
)

const NoWayIn = () => (
  <Notice tone="warning">
    <p>
      <strong>Nobody can sign in here yet.</strong> Your administrator needs to set up email or GitHub.
    </p>
    <p>
      Email: <code class="mono">MAIL_PROVIDER</code>, <code class="mono">MAIL_FROM</code>,{' '}
      <code class="mono">MAIL_API_KEY</code>, <code class="mono">PUBLIC_URL</code>.
    </p>
    <p>
      GitHub: <code class="mono">GITHUB_CLIENT_ID</code>, <code class="mono">GITHUB_CLIENT_SECRET</code>.
    </p>
  </Notice>
)

type SignInProps = MailFormProps & {
  ways: { mail: boolean; github: boolean; oidc: string | undefined; isByInvitation: boolean; demo: boolean }
}

type CodeFormProps = {
  email: string
  next: string
  code?: string
  errors?: { email?: string[]; code?: string[] }
}

const CodeForm = ({ email, next, code, errors }: CodeFormProps) => {
  const isKnown = email !== '' && !errors?.email
  return (
    <form class="stack" action="/auth/verify" method="post">
      {isKnown ? (
        <input type="hidden" name="email" value={email} />
      ) : (
        <EmailField value={email} errors={errors?.email} />
      )}
      <Field
        label="Code"
        name="code"
        inputmode="numeric"
        autocomplete="one-time-code"
        autofocus={isKnown || undefined}
        required
        value={code}
        errors={errors?.code}
        hint={<Either browser="Six digits. Or open the link in the email." app="Six digits, from the email." />}
      />
      <input type="hidden" name="next" value={next} />
      <Button variant="primary">Sign in</Button>
    </form>
  )
}

/** Services are links, not forms, because the content security policy forbids forms to lead to another site. */
export const SignInPage = ({ ways, next, ...form }: SignInProps) => {
  const services = Object.entries({ '/auth/oidc': ways.oidc, '/auth/github': ways.github && 'GitHub' }).filter(
    ([, name]) => name,
  )
  const isPlain = ways.demo || form.pending !== undefined
  const start = (
    <div class="stack gap-4">
      <h2 class="font-strong text-text">Sign in, or start</h2>
      {form.pending && (
        <>
          <p>
            A link and a code are on their way to <bdi>{form.pending}</bdi>.
          </p>
          <CodeForm email={form.pending} next={next} />
        </>
      )}
      {ways.mail && <MailForm next={next} isPlain={isPlain} isByInvitation={ways.isByInvitation} {...form} />}
      <form action="/auth/passkey" method="post">
        <input type="hidden" name="next" value={next} />
        <PasskeyButton options="/auth/passkey/options">Sign in with a passkey</PasskeyButton>
      </form>
      {services.map(([path, name], index) => (
        <LinkButton
          class="leads-out"
          variant={ways.mail || isPlain || index > 0 ? 'plain' : 'primary'}
          href={`${path}?${new URLSearchParams({ next })}`}
          data-browser
        >
          Continue with {name}
        </LinkButton>
      ))}
      {!ways.mail && services.length === 0 && <NoWayIn />}
      <Module name="browser-defaults" />
    </div>
  )
  const demo = ways.demo && (
    <div class="actions">
      <PostButton action="/dev/demo" label="Explore the demo" variant={form.pending ? undefined : 'primary'} />
      <span class="text-grey text-small">No account needed.</span>
    </div>
  )
  return <FirstPage start={start} demo={demo} />
}

type CheckMailProps = CodeFormProps & { outbox: boolean }

const AnotherMail = ({ email, next }: Pick<CheckMailProps, 'email' | 'next'>) => (
  <form class="stack" action="/auth/magic-link" method="post">
    <input type="hidden" name="email" value={email} />
    <input type="hidden" name="next" value={next} />
    <input type="hidden" name="again" value="1" />
    <input type="hidden" name="time_zone" data-browser />
    <input type="hidden" name="clock" data-browser />
    <p class="text-small grey">
      No email after a few minutes? Check your spam folder, or request another one. There’s a limit of a few per hour.
    </p>
    <Button>Send another email</Button>
    <Module name="browser-defaults" />
  </form>
)

/** Asks for the code, for people who read their mail on another device. */
export const CheckMailPage = ({ email, next, outbox, code, errors }: CheckMailProps) => (
  <div class="stack max-w-132 gap-4">
    <PageHead title="Check your email" />
    <p class="not-standalone:hidden">
      Enter the code here. The link would open your browser, which is signed in by itself.
    </p>
    <p>
      A link and a code are on their way to {email && !errors?.email ? <bdi>{email}</bdi> : 'your address'}. The link
      works once, within 15 minutes, and the code within 10, in this browser.
    </p>
    <CodeForm email={email} next={next} code={code} errors={errors} />
    {email && !errors?.email && <AnotherMail email={email} next={next} />}
    <p class="text-small">
      <a class="link" href={`/sign-in?${new URLSearchParams({ next })}`}>
        Use another email address
      </a>
    </p>
    {outbox && (
      <p class="text-small">
        In development, emails go to the{' '}
        <a class="link" href={`/dev/outbox?${new URLSearchParams({ to: email })}`}>
          outbox
        </a>
        .
      </p>
    )}
  </div>
)
