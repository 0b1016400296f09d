import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { CheckMailPage } from '../../../../views/account/auth/sign-in'
import { CommandLineTokenPage, VerifyPage } from '../../../../views/account/auth/verify'
import type { App } from '../../../lib/env'
import { usualScopes } from '../../../lib/feature'
import { publicOrigin } from '../../../lib/http/origin'
import { ProblemError } from '../../../lib/http/problem'
import {
  countEither,
  countIfAllowed,
  limitKey,
  networkKey,
  rateLimit,
  rateLimitFailures,
} from '../../../lib/http/rate-limit'
import { countRequest } from '../../../lib/http/rate-limits'
import { flash, isJson, wantsJson } from '../../../lib/http/respond'
import { waitUntil } from '../../../lib/http/wait-until'
import { addressHash, logEvent } from '../../../lib/log'
import { keyedHash, randomCode, randomSecret, secretsOf, sha256Hex } from '../../../lib/secrets'
import { MailPage, MailText } from '../../mail/html'
import { canMail, type Mail, sendMail, usesOutbox } from '../../mail/send'
import { daysFrom, defaultDays } from '../../settings/tokens/schema'
import { accountByMail, completeSignIn, firstPage } from '../accounts'
import { readCredentials } from '../bearer'
import { makeApiToken, signInTracker } from '../programs/issue'
import type { Account } from '../queries'
import { nextPath } from '../sign-in'
import { isWelcome, openInvitation, signUpOf } from '../sign-up'
import { deviceName, startSession } from '../start-session'
import * as q from './queries'
import {
  invitationGone,
  noMail,
  refuseAddress,
  refuseCredentials,
  respondLinkGone,
  respondMailFailed,
} from './refusals'
import { emailOf, isKnownBrowser, redeemInBrowser, rememberBrowser, rememberLink, requestsOf } from './same-browser'
import { type LinkClient, MagicLinkForm, type Redeemed, VerifyForm } from './schema'

/** Shows a personal token to paste into the command line that requested the link. The browser is not signed in. */
const answerToken = async (c: Context<App>, { id }: Account, { email, device }: Redeemed) => {
  const now = Date.now()
  const expiresAt = daysFrom(defaultDays, now)
  const name = `Command line, ${device}`
  const { token } = await makeApiToken(c.env, id, { name, scopes: usualScopes, expiresAt }, now)
  logEvent(c, 'token_made', { user: id, scopes: usualScopes })
  if (wantsJson(c)) return c.json({ token, token_type: 'Bearer', expires_at: new Date(expiresAt).toISOString() })
  return c.render(<CommandLineTokenPage token={token} email={email} device={device} days={defaultDays} />, {
    title: 'Your token',
  })
}

type SignInMailData = {
  email: string
  link: string
  code: string
  client: LinkClient
  /** Description of the device that requested the mail. */
  device: string
}

const wordsFor = ({ client, device }: SignInMailData) =>
  client === 'cli'
    ? {
        title: 'A token for your command line',
        act: 'Get the token',
        open: 'A command-line program wants to sign in to Daymark. Open this link to get a token for it:',
        code: 'Or enter this code in the program:',
        who: `Requested from ${device}. The link works once, within 15 minutes, and the code within 10.`,
        other:
          'Not you? Ignore this email. Never share the token or the code: anyone with either can use your account.',
      }
    : {
        title: 'Sign in to Daymark',
        act: 'Sign in to Daymark',
        open: 'Sign in to Daymark by opening this link:',
        code: 'Or enter this code on the page where you requested it:',
        who: `Requested from ${device}. The link works once, within 15 minutes, and the code within 10.`,
        other: 'Not you? Ignore this email. Nobody can sign in without it.',
      }

const Html = ({ link, code, words }: { link: string; code: string; words: ReturnType<typeof wordsFor> }) => (
  <MailPage title={words.title} open={words.open} link={link} act={words.act}>
    <MailText>{words.code}</MailText>
    <p style="margin: 0 0 16px; font: 600 24px/1.3 ui-monospace, monospace; letter-spacing: 2px">{code}</p>
    <MailText>{words.who}</MailText>
    <MailText>{words.other}</MailText>
  </MailPage>
)

/** Sign-in mail: the link on its own line, and the code for use on another device. */
const signInMail = (data: SignInMailData): Mail => {
  const { email, link, code } = data
  const words = wordsFor(data)
  return {
    to: email,
    subject: `${words.title}: ${code}`,
    text: `${words.open}

${link}

${words.code}

Code: ${code}

${words.who}
${words.other}
`,
    html: `<!doctype html>${String(<Html link={link} code={code} words={words} />)}`,
  }
}

