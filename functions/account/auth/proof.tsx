import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { ProofStep } from '../../../views/account/auth/proof'
import { fieldsProblem } from '../../lib/api/request'
import { sql } from '../../lib/db/sql'
import type { Access, App } from '../../lib/env'
import { factsOf } from '../../lib/feature'
import { submittedText } from '../../lib/http/form'
import { type Problem, ProblemError } from '../../lib/http/problem'
import { rateLimit } from '../../lib/http/rate-limit'
import { isOwnPath, isReadMethod, previousPath, setHeaders, wantsFragment, wantsJson } from '../../lib/http/respond'
import { logEvent } from '../../lib/log'
import { keyedHash, randomCode, secretsOf } from '../../lib/secrets'
import { MailText, PlainMail } from '../mail/html'
import { canMail, sendMail } from '../mail/send'
import { readCredentials } from './bearer'
import { passkeysOf, usePasskey } from './passkeys/passkeys'
import { renewSession } from './start-session'

/** Lifetime of a proof and of a mailed code, in ms. */
const tenMinutes = 10 * 60 * 1000

/** Number of wrong codes after which the right code is void, too. */
const wrongAllowed = 5

const title = 'Confirm that it’s you'

const freshProofNeeded = (act: string): Problem => ({
  status: 403,
  code: 'fresh_proof_needed',
  title,
  detail: `You need a proof of who you are from the last 10 minutes ${act}. \`POST /auth/proof/mail\` emails you a code for \`POST /auth/proof\`.`,
})

/** Path that connects GitHub. Signing in shares the path, so it cannot require a proof itself. */
export const connectGitHub = '/auth/github?link=1'

const pageAct = (path: string) =>
  path === connectGitHub ? 'to connect GitHub' : factsOf('GET', path.replace(/\?.*/, '')).needsFreshProof

const noMail: Problem = {
  status: 409,
  code: 'no_mail',
  title: 'No code can be emailed to you',
  detail: 'Sign out and in again, then try again.',
}

/** Id of the sign-in that sent the request; a personal token has no sign-in. */
const signInOf = (access: Access) => {
  if (access.by === 'token') return null
  return access.by === 'browser' ? access.sessionHash : access.sessionId
}

export const isFresh = (access?: Access) =>
  access !== undefined && access.by !== 'token' && Date.now() - access.provenAt < tenMinutes

/** Hashes of a code together with the sign-in that requested it, by each accepted secret. */
const codeHashes = ({ env, var: { access } }: Context<App>, code: string) =>
  Promise.all(secretsOf(env).map((secret) => keyedHash(secret, 'one-time codes', `${signInOf(access)}\n${code}`)))

/** Mails a code, which replaces the previous code. @throws ProblemError 409 if no mail can be sent */
const mailCode = async (c: Context<App>) => {
  const { id, email } = c.var.user
  if (email === null || !canMail(c.env)) throw new ProblemError(noMail)
  const limits = [{ key: `proofs:${id}`, limit: 5, seconds: 60 * 60 }]
  await rateLimit(c, 'proofs', limits, 'Too many codes requested.')
  const now = Date.now()
  const code = randomCode()
  const [hash = ''] = await codeHashes(c, code)
  await sql(c.env.DB)`
    INSERT INTO proof_codes (sign_in, user_id, code_hash, expires_at)
    VALUES (${signInOf(c.var.access)}, ${id}, ${hash}, ${now + tenMinutes})
    ON CONFLICT (sign_in) DO UPDATE SET code_hash = excluded.code_hash, wrong_codes = 0,
      expires_at = excluded.expires_at`.run()
  const words = [
    'Enter this code in Daymark, where you are asked for it:',
    code,
    'It works once, within 10 minutes. Not you? Someone is signed in to your account: open Settings, Sign-in and devices, and sign out all others.',
  ]
  const html = (
    <PlainMail title={title}>
      {words.map((line) => (
        <MailText>{line}</MailText>
      ))}
    </PlainMail>
  )
  const mail = { to: email, subject: `${title}: ${code}`, text: `${words.join('\n\n')}\n` }
  await sendMail(c.env, { ...mail, html: `<!doctype html>${String(html)}` }, now)
}

const hasCode = async ({ env, var: { access } }: Context<App>) =>
  (await sql(env.DB)`
    SELECT 1 FROM proof_codes
    WHERE sign_in = ${signInOf(access)} AND wrong_codes < ${wrongAllowed} AND expires_at > ${Date.now()}`.first()) !==
  null

/** Uses a code up; a wrong code is counted. */
const useCode = async (c: Context<App>, code: string) => {
  const { DB } = c.env
  const signIn = signInOf(c.var.access)
  const hashes = JSON.stringify(await codeHashes(c, code))
  const [used, counted] = await DB.batch<{ wrong_codes: number }>([
    sql(DB)`
      DELETE FROM proof_codes
      WHERE sign_in = ${signIn} AND code_hash IN (SELECT value FROM json_each(${hashes}))
        AND wrong_codes < ${wrongAllowed} AND expires_at > ${Date.now()}
      RETURNING sign_in`,
    sql(DB)`UPDATE proof_codes SET wrong_codes = wrong_codes + 1 WHERE sign_in = ${signIn} RETURNING wrong_codes`,
  ])
  const isRight = used?.results.length === 1
  logEvent(c, isRight ? 'sign_in' : 'sign_in_refused', { way: 'proof' })
  if (counted?.results[0]?.wrong_codes === wrongAllowed) logEvent(c, 'code_used_up', { way: 'proof' })
  return isRight
}

