import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import { isDiskFull } from '../db/disk'

/** An invalid member. `line` is the line in a text member. */
export type Member = { path: string; message: string; line?: number }

/** Maximum errors in a response. A list of half a million invalid elements would give a response 50 times its size. */
const membersLimit = 100

/** Messages for the first invalid members of a request body, with their paths (`errors` of RFC 9457). */
export const issueMembers = ({ issues }: z.ZodError): Member[] =>
  issues.slice(0, membersLimit).map(({ path, message }) => ({ path: path.join('.'), message }))

/** An error in words for people, with a code for programs. */
export type Problem = {
  status: ContentfulStatusCode
  code: string
  title: string
  detail: string
  errors?: Member[]
  /** More members for programs. */
  more?: Record<string, unknown>
  /** Path of the page on which to try again. */
  again?: string
}

/** Stops a request. The response is a page, a fragment or JSON, depending on the request. */
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
    title: 'Page not found',
    detail: 'It may have been moved or deleted, or you don’t have access to it.',
  },
  signedOut: {
    status: 401,
    code: 'signed_out',
    title: 'You’re signed out',
    detail: 'Sign in and try again.',
  },
  invalidToken: {
    status: 401,
    code: 'invalid_token',
    title: 'That token doesn’t work',
    detail: 'The token is wrong, expired or revoked. Get a new one.',
  },
  suspended: {
    status: 403,
    code: 'suspended',
    title: 'This account is suspended',
    detail: 'Your data is safe. Contact your administrator.',
  },
  /** A write was retried, but other writes kept coming first. */
  busy: {
    status: 409,
    code: 'busy',
    title: 'Something else changed at the same time',
    detail: 'Nothing was changed. Try again.',
  },
  adminsOnly: {
    status: 403,
    code: 'admins_only',
    title: 'Admins only',
    detail: 'Your account isn’t an admin.',
  },
  foreignOrigin: {
    status: 403,
    code: 'foreign_origin',
    title: 'Request from another site',
    detail: 'Daymark only accepts changes from its own pages. Open the page here and try again.',
  },
  malformed: {
    status: 400,
    code: 'malformed',
    title: 'Unreadable request',
    detail: 'The request is incomplete or malformed. Nothing was changed. Send it again.',
  },
  noForm: {
    status: 415,
    code: 'no_form',
    title: 'Not a form',
    detail: 'Send a form: multipart/form-data or application/x-www-form-urlencoded. Nothing was changed.',
  },
  tooLarge: {
    status: 413,
    code: 'too_large',
    title: 'Request too large',
    detail: 'The request is over the size limit. Nothing was changed.',
  },
  diskFull: {
    status: 503,
    code: 'disk_full',
    title: 'Nothing can be saved now',
    detail: 'The server’s disk is full. Tell its operator.',
  },
  failed: {
    status: 500,
    code: 'internal',
    title: 'Something went wrong',
    detail: 'It’s our fault, and nothing was changed. Try again in a moment.',
  },
} satisfies Record<string, Problem>

/** Problem for any error. Only a `ProblemError` or an unreadable body reveals details. */
export const problemOf = (error: Error): Problem => {
  if (error instanceof ProblemError) return error.problem
  if (isDiskFull(error)) return problems.diskFull
  return error instanceof HTTPException && error.status === 400 ? problems.malformed : problems.failed
}

/** Responds with RFC 9457 problem details, extended by `code` and `error`. */
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

/** Problem 405, for a response with the header `Allow`. @param allowed methods */
export const wrongMethod = (allowed: string[]): Problem => ({
  status: 405,
  code: 'wrong_method',
  title: 'Method not allowed',
  detail: `Use ${allowed.join(', ')}. Nothing was changed.`,
})
