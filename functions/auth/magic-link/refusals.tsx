import type { Context } from 'hono'
import { z } from 'zod'
import { CheckMailPage } from '../../../views/auth/check-mail'
import { SignInPage } from '../../../views/auth/sign-in'
import { LinkGonePage } from '../../../views/auth/verify'
import { type App, isDevelopment } from '../../lib/env'
import { wantsJson } from '../../lib/page'
import { membersOf, type Problem, problemJson } from '../../lib/problem'

const invalid = (error: z.ZodError): Problem => ({
  status: 422,
  code: 'invalid',
  title: 'Something in it is wrong',
  detail: error.issues[0]?.message ?? 'Check what you sent.',
  errors: membersOf(error),
})

export const invalidToken: Problem = {
  status: 401,
  code: 'invalid_token',
  title: 'That does not let you in',
  detail: 'The link or code is wrong, expired or used up. Ask for a new one.',
}

/** What was sent, as far as the form can show it again. */
const Shown = z.object({
  email: z.string().catch(''),
  next: z.string().catch('/'),
  token: z.string().optional().catch(undefined),
})

/** Answers who asked for a link with an address that is none. */
export const refuseAddress = (c: Context<App>, sent: unknown, error: z.ZodError<{ email?: unknown }>) => {
  if (wantsJson(c)) return problemJson(c, invalid(error))
  const { email, next } = Shown.parse(sent)
  const { fieldErrors } = z.flattenError(error)
  c.status(422)
  return c.render(<SignInPage next={next} demo={false} email={email} errors={fieldErrors.email} />, {
    title: 'Sign in',
  })
}

/** Answers a link that lets nobody in. */
export const linkGone = (c: Context<App>) => {
  c.status(410)
  return c.render(<LinkGonePage />, { title: 'This link is used up' })
}

/** Answers a link or a code that lets nobody in: it cannot be one (`error`), or is wrong, expired or used up. */
export const refuseEntry = (c: Context<App>, sent: unknown, error?: z.ZodError<{ code?: unknown }>) => {
  if (wantsJson(c)) return problemJson(c, error ? invalid(error) : invalidToken)
  const { token, email } = Shown.parse(sent)
  if (token !== undefined) return linkGone(c)
  const messages = error
    ? (z.flattenError(error).fieldErrors.code ?? ['Enter the code from the mail'])
    : ['This code is wrong, expired or used up. Look again, or ask for a new mail.']
  c.status(422)
  return c.render(<CheckMailPage email={email} outbox={isDevelopment(c.env)} errors={messages} />, {
    title: 'Check your mail',
  })
}
