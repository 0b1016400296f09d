import { Button, LinkButton, Notice, PostButton } from '../ui/button'
import { PageHead } from '../ui/section'
import { EmailField } from './email-field'

type MailFormProps = { next: string; client?: 'cli'; email?: string; errors?: string[] }

const MailForm = ({ next, client, email, errors }: MailFormProps) => (
  <form class="stack" action="/auth/magic-link" method="post">
    <EmailField
      value={email}
      errors={errors}
      hint="We’ll email you a link and a code. New here? This creates your account."
    />
    <input type="hidden" name="next" value={next} />
    {client && <input type="hidden" name="client" value={client} />}
    <input type="hidden" name="time_zone" data-browser />
    <input type="hidden" name="clock" data-browser />
    <Button variant="primary">Email me a sign-in link</Button>
  </form>
)

const NoWayIn = () => (
  <Notice tone="warning">
    <p>
      <strong>Nobody can sign in here yet.</strong> Your administrator needs to set up email or GitHub.
    </p>
    <p>
      Email: <code class="mono">MAIL_PROVIDER</code>, <code class="mono">MAIL_FROM</code>,{' '}
      <code class="mono">MAIL_API_KEY</code>.
    </p>
    <p>
      GitHub: <code class="mono">GITHUB_CLIENT_ID</code>, <code class="mono">GITHUB_CLIENT_SECRET</code>.
    </p>
  </Notice>
)

type Props = MailFormProps & { ways: { mail: boolean; github: boolean; demo: boolean } }

/** GitHub is a plain link, because the content security policy lets no form lead to another site. */
export const SignInPage = ({ ways, next, ...form }: Props) => (
  <div class="stack door">
    <PageHead title="Sign in" />
    <p class="grey">See where your time goes, and whether it moves your goals forward.</p>
    {ways.mail && <MailForm next={next} {...form} />}
    {ways.github && (
      <LinkButton
        variant={ways.mail ? 'plain' : 'primary'}
        href={`/auth/github?${new URLSearchParams({ next })}`}
        data-browser
      >
        Continue with GitHub
      </LinkButton>
    )}
    {!ways.mail && !ways.github && <NoWayIn />}
    {ways.demo && <PostButton action="/dev/demo" label="Explore the demo" />}
  </div>
)
