import type { SignInRequest } from '../../../functions/account/auth/magic-link/schema'
import { plural } from '../../../functions/lib/text/format'
import { Button, LinkButton, Notice } from '../../ui/button'
import { Secret } from '../../ui/copyable'
import { PageHead, TextLink } from '../../ui/section'

type VerifyProps = { token: string; request: SignInRequest; now: number }

const ago = (milliseconds: number) => {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  return minutes === 0 ? 'just now' : `${plural(minutes, 'minute')} ago`
}

/** Page of a mailed link. Only its button redeems the link, because mail scanners follow links. */
export const VerifyPage = ({ token, request, now }: VerifyProps) => {
  const forProgram = request.client === 'cli'
  return (
    <div class="stack max-w-132 gap-4">
      <PageHead title={forProgram ? 'Get a token' : 'Sign in'} />
      <p>
        {forProgram ? 'A command-line program wants to sign in as' : 'Sign in as'} <bdi>{request.email}</bdi>
        {forProgram ? '. ' : '? '}
        Requested {ago(now - request.created_at)} from {request.device}. Not you? Close this page.
      </p>
      {request.client === 'program' && (
        <>
          <p>Did a learning tracker ask for a token? Paste this one into it. It works once.</p>
          <Secret label="Token" value={token} />
        </>
      )}
      {forProgram && (
        <Notice tone="warning">
          <p>
            The button shows a token to paste into that program. Keep it secret: anyone with it can use your account.
          </p>
        </Notice>
      )}
      <form action="/auth/verify" method="post">
        <input type="hidden" name="token" value={token} />
        <Button variant="primary">{forProgram ? 'Show the token' : 'Sign in'}</Button>
      </form>
    </div>
  )
}

export const LinkGonePage = ({ isSignedIn }: { isSignedIn: boolean }) => (
  <div class="stack max-w-132 gap-4">
    <PageHead title="This link no longer works" />
    <p>
      A link works once, within 15 minutes of your request.{' '}
      {isSignedIn ? 'You’re already signed in to this browser.' : 'Request a new one.'}
    </p>
    <LinkButton variant="primary" href={isSignedIn ? '/' : '/sign-in'}>
      {isSignedIn ? 'Go to today' : 'Request a new link'}
    </LinkButton>
  </div>
)

type TokenProps = { token: string; email: string; device: string; days: number }

export const CommandLineTokenPage = ({ token, email, device, days }: TokenProps) => (
  <div class="stack max-w-132 gap-4">
    <PageHead title="Your token" />
    <p>
      Paste it into the command-line program that requested it, from {device}. It’s shown only once and doesn’t sign in
      this browser.
    </p>
    <Secret label="Token" value={token} />
    <Notice tone="warning">
      <p>
        Keep it secret. Anyone with it can read and change your account <bdi>{email}</bdi> for {days} days.
      </p>
    </Notice>
    <p class="text-small">
      You can revoke it at any time in <TextLink href="/settings/tokens">Settings, API tokens</TextLink>.
    </p>
  </div>
)

type MailFailedProps = {
  email: string
  next: string
  client: 'cli' | null
  time_zone: string | null
  clock: number | null
}

export const MailFailedPage = ({ email, ...asked }: MailFailedProps) => (
  <div class="stack max-w-132 gap-4">
    <PageHead title="The email couldn’t be sent" />
    <p>
      We couldn’t send the email to <bdi>{email}</bdi>. If it arrives later, its link and code won’t work. Try again in
      a few minutes.
    </p>
    <form class="actions" action="/auth/magic-link" method="post">
      <input type="hidden" name="email" value={email} />
      {Object.entries(asked).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
      <Button variant="primary">Try again</Button>
    </form>
    <p class="text-small">
      <a class="link" href={`/sign-in?${new URLSearchParams({ next: asked.next })}`}>
        Sign in another way
      </a>
    </p>
  </div>
)
