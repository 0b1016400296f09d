import { type Problem, ProblemError } from '../../lib/problem'

/** Problems of GitHub sign-in. GitHub's own messages are never shown. */
const failures = {
  denied: {
    status: 403,
    code: 'github_denied',
    title: 'Cancelled on GitHub',
    detail: 'GitHub didn’t share your account with Daymark. Nothing was changed.',
  },
  state: {
    status: 400,
    code: 'github_state',
    title: 'This sign-in didn’t start here',
    detail: 'It started in another browser or tab, is more than 10 minutes old, or is already done. Start again.',
  },
  code: {
    status: 401,
    code: 'invalid_code',
    title: 'This GitHub sign-in has expired',
    detail: 'The code from GitHub is wrong, expired or already used. Start again.',
  },
  down: {
    status: 502,
    code: 'github_down',
    title: 'GitHub can’t be reached',
    detail: 'Nothing was changed. Try again in a few minutes.',
  },
  slow: {
    status: 504,
    code: 'github_slow',
    title: 'GitHub took too long to respond',
    detail: 'Nothing was changed. Try again in a few minutes.',
  },
  odd: {
    status: 502,
    code: 'github_odd',
    title: 'GitHub sent an unexpected response',
    detail: 'Nothing was changed. Try again in a few minutes.',
  },
  refused: {
    status: 502,
    code: 'github_refused',
    title: 'GitHub rejected the request',
    detail: 'GitHub sign-in isn’t set up correctly here. Contact your administrator. Nothing was changed.',
  },
  taken: {
    status: 409,
    code: 'github_taken',
    title: 'GitHub account already in use',
    detail:
      'This GitHub account is connected to another Daymark account. Sign in with GitHub to remove it there, or delete that account.',
  },
  linked: {
    status: 409,
    code: 'github_linked',
    title: 'Another GitHub account is connected',
    detail: 'Remove it first, then connect this one.',
  },
  person: {
    status: 409,
    code: 'github_person',
    title: 'Someone else is signed in now',
    detail: 'The account that started connecting GitHub is no longer signed in here. Nothing was changed.',
  },
} satisfies Record<string, Problem>

export type Failure = keyof typeof failures

/** @param again page to try again on; the page they came from by default */
export const githubFailed = (failure: Failure, again?: string) => new ProblemError({ ...failures[failure], again })
