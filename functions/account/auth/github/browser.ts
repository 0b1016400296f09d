import { CodeChallengeMethod, generateCodeVerifier, generateState, OAuth2Client } from 'arctic'
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import type { App } from '../../../lib/env'
import { ProblemError, problems } from '../../../lib/http/problem'
import { flash } from '../../../lib/http/respond'
import { firstPage } from '../accounts'
import { Callback, callbackOf, type Flow, FlowQuery, requireCode, requireFlow, storeFlow, withRetryLink } from '../flow'
import { connectGitHub, isFresh, proofPath } from '../proof'
import { browserUser, readCookieSession } from '../signed-in'
import { startSession } from '../start-session'
import { linkGitHub } from './accounts'
import { githubConfig } from './config'
import { gitHub, githubProblem } from './provider'
import { identify, signInFromGitHub, storeGitHubToken } from './sign-in'

const scopes = ['read:user', 'user:email']
const settings = '/settings/sign-in'

const authorizationUrl = (c: Context<App>, { state, verifier }: Pick<Flow, 'state' | 'verifier'>) => {
  const { clientId, url } = githubConfig(c.env)
  const client = new OAuth2Client(clientId, null, callbackOf(c, gitHub))
  const endpoint = `${url}/login/oauth/authorize`
  return client.createAuthorizationURLWithPKCE(endpoint, state, CodeChallengeMethod.S256, verifier, scopes)
}

/** True if the request comes from one of our pages, so that another site cannot start a link. */
const isFromOwnPage = (c: Context) => {
  const site = c.req.header('Sec-Fetch-Site')
  return site === undefined
    ? URL.parse(c.req.header('Referer') ?? '')?.origin === new URL(c.req.url).origin
    : site === 'same-origin'
}

const identifyReturned = (c: Context<App>, verifier: string, returned: z.output<typeof Callback>) =>
  identify(c, { code: requireCode(gitHub, returned), verifier, redirectUri: callbackOf(c, gitHub) })

/** Connects the GitHub account if the person who started is still signed in. */
const connect = async (c: Context<App>, userId: string, identifyUser: () => ReturnType<typeof identify>) => {
  const user = await browserUser(c)
  if (user?.id !== userId) throw githubProblem('person')
  const { person, token } = await identifyUser()
  await linkGitHub(c.env.DB, userId, person, Date.now())
  await storeGitHubToken(c.env, userId, token)
  flash(c, { message: 'GitHub is connected' })
  return c.redirect(`${settings}#github`, 303)
}

export const browserSignIn = new Hono<App>()
  .get('/', async (c) => {
    const isLink = c.req.query('link') === '1'
    if (isLink && !isFromOwnPage(c)) throw new ProblemError({ ...problems.foreignOrigin, again: settings })
    const { user, access } = (await readCookieSession(c)) ?? {}
    if (isLink && !user) return c.redirect(`/sign-in?${new URLSearchParams({ next: settings })}`, 303)
    if (isLink && !isFresh(access)) return c.redirect(proofPath(connectGitHub), 303)
    const begin = FlowQuery.parse(c.req.query())
    if (user && !isLink) return c.redirect(begin.next, 303)
    const secrets = { state: generateState(), verifier: generateCodeVerifier() }
    storeFlow(c, gitHub, { ...begin, ...secrets, linkTo: isLink && user ? user.id : null })
    return c.redirect(authorizationUrl(c, secrets).href, 303)
  })

  .get('/callback', async (c) => {
    const returned = Callback.parse(c.req.query())
    const flow = await requireFlow(c, gitHub, returned.state)
    const identifyUser = async () => identifyReturned(c, flow.verifier, returned)
    const { linkTo, next } = flow
    if (linkTo !== null) return withRetryLink(settings, () => connect(c, linkTo, identifyUser))
    return withRetryLink(`/sign-in?${new URLSearchParams({ next })}`, async () => {
      const account = await signInFromGitHub(c, await identifyUser(), flow)
      return startSession(c, account.id, firstPage(account, next))
    })
  })
