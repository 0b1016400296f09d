import type { SignInRequest } from '../../functions/auth/magic-link/queries'
import { plural } from '../../functions/lib/format'
import { Button, LinkButton, Notice } from '../ui/button'
import { Secret } from '../ui/secret'
import { PageHead } from '../ui/section'

type Props = { token: string; request: SignInRequest; now: number }

const ago = (milliseconds: number) => {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  return minutes === 0 ? 'just now' : `${plural(minutes, 'minute')} ago`
}

/** Page of a mailed link. Only its button uses the link up, because mail scanners follow links. */
export const VerifyPage = ({ token, request, now }: Props) => {
  const forProgram = request.client === 'cli'
  return (
    <div class="stack door">
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
  <div class="stack door">
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
