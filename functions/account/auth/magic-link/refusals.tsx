import type { Context } from 'hono'
import { z } from 'zod'
import { CheckMailPage } from '../../../../views/account/auth/sign-in'
import { LinkGonePage, MailFailedPage } from '../../../../views/account/auth/verify'
import type { App } from '../../../lib/env'
import { issueMembers, type Problem, problemJson } from '../../../lib/http/problem'
import { isOwnPath, wantsJson } from '../../../lib/http/respond'
import { usesOutbox } from '../../mail/send'
import { showSignIn } from '../sign-in'
import { browserUser } from '../signed-in'
import type { MagicLinkForm } from './schema'

const invalid = (error: z.ZodError): Problem => ({
  status: 422,
  code: 'invalid',
  title: 'Invalid request',
  detail: error.issues[0]?.message ?? 'Check the request.',
  errors: issueMembers(error),
})

export const invalidCredentials: Problem = {
  status: 401,
  code: 'invalid_token',
  title: 'That link or code doesn’t work',
  detail: 'It may be wrong, expired or already used. Request a new one.',
}

/** Problem if mail is not set up; the log names the missing settings. */
export const noMail: Problem = {
  status: 503,
  code: 'mail_not_configured',
  title: 'Email isn’t set up here',
  detail: 'Sign-in links can’t be emailed. The server log shows what is missing.',
}

export const invitationGone: Problem = {
  status: 410,
  code: 'invitation_gone',
  title: 'This invitation no longer works',
  detail: 'It has expired or was used. Ask for another one, or sign in if you have an account.',
  again: '/sign-in',
}

const notSent: Problem = {
  status: 503,
  code: 'mail_failed',
  title: 'The email couldn’t be sent',
  detail: 'Our email service didn’t accept it. Try again in a few minutes.',
}

const RefilledForm = z
  .object({
    email: z.string().max(1000).catch(''),
    next: z.string().refine(isOwnPath).catch('/'),
    client: z.literal('cli').optional().catch(undefined),
    token: z.string().optional().catch(undefined),
    code: z.string().max(100).optional().catch(undefined),
  })
  .catch({ email: '', next: '/' })

export const refuseAddress = (c: Context<App>, sent: unknown, error: z.ZodError<{ email?: unknown }>) => {
  if (wantsJson(c)) return problemJson(c, invalid(error))
  const { email, next, client } = RefilledForm.parse(sent)
  c.status(422)
  return showSignIn(c, { email, next, client, errors: z.flattenError(error).fieldErrors.email })
}

export const respondMailFailed = (c: Context<App>, form: MagicLinkForm) => {
  if (wantsJson(c)) return problemJson(c, notSent)
  c.status(503)
  return c.render(<MailFailedPage {...form} />, { title: notSent.title })
}

export const respondLinkGone = async (c: Context<App>) => {
  const isSignedIn = (await browserUser(c)) !== null
  c.status(410)
  return c.render(<LinkGonePage isSignedIn={isSignedIn} />, { title: 'This link no longer works' })
}

const wrongCode = [
  'This code is wrong, expired, already used or from another browser. Only the newest works, and five wrong ones cancel it. Check it, or request another email.',
]

/** Responds to an invalid link or code: malformed (`error`), wrong, expired or already used. */
export const refuseCredentials = (
  c: Context<App>,
  sent: unknown,
  error?: z.ZodError<{ email?: unknown; code?: unknown }>,
) => {
  if (wantsJson(c)) return problemJson(c, error ? invalid(error) : invalidCredentials)
  const { token, ...typed } = RefilledForm.parse(sent)
  if (token) return respondLinkGone(c)
  const errors = error ? z.flattenError(error).fieldErrors : { code: wrongCode }
  c.status(422)
  return c.render(<CheckMailPage {...typed} outbox={usesOutbox(c.env)} errors={errors} />, {
    title: 'Check your email',
  })
}
