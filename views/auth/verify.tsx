import { plural } from '../../functions/lib/format'
import { Button, LinkButton } from '../ui/button'
import { PageHead } from '../ui/section'

type Props = { token: string; asked: { email: string; device: string; created_at: number }; now: number }

/** Where the link in the mail leads. Only the button uses it up: mail scanners follow links. */
export const VerifyPage = ({ token, asked, now }: Props) => {
  const minutes = Math.floor((now - asked.created_at) / 60_000)
  return (
    <div class="stack door">
      <PageHead title="Sign in" />
      <p>
        Sign in as <bdi>{asked.email}</bdi>? It was asked for from {asked.device},{' '}
        {minutes === 0 ? 'just now' : `${plural(minutes, 'minute')} ago`}. If that was not you, close this page.
      </p>
      <form action="/auth/verify" method="post">
        <input type="hidden" name="token" value={token} />
        <Button variant="primary">Sign in</Button>
      </form>
    </div>
  )
}

/** A link that was used, has expired or never was. */
export const LinkGonePage = () => (
  <div class="stack door">
    <PageHead title="This link is used up" />
    <p>A link works once, within 15 minutes of being asked for. Ask for a new one.</p>
    <LinkButton variant="primary" href="/sign-in">
      Mail me a new link
    </LinkButton>
  </div>
)
