import type { User } from '../../../functions/lib/env'
import { Button, LinkButton } from '../../ui/button'
import { Dialog, DialogClose, fixed } from '../../ui/dialog'

/** Focuses the text first, so that a key meant for a field presses no button. */
const first = { tabindex: -1, 'data-autofocus': true } as const

const SignedOut = fixed(() => (
  <Dialog
    id="signed-out"
    title="You’re signed out"
    actions={
      <>
        <DialogClose>Not now</DialogClose>
        <Button type="button" data-signed-in>
          I’ve signed in
        </Button>
        <LinkButton variant="primary" href="/sign-in" target="_blank" rel="noopener" data-sign-in>
          Sign in<span class="unseen"> in a new tab</span>
        </LinkButton>
      </>
    }
  >
    <p {...first}>
      <span data-if-typed>What you typed is still here. </span>
      Sign in in the tab that opens, then come back to this one.
    </p>
    <p class="small" role="status" data-standing />
  </Dialog>
))

const OtherPerson = ({ user }: { user: User }) => (
  <Dialog
    id="other-person"
    title="Someone else is signed in here"
    actions={
      <>
        <DialogClose>Stay on this page</DialogClose>
        <LinkButton variant="primary" href="/" data-anew>
          Reload
        </LinkButton>
      </>
    }
  >
    <p {...first}>
      This page belongs to <bdi>{user.email ?? user.username}</bdi>.
      <span data-if-typed>
        {' '}
        What you typed is still here, but it can’t be saved until you sign in to that account again.
      </span>
    </p>
  </Dialog>
)

/** client/sign-in-guard.ts opens these when the page's person is signed out, or somebody else signed in. */
export const SignedOutDialogs = ({ user }: { user: User }) => (
  <>
    <SignedOut />
    <OtherPerson user={user} />
  </>
)
