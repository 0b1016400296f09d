import type { Context } from 'hono'
import { SignInPage } from '../../../views/account/auth/sign-in'
import { type App, demoEmail, isDevelopment } from '../../lib/env'
import { isOwnPath } from '../../lib/http/respond'
import { canMail } from '../mail/send'
import { isGitHubConfigured } from './github/config'
import { emailOf } from './magic-link/same-browser'
import { oidcProvider } from './oidc/config'
import * as q from './queries'
import { signUpOf } from './sign-up'

const signInMethods = async ({ env }: Context<App>) => ({
  mail: canMail(env),
  github: isGitHubConfigured(env),
  oidc: oidcProvider(env)?.name,
  isByInvitation: signUpOf(env) !== 'open',
  demo: isDevelopment(env) && (await q.userByEmail(env.DB, demoEmail)) !== null,
})

export const nextPath = (c: Context) => {
  const next = c.req.query('next')
  return isOwnPath(next) ? next : '/'
}

/** `next` is a path on this site; the other members refill a form that is shown again. */
type SignInForm = { next: string; client?: 'cli'; email?: string; errors?: string[] }

export const showSignIn = async (c: Context<App>, form: SignInForm) =>
  c.render(<SignInPage {...form} pending={form.errors ? undefined : emailOf(c)} ways={await signInMethods(c)} />, {
    title: 'Sign in',
    isEntrance: true,
  })