/** Renews the proof of a sign-in after a right code or passkey. A browser gets a new session, as after signing in. */
const prove = async (c: Context<App>, { code, passkey }: { code?: string; passkey?: string }) => {
  const { access, user } = c.var
  const isByPasskey = Boolean(passkey) && (await usePasskey(c, passkey ?? ''))?.id === user.id
  if (passkey) logEvent(c, isByPasskey ? 'sign_in' : 'sign_in_refused', { way: 'proof' })
  if (!isByPasskey && !(code && (await useCode(c, code.replace(/\s/g, ''))))) return false
  const provenAt = Date.now()
  if (access.by === 'browser') {
    const hasPasskey = access.hasPasskey || isByPasskey
    const sessionHash = await renewSession(c, user.id, hasPasskey)
    c.set('access', { ...access, sessionHash, provenAt, hasPasskey })
  } else if (access.by !== 'token') {
    await sql(c.env.DB)`UPDATE program_sessions SET created_at = ${provenAt} WHERE id = ${access.sessionId}`.run()
  }
  return true
}

/** Swap target that keeps the settings menu on the page. */
const besideMenu = '#main:not(:has(#setting)), #setting'

const settings = '/settings/sign-in'

/** Page that Cancel leads to; the settings if that page would ask for a proof again. */
const backFrom = (c: Context<App>) => {
  const { proof_back } = submittedText(c)
  const back = isOwnPath(proof_back) ? proof_back : previousPath(c, settings)
  return pageAct(back) ? settings : back
}

/**
 * Page that asks for a proof and keeps the submitted fields. After a submitted form it mails a code at once; when the
 * page is only opened, it does not.
 */
const askForProof = async (c: Context<App>, action: string, fields: [string, string][], act = 'to go on') => {
  const { email } = c.var.user
  const { proof_code: code, proof_again } = submittedText(c)
  const hasPasskey = (await passkeysOf(c.env.DB, c.var.user.id)).length > 0
  const mails = email !== null && canMail(c.env)
  const wasMailed = !proof_again && (await hasCode(c))
  const mailsNow = mails && !wasMailed && (Boolean(proof_again) || !hasPasskey) && !isReadMethod(c.req.method)
  if (mailsNow) await mailCode(c)
  const errors = code && !proof_again ? ['That code is wrong or too old'] : undefined
  if (!isReadMethod(c.req.method)) c.status(422)
  if (wantsFragment(c)) setHeaders(c, { 'HX-Retarget': besideMenu, 'HX-Reswap': 'innerHTML' })
  const step = (
    <ProofStep
      act={act}
      action={action}
      back={backFrom(c)}
      fields={fields}
      email={mails ? email : null}
      isMailed={wasMailed || mailsNow}
      hasPasskey={hasPasskey}
      errors={errors}
    />
  )
  return c.render(step, { title })
}

/** Checks the submitted proof: a code or a passkey. */
const proveBy = async (c: Context<App>) => {
  const { proof_code: code, proof_passkey: passkey, proof_again } = submittedText(c)
  return !proof_again && prove(c, { code, passkey })
}

/** If a path needs a fresh proof and the sign-in has none, asks for it. Otherwise continues with the request. */
export const requireProof: MiddlewareHandler<App> = async (c, next) => {
  const { needsFreshProof: act } = c.var.facts
  if (!act || isFresh(c.var.access)) return next()
  if (wantsJson(c)) throw new ProblemError(freshProofNeeded(act))
  if (isReadMethod(c.req.method)) return c.redirect(proofPath(c.req.path), 303)
  if (await proveBy(c)) return next()
  const fields = [...(c.var.submitted ?? [])].filter((field): field is [string, string] => typeof field[1] === 'string')
  return askForProof(c, c.req.path, fields, act)
}

/** Path of the proof step that leads to `next`. */
export const proofPath = (next: string) => `/auth/proof?${new URLSearchParams({ next })}`

const ProofBody = z.object({
  code: z.string().max(20).optional(),
  passkey: z
    .looseObject({})
    .transform((one) => JSON.stringify(one))
    .optional(),
})

const askBefore = (c: Context<App>, asked: unknown) => {
  const next = isOwnPath(asked) ? asked : settings
  return askForProof(c, '/auth/proof', [['next', next]], pageAct(next))
}

/** `/auth/proof` */
export const proof = new Hono<App>()
  .get('/', (c) => askBefore(c, c.req.query('next')))

  .post('/mail', async (c) => {
    await mailCode(c)
    return c.json({ status: 'sent' }, 202)
  })

  .post('/', async (c) => {
    if (wantsJson(c)) {
      const { data } = ProofBody.safeParse(await readCredentials(c))
      if (!data || !(await prove(c, data))) throw fieldsProblem({ code: ['That code is wrong or too old'] })
      return c.body(null, 204)
    }
    const { next } = submittedText(c)
    if (!(await proveBy(c))) return askBefore(c, next)
    const path = isOwnPath(next) ? next : settings
    // Our security headers forbid forms to lead to GitHub (lib/http/security.ts), but a page may redirect.
    c.header('Refresh', `0; url=${path}`)
    return c.render(
      <a class="link" href={path}>
        Continue
      </a>,
      { title: 'Confirmed', heading: true },
    )
  })
