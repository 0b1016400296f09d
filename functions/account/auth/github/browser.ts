import { CodeChallengeMethod, generateCodeVerifier, generateState, OAuth2Client } from 'arctic'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../../../lib/env'
import { ProblemError, problems } from '../../../lib/http/problem'
import { limitKey } from '../../../lib/http/rate-limit'
import { take } from '../../../lib/http/rate-limits'
import { dropCookie, flash, readCookie, writeCookie } from '../../../lib/http/respond'
import { note } from '../../../lib/log'
import { isSameSecret } from '../../../lib/secrets'
import { firstPage } from '../accounts'
import { MagicLinkForm } from '../magic-link/schema'
import { connectGitHub, isFresh, proofPath } from '../proof'
import { browserUser, byCookie } from '../signed-in'
import { startSession } from '../start-session'
import { linkGitHub } from './accounts'
import { githubConfig } from './config'
import { githubFailed, parsed } from './provider'
import { identify, signInFromGitHub, storeGitHubToken } from './sign-in'

/** Seconds that a person may take on GitHub. */
const tenMinutes = 10 * 60

/** Seconds for which an answered flow is remembered; codes of GitHub live ten minutes. */
const oneDay = 24 * 60 * 60

/** Characters. A cookie holds 4 KB, so a longer address is dropped. */
const longestNext = 2000

const FlowQuery = MagicLinkForm.pick({ next: true, time_zone: true, clock: true })

const Flow = FlowQuery.extend({
  state: z.string().min(20),
  verifier: z.string().min(43),
  linkTo: z.string().nullable(),
})
type Flow = z.output<typeof Flow>

const cookie = 'github'

const storeFlow = (c: Context<App>, flow: Flow) => {
  const next = encodeURIComponent(flow.next).length > longestNext ? '/' : flow.next
  writeCookie(c, cookie, JSON.stringify({ ...flow, next }), tenMinutes)
}

const takeFlow = (c: Context<App>) => {
  const stored = readCookie(c, cookie)
  dropCookie(c, cookie)
  return stored === undefined ? undefined : Flow.safeParse(parsed(stored)).data
}

/** True the first time: who kept the cookie cannot answer its flow again. */
const isFirstAnswer = async (c: Context<App>, { state }: Flow) => {
  const once = { key: await limitKey(c, 'github-flow', state), limit: 1, seconds: oneDay }
  return (await take(c.var.unmetered, [once], Date.now())).isAllowed
}

const scopes = ['read:user', 'user:email']
const settings = '/settings/sign-in'

const callbackOf = (c: Context) => `${new URL(c.req.url).origin}/auth/github/callback`

const authorizationUrl = (c: Context<App>, { state, verifier }: Pick<Flow, 'state' | 'verifier'>) => {
  const { clientId, url } = githubConfig(c.env)
  const client = new OAuth2Client(clientId, null, callbackOf(c))
  const endpoint = `${url}/login/oauth/authorize`
  return client.createAuthorizationURLWithPKCE(endpoint, state, CodeChallengeMethod.S256, verifier, scopes)
}

/** Guards against another site that starts a link. */
const isFromOwnPage = (c: Context) => {
  const site = c.req.header('Sec-Fetch-Site')
  return site === undefined
    ? URL.parse(c.req.header('Referer') ?? '')?.origin === new URL(c.req.url).origin
    : site === 'same-origin'
}

const Callback = z.object({
  state: z.string().catch(''),
  code: z.string().max(1000).catch(''),
  error: z.string().optional(),
})

/** Adds the page to try again on to a problem that `work` throws. */
const withRetryLink = async <T>(again: string, work: () => Promise<T>) => {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ProblemError ? new ProblemError({ ...error.problem, again }) : error
  }
}

const identifyReturned = (c: Context<App>, verifier: string, { code, error }: z.output<typeof Callback>) => {
  if (error !== undefined) throw githubFailed(error === 'access_denied' ? 'denied' : 'refused')
  if (!code) throw githubFailed('odd')
  return identify(c, { code, verifier, redirectUri: callbackOf(c) })
}

/** Connects the GitHub account, if the person who started is still the one signed in. */
const connect = async (c: Context<App>, userId: string, identifyUser: () => ReturnType<typeof identify>) => {
  const user = await browserUser(c)
  if (user?.id !== userId) throw githubFailed('person')
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
    const { user, access } = (await byCookie(c)) ?? {}
    if (isLink && !user) return c.redirect(`/sign-in?${new URLSearchParams({ next: settings })}`, 303)
    if (isLink && !isFresh(access)) return c.redirect(proofPath(connectGitHub), 303)
    const begin = FlowQuery.parse(c.req.query())
    if (user && !isLink) return c.redirect(begin.next, 303)
    const secrets = { state: generateState(), verifier: generateCodeVerifier() }
    storeFlow(c, { ...begin, ...secrets, linkTo: isLink && user ? user.id : null })
    return c.redirect(authorizationUrl(c, secrets).href, 303)
  })

  .get('/callback', async (c) => {
    const flow = takeFlow(c)
    const returned = Callback.parse(c.req.query())
    const isOurs = flow && (await isSameSecret(flow.state, returned.state)) && (await isFirstAnswer(c, flow))
    if (!isOurs) {
      note(c, 'sign_in_refused', { way: 'github' })
      throw githubFailed('state', '/sign-in')
    }
    const identifyUser = async () => identifyReturned(c, flow.verifier, returned)
    const { linkTo, next } = flow
    if (linkTo !== null) return withRetryLink(settings, () => connect(c, linkTo, identifyUser))
    return withRetryLink(`/sign-in?${new URLSearchParams({ next })}`, async () => {
      const account = await signInFromGitHub(c, await identifyUser(), flow)
      return startSession(c, account.id, firstPage(account, next))
    })
  })
