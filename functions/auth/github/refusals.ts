import { type Problem, ProblemError } from '../../lib/problem'

/** Problems of GitHub sign-in. GitHub's own messages are never shown. */
const failures = {
  denied: {
    status: 403,
    code: 'github_denied',
    title: 'Cancelled on GitHub',
    detail: 'GitHub was not allowed to tell Daymark who you are. Nothing was changed.',
  },
  state: {
    status: 400,
    code: 'github_state',
    title: 'This was not begun here',
    detail:
      'It was begun in another browser or another tab, more than 10 minutes ago, or is already done. Begin again.',
  },
  code: {
    status: 401,
    code: 'invalid_code',
    title: 'GitHub does not know this any more',
    detail: 'Its code is wrong, expired or used up. Begin again.',
  },
  down: {
    status: 502,
    code: 'github_down',
    title: 'GitHub cannot be reached',
    detail: 'Nothing was changed. Try again in a few minutes.',
  },
  slow: {
    status: 504,
    code: 'github_slow',
    title: 'GitHub takes too long to answer',
    detail: 'Nothing was changed. Try again in a few minutes.',
  },
  odd: {
    status: 502,
    code: 'github_odd',
    title: 'GitHub’s answer makes no sense',
    detail: 'Nothing was changed. Try again in a few minutes.',
  },
  refused: {
    status: 502,
    code: 'github_refused',
    title: 'GitHub refuses this Daymark',
    detail: 'The people who run this Daymark have to look at how it is set up there. Nothing was changed.',
  },
  taken: {
    status: 409,
    code: 'github_taken',
    title: 'Another account has it',
    detail:
      'This GitHub account belongs to another Daymark account. Sign in with GitHub there and remove it, or delete that account.',
  },
  linked: {
    status: 409,
    code: 'github_linked',
    title: 'Another GitHub account is connected',
    detail: 'Remove that one first, then connect this one.',
  },
  person: {
    status: 409,
    code: 'github_person',
    title: 'Somebody else is signed in now',
    detail: 'Who began to connect GitHub is not signed in to this browser any more. Nothing was changed.',
  },
} satisfies Record<string, Problem>

export type Failure = keyof typeof failures

/** @param again page to try again on; the page they came from by default */
export const githubFailed = (failure: Failure, again?: string) => new ProblemError({ ...failures[failure], again })
