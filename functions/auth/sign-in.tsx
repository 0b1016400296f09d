import type { Context } from 'hono'
import { SignInPage } from '../../views/auth/sign-in'
import { type App, isDevelopment } from '../lib/env'
import { canMail } from '../mail/send'
import { isGitHubConfigured } from './github/config'
import * as q from './queries'

/** How people can get in here, as it is set up. */
const signInMethods = async ({ env }: Context<App>) => ({
  mail: canMail(env),
  github: isGitHubConfigured(env),
  demo: isDevelopment(env) && (await q.userByEmail(env.DB, q.demoEmail)) !== null,
})

/** `next` is a path on this site; the others fill the form when it is shown again. */
type Asked = { next: string; client?: 'cli'; email?: string; errors?: string[] }

/** Shows the ways in. */
export const showSignIn = async (c: Context<App>, asked: Asked) =>
  c.render(<SignInPage {...asked} ways={await signInMethods(c)} />, { title: 'Sign in' })
