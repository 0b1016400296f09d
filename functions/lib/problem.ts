import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'

export type Member = { path: string; message: string }

/** One message for each invalid member of a request body, with its path (`errors` of RFC 9457). */
export const membersOf = ({ issues }: z.ZodError): Member[] =>
  issues.map(({ path, message }) => ({ path: path.join('.'), message }))

/** An error in words for people, with a code for programs. */
export type Problem = {
  status: ContentfulStatusCode
  code: string
  title: string
  detail: string
  errors?: Member[]
  /** Further members for a program. */
  more?: Record<string, unknown>
  /** Page to try again on. */
  again?: string
}

/** Stops a request. The response is a page, a fragment or JSON, whichever the caller wants. */
export class ProblemError extends HTTPException {
  constructor(readonly problem: Problem) {
    super(problem.status, { message: problem.code })
    this.name = 'ProblemError'
  }
}

export const problems = {
  notFound: {
    status: 404,
    code: 'not_found',
    title: 'There is nothing here',
    detail: 'The page was moved, deleted, or is not yours to see.',
  },
  signedOut: {
    status: 401,
    code: 'signed_out',
    title: 'You are signed out',
    detail: 'Sign in and try again.',
  },
  invalidToken: {
    status: 401,
    code: 'invalid_token',
    title: 'That does not let you in',
    detail: 'The token is wrong, expired or revoked. Get a new one.',
  },
  suspended: {
    status: 403,
    code: 'suspended',
    title: 'This account is suspended',
    detail: 'Nothing of it is lost. Write to the people who run this Daymark.',
  },
  /** A write was retried and others kept writing in between. */
  busy: {
    status: 409,
    code: 'busy',
    title: 'Something else was written at the same time',
    detail: 'Nothing was changed. Try again.',
  },
  adminsOnly: {
    status: 403,
    code: 'admins_only',
    title: 'This is for admins',
    detail: 'Your account is not one of theirs.',
  },
  foreignOrigin: {
    status: 403,
    code: 'foreign_origin',
    title: 'That came from another site',
    detail: 'Daymark takes changes from its own pages only. Open the page here and try again.',
  },
  malformed: {
    status: 400,
    code: 'malformed',
    title: 'That cannot be read',
    detail: 'What was sent is cut off or broken. Nothing was changed. Send it again.',
  },
  noForm: {
    status: 415,
    code: 'no_form',
    title: 'That is not a form',
    detail: 'This takes forms: multipart/form-data or application/x-www-form-urlencoded. Nothing was changed.',
  },
  tooLarge: {
    status: 413,
    code: 'too_large',
    title: 'That is too much at once',
    detail: 'The request is larger than Daymark takes. Nothing was changed.',
  },
  failed: {
    status: 500,
    code: 'internal',
    title: 'Something went wrong here',
    detail: 'It is not your doing, and nothing was changed. Try again in a moment.',
  },
} satisfies Record<string, Problem>

/** Problem of any error. Only a `ProblemError` and an unreadable body tell details. */
export const problemOf = (error: Error): Problem => {
  if (error instanceof ProblemError) return error.problem
  return error instanceof HTTPException && error.status === 400 ? problems.malformed : problems.failed
}

/** RFC 9457 problem details, with `code` and `error` added. */
export const problemJson = (c: Context, { status, code, title, detail, errors, more }: Problem) =>
  c.body(
    JSON.stringify({
      type: 'about:blank',
      title,
      status,
      detail,
      code,
      error: detail,
      ...(errors && { errors }),
      ...more,
    }),
    status,
    { 'Content-Type': 'application/problem+json' },
  )
