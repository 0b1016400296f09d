import { CodeChallengeMethod, generateCodeVerifier, generateState, OAuth2Client } from 'arctic'
import { Hono } from 'hono'
import type { App } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { networkKey, rateLimitFailures } from '../../../lib/http/rate-limit'
import { logEvent } from '../../../lib/log'
import { accountByMail, completeSignIn, firstPage } from '../accounts'
import { Callback, callbackOf, FlowQuery, requireCode, requireFlow, storeFlow, withRetryLink } from '../flow'
import { browserUser } from '../signed-in'
import { startSession } from '../start-session'
import { oidcConfig } from './config'
import { discover, identify, nonceOf } from './provider'
import { accountBySubject, askForProof, hasOtherSubject, keepSubject } from './subjects'

const scopes = ['openid', 'email']

/** Failed sign-ins allowed per network and hour. */
const failuresAllowed = 100

/**
 * Signs in with an OpenID Connect provider. The provider proves an address, as a mail does; at first the account of that
 * address is signed in to, or created, then that of the person's id there. No other data of the provider is stored.
 */
export const oidc = new Hono<App>()
  .get('/', async (c) => {
    const provider = oidcConfig(c.env)
    const begin = FlowQuery.parse(c.req.query())
    if (await browserUser(c)) return c.redirect(begin.next, 303)
    const { authorization_endpoint } = await discover(c.env, provider)
    const secrets = { state: generateState(), verifier: generateCodeVerifier() }
    storeFlow(c, provider, { ...begin, ...secrets, linkTo: null })
    const client = new OAuth2Client(provider.clientId, null, callbackOf(c, provider))
    const { state, verifier } = secrets
    const url = client.createAuthorizationURLWithPKCE(
      authorization_endpoint,
      state,
      CodeChallengeMethod.S256,
      verifier,
      scopes,
    )
    url.searchParams.set('nonce', await nonceOf(verifier))
    return c.redirect(url.href, 303)
  })

  .get('/callback', async (c) => {
    const provider = oidcConfig(c.env)
    const returned = Callback.parse(c.req.query())
    const { verifier, next, ...hints } = await requireFlow(c, provider, returned.state)
    return withRetryLink(`/sign-in?${new URLSearchParams({ next })}`, async () => {
      const code = { code: requireCode(provider, returned), verifier, redirectUri: callbackOf(c, provider) }
      const limit = { key: await networkKey(c, 'oidc'), limit: failuresAllowed, seconds: 60 * 60 }
      const forgive = await rateLimitFailures(c, limit, `Too many failed ${provider.name} sign-ins from your network.`)
      try {
        const { sub, email } = await identify(c.env, provider, code)
        await forgive()
        const { DB } = c.env
        const subject = { issuer: provider.issuer, sub }
        const known = await accountBySubject(DB, subject)
        if (!known && (await hasOtherSubject(DB, email, subject))) return await askForProof(c, provider, sub, email)
        const account = known ?? (await accountByMail(c, { email, ...hints }, Date.now()))
        await completeSignIn(c, account, email, 'oidc')
        if (!known) await keepSubject(DB, account.id, subject, Date.now())
        return startSession(c, account.id, firstPage(account, next))
      } catch (error) {
        if (error instanceof ProblemError && error.problem.status >= 500) await forgive()
        else logEvent(c, 'sign_in_refused', { way: 'oidc' })
        throw error
      }
    })
  })