/** Hash of a code by each accepted secret, current secret first. */
const codeHashes = ({ env }: Context<App>, email: string, code: string) =>
  Promise.all(secretsOf(env).map((secret) => keyedHash(secret, 'one-time codes', `${email}\n${code}`)))

/** Failed attempts allowed per network and hour. */
const failuresAllowed = 100

/** Codes without the id of their request that are tried for an address in ten minutes. They void no code. */
const codesWithoutId = 5

const redeemOnce = async (
  c: Context<App>,
  { token, email, code, request_id }: z.output<typeof VerifyForm>,
): Promise<Redeemed | null> => {
  const now = Date.now()
  if (token) return q.redeemToken(c.env.DB, await sha256Hex(token), now)
  if (!email || !code) return null
  const own = wantsJson(c) ? null : requestsOf(c)
  const requests = request_id === undefined ? own : [request_id]
  if (requests === null) {
    const guesses = { key: await limitKey(c, 'codes-without-id', email), limit: codesWithoutId, seconds: 10 * 60 }
    if (!(await countRequest(c.var.unmetered, [guesses], now)).isAllowed) return null
  }
  const hashes = { codeHashes: await codeHashes(c, email, code), requests }
  const { redeemed, isUsedUp } = await q.redeemCode(c.env.DB, email, hashes, now)
  if (isUsedUp) logEvent(c, 'code_used_up', { address: await addressHash(c, email), way: 'code' })
  return redeemed
}

/**
 * Redeems a link or a code; null if it is invalid. A failure counts against the network, which is refused (throws, 429)
 * before any lookup once it has failed too often.
 */
export const redeemCredentials = async (c: Context<App>, credentials: z.output<typeof VerifyForm>) => {
  const limit = { key: await networkKey(c, 'failures'), limit: failuresAllowed, seconds: 60 * 60 }
  const forgive = await rateLimitFailures(c, limit, 'Too many wrong links and codes from your network.')
  const redeemed = await redeemOnce(c, credentials)
  if (redeemed) await forgive()
  else if (credentials.token) logEvent(c, 'sign_in_refused', { way: 'link' })
  else logEvent(c, 'sign_in_refused', { way: 'code', address: await addressHash(c, credentials.email ?? '') })
  return redeemed
}

/** Finds or creates the account of a redeemed link or code. @throws ProblemError 403 for a suspended account */
export const signInByMail = async (c: Context<App>, redeemed: Redeemed, way: 'link' | 'code' | 'program') => {
  const account = await accountByMail(c, redeemed, Date.now())
  await completeSignIn(c, account, redeemed.email.toLowerCase(), way)
  return account
}

/**
 * Mails a link and a code to an address that may sign in, and answers alike for any other. Returns the hash of the link's
 * token, which is the request's id; null, with a void link and code, if no mail could be sent. Where not everybody may
 * come, the mail is sent after the response, because its time or failure would tell who may.
 */
const mailLink = async (c: Context<App>, form: MagicLinkForm) => {
  const now = Date.now()
  const token = randomSecret()
  const code = randomCode()
  const device = deviceName(c.req.header('User-Agent'))
  const [tokenHash, [codeHash = '']] = await Promise.all([sha256Hex(token), codeHashes(c, form.email, code)])
  const client = linkClient(c, form)
  await q.addToken(c.env.DB, { ...form, client, tokenHash, codeHash, device }, now).run()
  // The client controls the Host header, so production takes the origin from a setting (`mailSettings`).
  const link = `${publicOrigin(c)}/auth/verify?token=${token}`
  const send = async () =>
    (await isWelcome(c, form.email)) && sendMail(c.env, signInMail({ ...form, link, code, device }), now)
  if (signUpOf(c.env) !== 'open') {
    waitUntil(c, send())
    return tokenHash
  }
  if (await send()) return tokenHash
  await q.deleteToken(c.env.DB, tokenHash)
  return null
}

/**
 * Kind of client that requests a link. Browsers send `Origin` or `Sec-Fetch-Site` with a POST; other programs send
 * neither.
 */
const linkClient = (c: Context, { client }: MagicLinkForm): LinkClient => {
  if (client !== null) return client
  const isBrowser = c.req.header('Origin') !== undefined || c.req.header('Sec-Fetch-Site') !== undefined
  return !isBrowser && isJson(c.req.header('Content-Type')) ? 'program' : null
}

/** True if a program opens the link. Browsers and mail scanners accept HTML. */
const wantsJwt = (c: Context) => {
  const accept = c.req.header('Accept')
  return c.req.raw.method === 'GET' && (accept === undefined || isJson(accept))
}

/**
 * If the program that requested a link opens it, signs it in and responds with its JWT. Otherwise returns null and
 * leaves the link unused. Throws 403 for a suspended account.
 */
const answerJwt = async (c: Context<App>, token: string) => {
  if (!wantsJwt(c)) return null
  const now = Date.now()
  const redeemed = await q.redeemProgramLink(c.env.DB, await sha256Hex(token), now)
  if (!redeemed) return null
  const { id } = await signInByMail(c, redeemed, 'program')
  return c.json({ jwt: await signInTracker(c.env, id, redeemed.email, redeemed.device, now) })
}

const oneHour = 60 * 60

/**
 * Counts a mail to an address and returns whether it may be sent. Limits that strangers can exhaust do not apply to a
 * browser that knows the address. Throws 429 if the network asks too often.
 */
const mayMail = async (c: Context<App>, email: string) => {
  if (await isKnownBrowser(c, email)) {
    return countIfAllowed(c, { key: await limitKey(c, 'mail-known', email), limit: 5, seconds: oneHour })
  }
  const network = { key: await networkKey(c, 'mail-from'), limit: 20, seconds: oneHour }
  await rateLimit(c, 'magic-links', [network], 'Too many sign-in links requested from your network.')
  const key = await limitKey(c, 'mail-to', email)
  const first = { key: `${key} ${network.key} first`, limit: 1, seconds: oneHour }
  const more = { key: `${key} ${network.key}`, limit: 4, seconds: oneHour }
  // Half of the mails are for networks that have not asked yet, so that two cannot use up all of them.
  return countEither(c, [first, { key, limit: 10, seconds: oneHour }], [more, { key, limit: 5, seconds: oneHour }])
}

/** Message of the page that waits for the mail. Only the browser of an earlier link learns that no new one was sent. */
const waitingMessage = async (c: Context<App>, { email, again }: MagicLinkForm, isMailed: boolean) => {
  const hasEarlier = !isMailed && (await q.hasLiveLink(c.env.DB, email, requestsOf(c), Date.now()))
  if (hasEarlier) return 'Too many emails requested. The email sent earlier still works'
  return again ? 'You requested another email' : undefined
}

export const magicLink = new Hono<App>()
  .post('/magic-link', async (c) => {
    if (!canMail(c.env)) throw new ProblemError(noMail)
    const body = await readCredentials(c)
    const { success, data: form, error } = MagicLinkForm.safeParse(body)
    if (!success) return refuseAddress(c, body, error)
    const tokenHash = (await mayMail(c, form.email)) ? await mailLink(c, form) : undefined
    if (tokenHash === null) return respondMailFailed(c, form)
    const requestId = tokenHash ?? (await sha256Hex(randomSecret()))
    if (wantsJson(c)) return c.json({ status: 'sent', request_id: requestId }, 202)
    const message = await waitingMessage(c, form, tokenHash !== undefined)
    if (message) flash(c, { message })
    rememberLink(c, form.email, requestId)
    const query = form.next === '/' ? '' : `?${new URLSearchParams({ next: form.next })}`
    return c.redirect(`/auth/check-mail${query}`, 303)
  })

  .get('/invitation/:secret', async (c) => {
    if (!(await openInvitation(c, c.req.param('secret')))) throw new ProblemError(invitationGone)
    return c.redirect('/sign-in', 303)
  })

  .get('/check-mail', (c) =>
    c.render(<CheckMailPage email={emailOf(c)} next={nextPath(c)} outbox={usesOutbox(c.env)} />, {
      title: 'Check your email',
    }),
  )

  .get('/verify', async (c) => {
    const token = c.req.query('token') ?? ''
    const jwt = await answerJwt(c, token)
    if (jwt) return jwt
    const redeemed = await redeemInBrowser(c, token)
    if (redeemed) {
      const account = await signInByMail(c, redeemed, 'link')
      await rememberBrowser(c, redeemed)
      return startSession(c, account.id, firstPage(account, redeemed.next))
    }
    const request = await q.findToken(c.env.DB, await sha256Hex(token), Date.now())
    if (!request) {
      logEvent(c, 'sign_in_refused', { way: 'link' })
      return respondLinkGone(c)
    }
    const title = request.client === 'cli' ? 'Get a token' : 'Sign in'
    return c.render(<VerifyPage token={token} request={request} now={Date.now()} />, { title })
  })

  .post('/verify', async (c) => {
    const body = await readCredentials(c)
    const { success, data: credentials, error } = VerifyForm.safeParse(body)
    if (!success) return refuseCredentials(c, body, error)
    const redeemed = await redeemCredentials(c, credentials)
    if (!redeemed) return refuseCredentials(c, body)
    const account = await signInByMail(c, redeemed, credentials.token ? 'link' : 'code')
    if (redeemed.client === 'cli') return answerToken(c, account, redeemed)
    await rememberBrowser(c, redeemed)
    return startSession(c, account.id, firstPage(account, redeemed.next))
  })
